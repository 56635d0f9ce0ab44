"""The functions of `authz` that turn a ground into permits and end them: each judges by the ground's own row.

They judge by `statement_timestamp()`, as the policies do: a permit ended a moment ago is ended for a reader whose transaction is older.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings

HERE: Final = """
CREATE FUNCTION authz.registered_here(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT authz.sees(1::smallint) AND EXISTS (SELECT FROM public.gate_permit
        WHERE person_id = person AND category = 1 AND basis = 'own' AND principal = authz.agency()
        AND valid_from <= statement_timestamp() AND valid_to > statement_timestamp())
$$;

CREATE FUNCTION authz.is_protected(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM public.access_protectedperson AS hidden
        WHERE hidden.person_id IN (SELECT id FROM public.people_person WHERE id = person
            UNION ALL SELECT canonical_id FROM public.people_person WHERE id = person))
$$;
"""
CONSENTS: Final = f"""
CREATE FUNCTION authz.permit_by_consent(consent uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    said public.access_consent%ROWTYPE;
    written int;
BEGIN
    SELECT * INTO said FROM public.access_consent WHERE id = consent FOR UPDATE;
    IF NOT FOUND OR said.operator_id <> authz.agency() OR NOT authz.registered_here(said.person_id) THEN
        RAISE EXCEPTION 'not the agency that registered the person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF said.received_at IS NULL OR said.withdrawn_at IS NOT NULL OR said.ends_on < said.starts_on
       OR said.ends_on < (statement_timestamp() AT TIME ZONE '{settings.TIME_ZONE}')::date THEN
        RAISE EXCEPTION 'the consent does not stand' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    IF 2 = ANY(said.categories) AND authz.is_protected(said.person_id) THEN
        RAISE EXCEPTION 'the person is protected' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    IF EXISTS (SELECT FROM public.gate_permit WHERE basis_ref = consent) THEN
        RETURN 0;
    END IF;
    INSERT INTO public.gate_permit (id, principal, category, person_id, basis, basis_ref, valid_from, valid_to)
    SELECT gen_random_uuid(), said.receiver_id, one, said.person_id, 'consent', consent,
        greatest(now(), said.starts_on::timestamp AT TIME ZONE '{settings.TIME_ZONE}'),
        (said.ends_on + 1)::timestamp AT TIME ZONE '{settings.TIME_ZONE}'
    FROM unnest(said.categories) AS one WHERE one BETWEEN 1 AND 4 OR (one = 5 AND said.is_health);
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN written;
END $$;

CREATE FUNCTION authz.end_permits(ground uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    ended int;
BEGIN
    IF ground IS NULL OR EXISTS (SELECT FROM public.gate_permit AS permit
        WHERE permit.basis_ref = ground AND permit.principal IS DISTINCT FROM authz.worker()
        AND NOT authz.registered_here(permit.person_id)) THEN
        RAISE EXCEPTION 'not the agency that registered the person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE public.gate_permit SET valid_to = now() WHERE basis_ref = ground AND valid_to > now();
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;

CREATE FUNCTION authz.permits_of(person uuid) RETURNS TABLE (principal uuid, category smallint, basis text,
    basis_ref uuid, valid_from timestamptz, valid_to timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT held.principal, held.category, held.basis, held.basis_ref, held.valid_from, held.valid_to
    FROM public.gate_permit AS held
    WHERE held.person_id = person AND held.valid_to > statement_timestamp() AND authz.registered_here(person)
$$;
"""  # noqa: S608 — our own zone
REQUESTS: Final = """
CREATE FUNCTION authz.ask_access(person uuid, wanted text, said text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    kept uuid;
    registered uuid;
BEGIN
    IF authz.agency() IS NULL THEN
        RAISE EXCEPTION 'nobody acts' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT registered_by_id INTO registered FROM public.people_person WHERE id = person;
    IF registered IS NULL OR registered = authz.agency() OR authz.is_protected(person) THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(person::text || authz.agency()::text, 0));
    SELECT id INTO kept FROM public.access_accessrequest
        WHERE person_id = person AND asking_id = authz.agency() AND answer = 'waiting';
    IF kept IS NOT NULL THEN
        RETURN kept;
    END IF;
    INSERT INTO public.access_accessrequest
        (id, person_id, holder_id, asking_id, asked_by, asked_at, purpose, note, answer, refusal)
    VALUES (gen_random_uuid(), person, registered, authz.agency(), authz.worker(), now(), wanted, said, 'waiting', '')
    RETURNING id INTO kept;
    RETURN kept;
END $$;

CREATE FUNCTION authz.my_access_requests() RETURNS TABLE (id uuid, asked_at timestamptz, asked_by uuid, purpose text,
    note text, answer text, refusal text, answered_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT id, asked_at, asked_by, purpose, note, answer, refusal, answered_at
    FROM public.access_accessrequest WHERE asking_id = authz.agency() ORDER BY asked_at DESC, id LIMIT 200
$$;
"""
EMERGENCIES: Final = """
CREATE FUNCTION authz.open_emergency(person uuid, wanted smallint, said text, due date) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    registered uuid;
    opened uuid;
BEGIN
    IF authz.worker() IS NULL OR NOT authz.sees(wanted) OR wanted NOT BETWEEN 1 AND 5 THEN
        RAISE EXCEPTION 'not for this role' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF char_length(btrim(said)) < 20 THEN
        RAISE EXCEPTION 'a reason is missing' USING ERRCODE = 'check_violation';
    END IF;
    IF wanted = 5 AND NOT EXISTS (SELECT FROM public.agencies_agency
        WHERE id = authz.agency() AND kind IN ('clinic', 'mental_health', 'infection')) THEN
        RAISE EXCEPTION 'health is for medics' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT registered_by_id INTO registered FROM public.people_person WHERE id = person;
    IF registered IS NULL OR (registered <> authz.agency() AND authz.is_protected(person)) THEN
        RETURN NULL;
    END IF;
    SELECT id INTO opened FROM public.access_emergency WHERE person_id = person AND category = wanted
        AND opened_by = authz.worker() AND ends_at > statement_timestamp();
    IF opened IS NOT NULL THEN
        RETURN opened;
    END IF;
    INSERT INTO public.access_emergency (id, person_id, category, agency_id, holder_id, opened_by, reason, opened_at,
        ends_at, review_by, verdict, verdict_note)
    VALUES (gen_random_uuid(), person, wanted, authz.agency(), registered, authz.worker(), btrim(said), now(),
        now() + interval '60 minutes', due, '', '')
    RETURNING id INTO opened;
    INSERT INTO public.gate_permit (id, principal, category, person_id, basis, basis_ref, valid_from, valid_to)
    VALUES (gen_random_uuid(), authz.worker(), wanted, person, 'emergency', opened, now(), now() + interval '60 minutes');
    RETURN opened;
END $$;

CREATE FUNCTION authz.review_emergency(emergency uuid, judged text, said text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.access_emergency SET verdict = judged, verdict_note = said, reviewed_at = now(),
        reviewed_by = authz.worker()
    WHERE id = emergency AND reviewed_at IS NULL AND authz.agency() IN (holder_id, agency_id)
        AND opened_by <> authz.worker() AND judged IN ('right', 'wrong');
    RETURN FOUND;
END $$;
"""
PROTECTION: Final = """
CREATE FUNCTION authz.approve_protection(proposal uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    said public.access_protection%ROWTYPE;
BEGIN
    SELECT * INTO said FROM public.access_protection WHERE id = proposal FOR UPDATE;
    IF NOT FOUND OR NOT authz.registered_here(said.person_id) OR said.proposed_by = authz.worker()
       OR said.approved_at IS NOT NULL THEN
        RETURN false;
    END IF;
    UPDATE public.access_protection SET approved_at = now(), approved_by = authz.worker() WHERE id = proposal;
    IF said.wish = 'protect' THEN
        INSERT INTO public.access_protectedperson (person_id, since, protection_id)
        VALUES (said.person_id, now(), proposal) ON CONFLICT DO NOTHING;
        UPDATE public.gate_permit SET valid_to = now()
        WHERE category = 2 AND basis <> 'own' AND valid_to > now()
            AND person_id IN (SELECT id FROM public.people_person
                WHERE id = said.person_id OR canonical_id = said.person_id);
    ELSE
        DELETE FROM public.access_protectedperson WHERE person_id = said.person_id;
    END IF;
    RETURN true;
END $$;

CREATE FUNCTION authz.decide_legal_request(request uuid, decided text, said text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.access_legalrequest SET decision = decided, decision_note = said, decided_at = now(),
        decided_by = authz.worker()
    WHERE id = request AND decision = 'waiting' AND registered_by <> authz.worker() AND agency_id = authz.agency()
        AND authz.registered_here(person_id) AND decided IN ('released', 'refused');
    RETURN FOUND;
END $$;
"""
GRANTS: Final = """
GRANT EXECUTE ON FUNCTION authz.permit_by_consent(uuid), authz.end_permits(uuid), authz.permits_of(uuid),
    authz.ask_access(uuid, text, text), authz.my_access_requests(), authz.open_emergency(uuid, smallint, text, date),
    authz.review_emergency(uuid, text, text), authz.approve_protection(uuid),
    authz.decide_legal_request(uuid, text, text) TO tirek_app, tirek_worker;
"""
FUNCTIONS: Final = HERE + CONSENTS + REQUESTS + EMERGENCIES + PROTECTION + GRANTS
FORGET: Final = """
DROP FUNCTION authz.decide_legal_request(uuid, text, text);
DROP FUNCTION authz.approve_protection(uuid);
DROP FUNCTION authz.review_emergency(uuid, text, text);
DROP FUNCTION authz.open_emergency(uuid, smallint, text, date);
DROP FUNCTION authz.my_access_requests();
DROP FUNCTION authz.ask_access(uuid, text, text);
DROP FUNCTION authz.permits_of(uuid);
DROP FUNCTION authz.end_permits(uuid);
DROP FUNCTION authz.permit_by_consent(uuid);
DROP FUNCTION authz.is_protected(uuid);
DROP FUNCTION authz.registered_here(uuid);
"""
STANDS: Final = """
CREATE FUNCTION access_consent_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF OLD.received_at IS NULL AND NEW.withdrawn_at IS NULL THEN
        RETURN NEW;
    END IF;
    IF OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
       AND to_jsonb(NEW) - '{withdrawn_at,withdrawn_by}'::text[] = to_jsonb(OLD) - '{withdrawn_at,withdrawn_by}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a signed consent stands as it was signed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER access_consent_stands BEFORE UPDATE ON access_consent
    FOR EACH ROW EXECUTE FUNCTION access_consent_stands();
"""
FALLS: Final = "DROP TRIGGER access_consent_stands ON access_consent; DROP FUNCTION access_consent_stands();"
