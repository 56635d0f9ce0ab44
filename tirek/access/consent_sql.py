"""Consents in the database: terms that stand once the paper is set, one door to withdrawal, and health told to nobody else.

`authz.withdraw_consents` is the only writer of a withdrawal: whoever sees the person may take the person's word, of consents they
may not see too, by withdrawing everything.
"""

from __future__ import annotations

from typing import Final

from tirek.machine.roles import AUTHZ

STANDS: Final = f"""
CREATE OR REPLACE FUNCTION access_consent_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    progress text[] := '{{paper,paper_failed_at,printed_at,signed_on,signed_how,received_at,received_by,withdrawn_at,withdrawn_by,replaced_at}}';
BEGIN
    IF OLD.withdrawn_at IS NOT NULL OR OLD.replaced_at IS NOT NULL THEN
        RAISE EXCEPTION 'a signed consent stands as it was signed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.withdrawn_at, NEW.withdrawn_by, NEW.replaced_at) IS DISTINCT FROM (OLD.withdrawn_at, OLD.withdrawn_by, OLD.replaced_at)
       AND current_user <> '{AUTHZ}' THEN
        RAISE EXCEPTION 'withdrawn by authz.withdraw_consents alone' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (OLD.paper IS NOT NULL OR OLD.printed_at IS NOT NULL OR OLD.received_at IS NOT NULL)
       AND to_jsonb(NEW) - progress IS DISTINCT FROM to_jsonb(OLD) - progress THEN
        RAISE EXCEPTION 'terms on paper stand: other terms are a new version' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (OLD.paper IS NOT NULL AND NEW.paper IS DISTINCT FROM OLD.paper)
       OR (OLD.printed_at IS NOT NULL AND NEW.printed_at IS DISTINCT FROM OLD.printed_at)
       OR (OLD.received_at IS NOT NULL AND (NEW.signed_on, NEW.signed_how, NEW.received_at, NEW.received_by)
           IS DISTINCT FROM (OLD.signed_on, OLD.signed_how, OLD.received_at, OLD.received_by)) THEN
        RAISE EXCEPTION 'a signed consent stands as it was signed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
SEEN: Final = """
CREATE FUNCTION authz.ids_of(person uuid) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT ARRAY(SELECT one.id FROM public.people_person AS asked JOIN public.people_person AS one
        ON one.id IN (asked.id, asked.canonical_id) OR one.canonical_id IN (asked.id, asked.canonical_id)
        WHERE asked.id = person)
$$;

CREATE FUNCTION authz.sees_person(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT authz.sees(1::smallint) AND EXISTS (SELECT FROM public.gate_permit
        WHERE person_id = person AND category = 1 AND principal = ANY(authz.holders())
        AND valid_from <= statement_timestamp() AND valid_to > statement_timestamp())
$$;

CREATE FUNCTION authz.may_know_consent(said public.access_consent) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT CASE WHEN said.is_health THEN authz.sees(5::smallint) AND authz.agency() IN (said.operator_id, said.receiver_id)
        ELSE authz.agency() IN (said.operator_id, said.receiver_id) OR said.categories <@ authz.categories() END
$$;
"""
WITHDRAW: Final = """
CREATE FUNCTION authz.withdraw_consents(person uuid, which uuid[]) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    every uuid[];
    closed uuid[];
    told uuid[];
BEGIN
    IF authz.worker() IS NULL OR NOT authz.sees_person(person) THEN
        RAISE EXCEPTION 'not somebody the agency sees' USING ERRCODE = 'insufficient_privilege';
    END IF;
    every := authz.ids_of(person);
    PERFORM FROM public.access_consent WHERE person_id = ANY(every) ORDER BY id FOR UPDATE;
    closed := ARRAY(SELECT said.id FROM public.access_consent AS said WHERE said.person_id = ANY(every)
        AND said.withdrawn_at IS NULL AND said.replaced_at IS NULL
        AND (which IS NULL OR (said.id = ANY(which) AND authz.may_know_consent(said))));
    told := ARRAY(SELECT said.id FROM public.access_consent AS said
        WHERE said.id = ANY(closed) AND said.received_at IS NOT NULL AND authz.may_know_consent(said));
    INSERT INTO public.access_notice (id, agency_id, person_id, kind, subject_id, at_agency_id, is_health, made_at)
    SELECT gen_random_uuid(), said.operator_id, said.person_id, 'withdrawn', said.id, authz.agency(), said.is_health, now()
        FROM public.access_consent AS said WHERE said.id = ANY(closed) AND said.received_at IS NOT NULL
        AND said.operator_id <> authz.agency();
    UPDATE public.access_consent SET withdrawn_at = now(), withdrawn_by = authz.worker() WHERE id = ANY(closed);
    UPDATE public.gate_permit SET valid_to = now() WHERE basis_ref = ANY(closed) AND valid_to > now();
    RETURN told;
END $$;

CREATE FUNCTION authz.standing_consents(person uuid) RETURNS TABLE (id uuid, receiver_id uuid, categories smallint[],
    purpose text, starts_on date, ends_on date, lost smallint[], lost_with_all smallint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT said.id, said.receiver_id, said.categories, said.purpose, said.starts_on, said.ends_on,
        ARRAY(SELECT mine.category FROM public.gate_permit AS mine
            WHERE mine.basis_ref = said.id AND mine.valid_to > statement_timestamp()
            AND NOT EXISTS (SELECT FROM public.gate_permit AS kept WHERE kept.person_id = mine.person_id
                AND kept.category = mine.category AND kept.principal = mine.principal
                AND kept.basis_ref IS DISTINCT FROM said.id AND kept.valid_to > statement_timestamp()) ORDER BY 1),
        ARRAY(SELECT mine.category FROM public.gate_permit AS mine
            WHERE mine.basis_ref = said.id AND mine.valid_to > statement_timestamp()
            AND NOT EXISTS (SELECT FROM public.gate_permit AS kept WHERE kept.person_id = mine.person_id
                AND kept.category = mine.category AND kept.principal = mine.principal
                AND kept.basis <> 'consent' AND kept.valid_to > statement_timestamp()) ORDER BY 1)
    FROM public.access_consent AS said
    WHERE authz.sees_person(person) AND said.person_id = ANY(authz.ids_of(person)) AND said.received_at IS NOT NULL
        AND said.withdrawn_at IS NULL AND said.replaced_at IS NULL
        AND EXISTS (SELECT FROM public.gate_permit AS held WHERE held.basis_ref = said.id AND held.valid_to > statement_timestamp())
        AND authz.may_know_consent(said)
    ORDER BY said.ends_on, said.id
$$;

CREATE FUNCTION authz.replace_consent(newer uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    said public.access_consent%ROWTYPE;
    earlier public.access_consent%ROWTYPE;
    ended int;
BEGIN
    SELECT * INTO said FROM public.access_consent WHERE id = newer FOR UPDATE;
    SELECT * INTO earlier FROM public.access_consent WHERE id = said.replaces FOR UPDATE;
    IF earlier.id IS NULL OR said.operator_id <> authz.agency() OR earlier.operator_id <> said.operator_id
       OR earlier.person_id <> said.person_id OR said.version <> earlier.version + 1
       OR said.withdrawn_at IS NOT NULL OR NOT authz.registered_here(said.person_id) THEN
        RAISE EXCEPTION 'not a version of that consent' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (earlier.received_at IS NOT NULL AND said.received_at IS NULL) OR earlier.replaced_at IS NOT NULL THEN
        RETURN 0;
    END IF;
    IF earlier.withdrawn_at IS NULL THEN
        UPDATE public.access_consent SET replaced_at = now() WHERE id = earlier.id;
    END IF;
    UPDATE public.gate_permit SET valid_to = now() WHERE basis_ref = earlier.id AND valid_to > now();
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;

CREATE OR REPLACE FUNCTION authz.permits_of(person uuid) RETURNS TABLE (principal uuid, category smallint, basis text,
    basis_ref uuid, valid_from timestamptz, valid_to timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT held.principal, held.category, held.basis, held.basis_ref, held.valid_from, held.valid_to
    FROM public.gate_permit AS held
    WHERE held.person_id = person AND held.valid_to > statement_timestamp() AND authz.registered_here(person)
        AND ((SELECT authz.sees(5::smallint)) OR (held.category <> 5 AND NOT EXISTS (
            SELECT FROM public.access_consent AS said WHERE said.id = held.basis_ref AND said.is_health)))
$$;

GRANT EXECUTE ON FUNCTION authz.withdraw_consents(uuid, uuid[]), authz.standing_consents(uuid),
    authz.replace_consent(uuid) TO tirek_app, tirek_worker;
DROP FUNCTION authz.end_permits(uuid);
"""
FORWARDS: Final = SEEN + WITHDRAW
