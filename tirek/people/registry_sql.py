"""The functions of `authz` through which the registry is numbered and its names are counted past row security.

`candidates` was the search until `lookup_sql` took its place: it stands here for the migration that made it.
"""

from __future__ import annotations

from typing import Final

FUNCTIONS: Final = """
CREATE FUNCTION authz.candidates(wanted int[], digests bytea[])
RETURNS TABLE (anchor uuid, surname text, given text, patronymic text, birth_on date, birth_year smallint,
    sex text, digest bytea, is_open boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH met AS (
        SELECT record.id FROM unnest(wanted) AS one(key)
            JOIN public.people_personrecord AS record ON record.keys @> ARRAY[one.key]
        UNION
        SELECT record.id FROM public.gate_sealedvalue AS held
            JOIN public.people_personrecord AS record ON record.person_id = held.person_id
            WHERE held.kind = 'iin' AND held.digest = ANY(digests)
    )
    SELECT coalesce(person.canonical_id, person.id), record.surname, record.given, record.patronymic,
        record.birth_on, record.birth_year, record.sex,
        (SELECT held.digest FROM public.gate_sealedvalue AS held
            WHERE held.person_id = person.id AND held.kind = 'iin' AND held.digest IS NOT NULL
            ORDER BY held.created_at, held.id LIMIT 1),
        EXISTS (SELECT FROM public.gate_permit AS permit
            WHERE permit.person_id IN (person.id, person.canonical_id) AND permit.category = 1
            AND permit.principal = ANY((SELECT authz.holders())::uuid[])
            AND permit.valid_from <= now() AND permit.valid_to > now())
    FROM met JOIN public.people_personrecord AS record ON record.id = met.id
        JOIN public.people_person AS person ON person.id = record.person_id
    WHERE (SELECT authz.agency()) IS NOT NULL
$$;

CREATE FUNCTION authz.register_size() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    estimate bigint;
BEGIN
    SELECT greatest(reltuples, 0)::bigint INTO estimate FROM pg_class WHERE oid = 'public.people_person'::regclass;
    IF estimate > 1000 THEN
        RETURN estimate;
    END IF;
    RETURN (SELECT count(*) FROM public.people_person);
END $$;

CREATE FUNCTION authz.name_counts(wanted text[]) RETURNS TABLE (part text, folded_name text, count int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT counted.part, counted.folded, counted.count FROM public.people_namecount AS counted
    WHERE counted.folded = ANY(wanted) AND (SELECT authz.agency()) IS NOT NULL
$$;

CREATE FUNCTION authz.count_names(parts text[], names text[], counts int[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF authz.agency() IS NULL THEN
        RAISE EXCEPTION 'nobody acts' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO public.people_namecount AS known (part, folded, count)
    SELECT said.part, said.name, said.times FROM unnest(parts, names, counts) AS said(part, name, times)
    ORDER BY said.part, said.name
    ON CONFLICT (part, folded) DO UPDATE SET count = known.count + excluded.count;
END $$;

CREATE FUNCTION authz.take_number() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF authz.agency() IS NULL THEN
        RAISE EXCEPTION 'nobody acts' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(1898119169);
    RETURN (SELECT coalesce(max(number), 0) + 1 FROM public.people_person);
END $$;

GRANT EXECUTE ON FUNCTION authz.candidates(int[], bytea[]), authz.register_size(), authz.name_counts(text[]),
    authz.count_names(text[], text[], int[]), authz.take_number() TO tirek_app, tirek_worker;
"""
FORGET: Final = """
DROP FUNCTION authz.take_number();
DROP FUNCTION authz.count_names(text[], text[], int[]);
DROP FUNCTION authz.name_counts(text[]);
DROP FUNCTION authz.register_size();
DROP FUNCTION authz.candidates(int[], bytea[]);
"""
