"""The search of the registry, saying nothing of a protected person to whoever holds no permit on that person."""

from __future__ import annotations

from typing import Final

from tirek.people import lookup_sql, registry_sql

SEARCH: Final = """
CREATE OR REPLACE FUNCTION authz.candidates(wanted int[], digests bytea[])
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
            AND permit.valid_from <= statement_timestamp() AND permit.valid_to > statement_timestamp())
    FROM met JOIN public.people_personrecord AS record ON record.id = met.id
        JOIN public.people_person AS person ON person.id = record.person_id
    WHERE (SELECT authz.agency()) IS NOT NULL
        AND NOT EXISTS (SELECT FROM public.access_protectedperson AS hidden
            WHERE hidden.person_id IN (person.id, person.canonical_id)
            AND NOT EXISTS (SELECT FROM public.gate_permit AS held WHERE held.person_id = hidden.person_id
                AND held.category = 1 AND held.principal = ANY((SELECT authz.holders())::uuid[])
                AND held.valid_from <= statement_timestamp() AND held.valid_to > statement_timestamp()))
$$;
"""
_FORMER: Final = registry_sql.FUNCTIONS.partition("CREATE FUNCTION authz.register_size")[0]
FORMER_SEARCH: Final = _FORMER.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

NOT_HIDDEN: Final = """NOT EXISTS (SELECT FROM public.access_protectedperson AS hidden
            WHERE hidden.person_id IN (person.id, person.head_id, person.canonical_id)
            AND NOT EXISTS (SELECT FROM public.gate_permit AS held WHERE held.person_id = hidden.person_id
                AND held.category = 1 AND held.principal = ANY(reader)
                AND held.valid_from <= statement_timestamp() AND held.valid_to > statement_timestamp() OFFSET 0))"""
"""Whom a search may tell of: not a protected person, unless the reader holds a permit on that person."""
UNDER: Final = """CASE WHEN person.registered_by_id = ours OR NOT seen.is_open
            THEN coalesce(person.head_id, person.id) ELSE authz.stands_under(person.id) END"""
"""Under which record somebody stands: the reader's own of the person, else the canonical one where that is open too; a closed record
under its own agency's."""
_CANDIDATES: Final = "FUNCTION authz.candidates(int[], bytea[])"
LOOKING_UP: Final = lookup_sql.look_up(NOT_HIDDEN, UNDER) + lookup_sql.look_up_many(NOT_HIDDEN, UNDER)
HIDING: Final = f"""
{LOOKING_UP}
DROP {_CANDIDATES};
"""
FORMER: Final = f"""
{SEARCH}
ALTER {_CANDIDATES} SET enable_seqscan = off;
ALTER {_CANDIDATES} SET enable_hashjoin = off;
ALTER {_CANDIDATES} SET enable_mergejoin = off;
GRANT EXECUTE ON {_CANDIDATES} TO tirek_app, tirek_worker;
{lookup_sql.look_up()}
{lookup_sql.look_up_many()}
"""
