"""The functions of `authz` that join and split people and keep them apart: the only writers of `canonical` and `head`.

Joins are rare and made by people, so one lock for all of them: two at once can make neither a ring nor a chain. The rows of both
groups are locked besides, in the order of their ids, against erasure. A standing join is an edge from the joined root to the root
that was kept; `canonical` of everybody is the root of their tree, `head` the one record of an agency under which its others stand.
Each function answers with an id, or with the code of a refusal.
"""

from __future__ import annotations

from typing import Final

_LOCK: Final = "PERFORM pg_advisory_xact_lock(1898119170);"
_TODAY: Final = "statement_timestamp()"
INSIDE: Final = f"""
CREATE FUNCTION authz.settle_heads(root uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH met AS (SELECT id, registered_by_id AS agency, number, canonical_id FROM public.people_person
            WHERE id = root OR canonical_id = root),
        firsts AS (SELECT DISTINCT ON (agency) agency, id FROM met ORDER BY agency, canonical_id IS NOT NULL, number)
    UPDATE public.people_person AS person SET head_id = nullif(firsts.id, person.id)
    FROM met JOIN firsts USING (agency)
    WHERE person.id = met.id AND person.head_id IS DISTINCT FROM nullif(firsts.id, person.id)
$$;

CREATE FUNCTION authz.group_of(person uuid) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT ARRAY(SELECT one.id FROM public.people_person AS one, public.people_person AS asked
        WHERE asked.id = person AND coalesce(one.canonical_id, one.id) = coalesce(asked.canonical_id, asked.id)
            AND (one.id IN (asked.id, asked.canonical_id) OR one.canonical_id IN (asked.id, asked.canonical_id)))
$$;

CREATE FUNCTION authz.may_pair(kept uuid, other uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    ours uuid[] := authz.group_of(kept);
    theirs uuid[] := authz.group_of(other);
BEGIN
    IF ours = '{{}}' OR theirs = '{{}}'
       OR EXISTS (SELECT FROM public.people_erasure WHERE person_id IN (kept, other)) THEN
        RETURN 'nobody';
    END IF;
    IF ours && theirs THEN
        RETURN 'joined';
    END IF;
    IF EXISTS (SELECT FROM public.people_pairdecision WHERE outcome = 'apart' AND ended_at IS NULL
        AND (one_id = ANY(ours) AND other_id = ANY(theirs) OR one_id = ANY(theirs) AND other_id = ANY(ours))) THEN
        RETURN 'apart';
    END IF;
    RETURN '';
END $$;

CREATE FUNCTION authz.pairable(mine uuid, other uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT CASE WHEN authz.registered_here(mine) THEN authz.may_pair(mine, other) ELSE 'nobody' END
$$;

CREATE FUNCTION authz.unite(kept uuid, other uuid, weight float8, because jsonb, said text, request uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    refusal text;
    root uuid;
    joined uuid;
    made uuid := gen_random_uuid();
BEGIN
    {_LOCK}
    refusal := authz.may_pair(kept, other);
    IF refusal <> '' THEN
        RETURN refusal;
    END IF;
    SELECT coalesce(canonical_id, id) INTO root FROM public.people_person WHERE id = kept;
    SELECT coalesce(canonical_id, id) INTO joined FROM public.people_person WHERE id = other;
    PERFORM FROM public.people_person WHERE id IN (root, joined) OR canonical_id IN (root, joined) ORDER BY id FOR UPDATE;
    IF EXISTS (SELECT FROM public.people_erasure WHERE person_id IN (root, joined)) THEN
        RETURN 'nobody';
    END IF;
    UPDATE public.people_person SET canonical_id = root WHERE id = joined OR canonical_id = joined;
    PERFORM authz.settle_heads(root);
    INSERT INTO public.people_pairdecision (id, outcome, one_id, other_id, agency_id, other_agency_id, asked, why, bits, reasons,
        decided_at, decided_by, ended_why)
    SELECT made, 'same', root, joined, ours.registered_by_id, theirs.registered_by_id, request, said, weight, because,
        {_TODAY}, authz.worker(), ''
    FROM public.people_person AS ours, public.people_person AS theirs WHERE ours.id = root AND theirs.id = joined;
    UPDATE public.people_possiblepair SET decided = 'joined', decided_at = {_TODAY}, decided_by = authz.worker()
        WHERE decided IN ('', 'asked') AND person_id = ANY(authz.group_of(root)) AND other_id = ANY(authz.group_of(root));
    RETURN made::text;
END $$;
"""  # noqa: S608 — our own clock and lock
JOIN: Final = f"""
CREATE FUNCTION authz.join_people(kept uuid, other uuid, weight float8, because jsonb, said text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF authz.worker() IS NULL OR NOT authz.registered_here(kept) OR NOT authz.registered_here(other) THEN
        RAISE EXCEPTION 'not the agency that registered both' USING ERRCODE = 'insufficient_privilege';
    END IF;
    {_LOCK}
    IF EXISTS (SELECT FROM public.people_person WHERE id = ANY(authz.group_of(kept) || authz.group_of(other))
        AND registered_by_id <> authz.agency()) THEN
        RETURN 'elsewhere';
    END IF;
    RETURN authz.unite(kept, other, weight, because, said, NULL);
END $$;

CREATE FUNCTION authz.split_people(decision uuid, said text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    made public.people_pairdecision%ROWTYPE;
    root uuid;
    tree uuid[];
BEGIN
    {_LOCK}
    SELECT * INTO made FROM public.people_pairdecision WHERE id = decision FOR UPDATE;
    IF made.id IS NULL OR authz.worker() IS NULL OR NOT authz.sees(1::smallint)
       OR authz.agency() NOT IN (made.agency_id, made.other_agency_id) AND NOT EXISTS (SELECT FROM public.people_joinrequest
            WHERE id = made.asked AND authz.agency() IN (agency_id, other_agency_id)) THEN
        RAISE EXCEPTION 'not an agency that holds either record, or agreed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF made.ended_at IS NOT NULL OR made.outcome <> 'same' THEN
        RETURN 'ended';
    END IF;
    IF btrim(said) = '' AND made.decided_at < {_TODAY} - interval '30 days' THEN
        RETURN 'say_why';
    END IF;
    SELECT coalesce(canonical_id, id) INTO root FROM public.people_person WHERE id = made.other_id;
    tree := ARRAY(WITH RECURSIVE beneath(id) AS (SELECT made.other_id UNION
            SELECT standing.other_id FROM beneath JOIN public.people_pairdecision AS standing
                ON standing.one_id = beneath.id AND standing.outcome = 'same' AND standing.ended_at IS NULL)
        SELECT id FROM beneath);
    PERFORM FROM public.people_person WHERE id = root OR canonical_id = root ORDER BY id FOR UPDATE;
    UPDATE public.people_pairdecision SET ended_at = {_TODAY}, ended_by = authz.worker(), ended_why = btrim(said)
        WHERE id = decision;
    UPDATE public.people_person SET canonical_id = nullif(made.other_id, id) WHERE id = ANY(tree);
    PERFORM authz.settle_heads(root), authz.settle_heads(made.other_id);
    UPDATE public.people_possiblepair SET decided = '', decided_at = NULL, decided_by = NULL WHERE decided = 'joined'
        AND (person_id = ANY(tree) AND other_id = ANY(authz.group_of(root))
            OR other_id = ANY(tree) AND person_id = ANY(authz.group_of(root)));
    RETURN made.id::text;
END $$;
"""  # noqa: S608 — our own clock and lock
APART: Final = f"""
CREATE FUNCTION authz.keep_apart(kept uuid, wrong uuid, weight float8, because jsonb, said text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    refusal text;
    made uuid := gen_random_uuid();
BEGIN
    IF authz.worker() IS NULL OR NOT (authz.registered_here(kept) OR authz.registered_here(wrong)) THEN
        RAISE EXCEPTION 'not an agency that holds either record' USING ERRCODE = 'insufficient_privilege';
    END IF;
    {_LOCK}
    refusal := authz.may_pair(kept, wrong);
    IF refusal <> '' THEN
        RETURN refusal;
    END IF;
    INSERT INTO public.people_pairdecision (id, outcome, one_id, other_id, agency_id, other_agency_id, why, bits, reasons,
        decided_at, decided_by, ended_why)
    SELECT made, 'apart', kept, wrong, ours.registered_by_id, theirs.registered_by_id, said, weight, because, {_TODAY},
        authz.worker(), ''
    FROM public.people_person AS ours, public.people_person AS theirs WHERE ours.id = kept AND theirs.id = wrong;
    UPDATE public.people_possiblepair SET decided = 'apart', decided_at = {_TODAY}, decided_by = authz.worker()
    WHERE agency_id = authz.agency() AND decided IN ('', 'asked') AND person_id IN (kept, wrong) AND other_id IN (kept, wrong);
    UPDATE public.people_joinrequest SET answered_at = {_TODAY}, answered_by = authz.worker(),
        answer = CASE authz.agency() WHEN agency_id THEN 'withdrawn' ELSE 'declined' END
    WHERE answer = 'waiting' AND authz.agency() IN (agency_id, other_agency_id)
        AND one_id IN (kept, wrong) AND other_id IN (kept, wrong);
    RETURN made::text;
END $$;

CREATE FUNCTION authz.lift_apart(decision uuid, said text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    made public.people_pairdecision%ROWTYPE;
BEGIN
    UPDATE public.people_pairdecision SET ended_at = {_TODAY}, ended_by = authz.worker(), ended_why = btrim(said)
    WHERE id = decision AND outcome = 'apart' AND ended_at IS NULL AND authz.worker() IS NOT NULL AND authz.sees(1::smallint)
        AND authz.agency() IN (agency_id, other_agency_id)
    RETURNING * INTO made;
    IF made.id IS NULL THEN
        RETURN 'ended';
    END IF;
    UPDATE public.people_possiblepair SET decided = '', decided_at = NULL, decided_by = NULL WHERE decided = 'apart'
        AND person_id IN (made.one_id, made.other_id) AND other_id IN (made.one_id, made.other_id);
    RETURN decision::text;
END $$;
"""  # noqa: S608 — our own clock and lock
ASK: Final = f"""
CREATE FUNCTION authz.ask_join(mine uuid, wanted uuid, said text, roles text[], delay interval, due date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    refusal text;
    holder uuid;
    standing public.people_joinrequest%ROWTYPE;
    alone boolean;
    made uuid := gen_random_uuid();
BEGIN
    IF authz.worker() IS NULL OR NOT authz.registered_here(mine) THEN
        RAISE EXCEPTION 'not the agency that registered the person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    {_LOCK}
    IF authz.is_protected(mine) THEN
        RETURN 'protected';
    END IF;
    refusal := CASE WHEN authz.is_protected(wanted) THEN 'nobody' ELSE authz.may_pair(mine, wanted) END;
    IF refusal <> '' THEN
        RETURN refusal;
    END IF;
    SELECT registered_by_id INTO holder FROM public.people_person
        WHERE id = ANY(authz.group_of(mine) || authz.group_of(wanted)) AND registered_by_id <> authz.agency()
        ORDER BY id <> wanted, number LIMIT 1;
    IF holder IS NULL THEN
        RETURN 'here';
    END IF;
    SELECT * INTO standing FROM public.people_joinrequest WHERE answer = 'waiting'
        AND one_id IN (mine, wanted) AND other_id IN (mine, wanted);
    IF standing.id IS NOT NULL THEN
        RETURN CASE standing.agency_id WHEN authz.agency() THEN standing.id::text ELSE 'asked' END;
    END IF;
    alone := NOT EXISTS (SELECT FROM public.agencies_worker AS one JOIN public.agencies_user AS login
            ON login.id = one.user_id AND login.is_active
        JOIN public.agencies_workerrole AS held ON held.worker_id = one.id AND held.code = ANY(roles)
        WHERE one.agency_id = holder);
    INSERT INTO public.people_joinrequest (id, one_id, other_id, agency_id, other_agency_id, why, asked_at, asked_by, is_alone,
        effective_at, review_due_on, answer, note)
    VALUES (made, mine, wanted, authz.agency(), holder, said, {_TODAY}, authz.worker(), alone,
        CASE WHEN alone THEN {_TODAY} + delay END, CASE WHEN alone THEN due END, 'waiting', '');
    UPDATE public.people_possiblepair SET decided = 'asked', decided_at = {_TODAY}, decided_by = authz.worker()
    WHERE decided = '' AND person_id IN (mine, wanted) AND other_id IN (mine, wanted);
    RETURN made::text;
END $$;

CREATE FUNCTION authz.answer_join(request uuid, agrees boolean, said text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    asked public.people_joinrequest%ROWTYPE;
    answer_of text := CASE WHEN agrees THEN 'agreed' ELSE 'declined' END;
    made text;
BEGIN
    {_LOCK}
    SELECT * INTO asked FROM public.people_joinrequest WHERE id = request FOR UPDATE;
    IF asked.id IS NULL OR authz.worker() IS NULL OR NOT authz.sees(1::smallint)
       OR authz.agency() NOT IN (asked.agency_id, asked.other_agency_id) THEN
        RAISE EXCEPTION 'not asked of this agency' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF asked.answer <> 'waiting' THEN
        RETURN 'ended';
    END IF;
    IF authz.agency() = asked.agency_id THEN
        IF agrees AND (asked.effective_at IS NULL OR asked.effective_at > {_TODAY}) THEN
            RETURN 'waits';
        END IF;
        answer_of := CASE WHEN agrees THEN 'agreed' ELSE 'withdrawn' END;
    END IF;
    IF agrees THEN
        IF authz.is_protected(asked.one_id) OR authz.is_protected(asked.other_id) THEN
            RETURN 'protected';
        END IF;
        made := authz.unite(asked.one_id, asked.other_id, NULL, '[]', asked.why, request);
        IF made !~ '-' THEN
            RETURN made;
        END IF;
    END IF;
    UPDATE public.people_joinrequest SET answer = answer_of, note = said, answered_at = {_TODAY}, answered_by = authz.worker()
        WHERE id = request;
    IF NOT agrees THEN
        UPDATE public.people_possiblepair SET decided = '', decided_at = NULL, decided_by = NULL
        WHERE decided = 'asked' AND answer_of = 'withdrawn' AND person_id IN (asked.one_id, asked.other_id)
            AND other_id IN (asked.one_id, asked.other_id);
    END IF;
    RETURN coalesce(made, request::text);
END $$;

CREATE FUNCTION authz.review_join(request uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.people_joinrequest SET reviewed_at = {_TODAY} WHERE id = request AND reviewed_at IS NULL AND is_alone
        AND answer = 'agreed' AND authz.worker() IS NOT NULL AND authz.sees(1::smallint) AND authz.agency() = other_agency_id;
    RETURN FOUND;
END $$;
"""  # noqa: S608 — our own clock and lock
ERASED: Final = """
CREATE FUNCTION authz.forget_pairs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM public.people_possiblepair WHERE NEW.person_id IN (person_id, other_id);
    UPDATE public.people_pairdecision SET why = '', ended_why = '', bits = NULL, reasons = '[]'
        WHERE NEW.person_id IN (one_id, other_id);
    UPDATE public.people_joinrequest SET why = '', note = '',
        answer = CASE answer WHEN 'waiting' THEN 'withdrawn' ELSE answer END WHERE NEW.person_id IN (one_id, other_id);
    RETURN NEW;
END $$;

CREATE FUNCTION authz.joined_by_function() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'people are joined and split by authz alone' USING ERRCODE = 'insufficient_privilege';
END $$;
GRANT EXECUTE ON FUNCTION authz.forget_pairs(), authz.joined_by_function() TO tirek_owner;
"""
GRANTS: Final = """
GRANT EXECUTE ON FUNCTION authz.join_people(uuid, uuid, float8, jsonb, text), authz.split_people(uuid, text),
    authz.keep_apart(uuid, uuid, float8, jsonb, text), authz.lift_apart(uuid, text),
    authz.ask_join(uuid, uuid, text, text[], interval, date), authz.answer_join(uuid, boolean, text),
    authz.review_join(uuid), authz.pairable(uuid, uuid) TO tirek_app, tirek_worker;
"""
FUNCTIONS: Final = INSIDE + JOIN + APART + ASK + ERASED + GRANTS
FORGET: Final = """
DROP FUNCTION authz.joined_by_function();
DROP FUNCTION authz.forget_pairs();
DROP FUNCTION authz.review_join(uuid);
DROP FUNCTION authz.answer_join(uuid, boolean, text);
DROP FUNCTION authz.ask_join(uuid, uuid, text, text[], interval, date);
DROP FUNCTION authz.lift_apart(uuid, text);
DROP FUNCTION authz.keep_apart(uuid, uuid, float8, jsonb, text);
DROP FUNCTION authz.split_people(uuid, text);
DROP FUNCTION authz.join_people(uuid, uuid, float8, jsonb, text);
DROP FUNCTION authz.unite(uuid, uuid, float8, jsonb, text, uuid);
DROP FUNCTION authz.pairable(uuid, uuid);
DROP FUNCTION authz.may_pair(uuid, uuid);
DROP FUNCTION authz.group_of(uuid);
DROP FUNCTION authz.settle_heads(uuid);
"""
TRIGGERS: Final = """
CREATE TRIGGER people_person_born_alone BEFORE INSERT ON people_person FOR EACH ROW
    WHEN ((NEW.canonical_id IS NOT NULL OR NEW.head_id IS NOT NULL) AND current_user <> 'tirek_authz')
    EXECUTE FUNCTION authz.joined_by_function();
CREATE TRIGGER people_person_joined_by_function BEFORE UPDATE ON people_person FOR EACH ROW
    WHEN ((NEW.canonical_id, NEW.head_id) IS DISTINCT FROM (OLD.canonical_id, OLD.head_id) AND current_user <> 'tirek_authz')
    EXECUTE FUNCTION authz.joined_by_function();
CREATE TRIGGER people_erasure_forgets_pairs BEFORE INSERT ON people_erasure
    FOR EACH ROW EXECUTE FUNCTION authz.forget_pairs();
"""
NO_TRIGGERS: Final = """
DROP TRIGGER people_erasure_forgets_pairs ON people_erasure;
DROP TRIGGER people_person_joined_by_function ON people_person;
DROP TRIGGER people_person_born_alone ON people_person;
"""
