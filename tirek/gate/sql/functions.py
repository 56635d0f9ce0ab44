"""The functions of the role `authz`: they verify the actor and are the only ones that write permits.

All are SECURITY DEFINER with a fixed search path, owned by a role that nobody logs in as. `authz.said` runs once a statement,
since policies call it inside a sub-select; it costs 10 to 20 microseconds.
"""

from __future__ import annotations

from typing import Final

from tirek.gate.categories import OWN

ACTOR: Final = """
CREATE FUNCTION authz.said(part int) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    token text := nullif(current_setting('tirek.actor', true), '');
    parts text[];
    body text;
    pads record;
BEGIN
    IF token IS NULL THEN
        RETURN NULL;
    END IF;
    parts := string_to_array(token, '|');
    IF cardinality(parts) <> 9 THEN
        RAISE EXCEPTION 'the actor is not signed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    body := array_to_string(parts[1:8], '|');
    SELECT inner_pad, outer_pad INTO STRICT pads FROM authz.actor_key WHERE id = 1;
    IF parts[9] <> encode(sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to(body, 'UTF8'))), 'hex')
       OR parts[7] <> pg_backend_pid()::text THEN
        RAISE EXCEPTION 'the actor is not signed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF parts[8]::bigint < extract(epoch FROM clock_timestamp()) THEN
        RAISE EXCEPTION 'the actor acted too long' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN parts[part];
END $$;

CREATE FUNCTION authz.worker() RETURNS uuid
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT authz.said(2)::uuid
$$;

CREATE FUNCTION authz.agency() RETURNS uuid
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT authz.said(3)::uuid
$$;

CREATE FUNCTION authz.sees(category smallint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT coalesce(category = ANY(string_to_array(nullif(authz.said(4), ''), ',')::smallint[]), false)
$$;

CREATE FUNCTION authz.principals(category smallint) RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT CASE
        WHEN NOT authz.sees(category) THEN '{}'::uuid[]
        WHEN category = 6 THEN ARRAY[authz.worker()]
        ELSE ARRAY[authz.agency(), authz.worker()]
    END
$$;

CREATE FUNCTION authz.categories() RETURNS smallint[]
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT coalesce(string_to_array(nullif(authz.said(4), ''), ',')::smallint[], '{}')
$$;

CREATE FUNCTION authz.holders() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT CASE WHEN authz.said(2) IS NULL THEN '{}'::uuid[] ELSE ARRAY[authz.agency(), authz.worker()] END
$$;

GRANT EXECUTE ON FUNCTION authz.worker(), authz.agency(), authz.principals(smallint), authz.holders(),
    authz.categories(), authz.said(int) TO tirek_owner, tirek_app, tirek_worker, tirek_report;
"""
FORGET_ACTOR: Final = """
DROP FUNCTION authz.holders();
DROP FUNCTION authz.categories();
DROP FUNCTION authz.principals(smallint);
DROP FUNCTION authz.sees(smallint);
DROP FUNCTION authz.agency();
DROP FUNCTION authz.worker();
DROP FUNCTION authz.said(int);
"""

OWN_CATEGORIES: Final = ", ".join(f"({int(category)}::smallint)" for category in OWN)
PERMITS: Final = f"""
CREATE FUNCTION authz.own_new_people(people uuid[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    agency uuid := authz.agency();
    written int;
BEGIN
    IF agency IS NULL THEN
        RAISE EXCEPTION 'nobody acts' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF EXISTS (SELECT FROM public.gate_permit WHERE person_id = ANY(people))
       OR EXISTS (SELECT FROM public.people_person WHERE id = ANY(people)) THEN
        RAISE EXCEPTION 'the person is known' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO public.gate_permit (id, principal, category, person_id, basis, valid_from, valid_to)
    SELECT gen_random_uuid(), agency, seen.category, one, 'own', now(), '9999-01-01 00:00+00'
    FROM unnest(people) AS one, (VALUES {OWN_CATEGORIES}) AS seen(category);
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN written;
END $$;

GRANT EXECUTE ON FUNCTION authz.own_new_people(uuid[]) TO tirek_app, tirek_worker;
"""  # noqa: S608 — numbers of our own
KEYS: Final = """
CREATE FUNCTION authz.key_samples() RETURNS TABLE (version smallint, wrapped bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT DISTINCT ON (held.version) held.version, held.wrapped FROM public.gate_datakey AS held
    WHERE held.wrapped IS NOT NULL ORDER BY held.version
$$;

GRANT EXECUTE ON FUNCTION authz.key_samples() TO tirek_app, tirek_worker;
"""
FORGET_KEYS: Final = "DROP FUNCTION authz.key_samples();"
FORGET_PERMITS: Final = "DROP FUNCTION authz.own_new_people(uuid[]);"
