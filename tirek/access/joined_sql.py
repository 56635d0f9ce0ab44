"""What joining people means for who sees them: nothing is widened, and each agency goes on under its own record.

A record is open to whoever holds a permit on that very record, whatever it is joined to; it stands under the reader's own record of
the person, else under the canonical one where that is open too. Closed records stand under their own agency's.
"""

from __future__ import annotations

from typing import Final

from tirek.access import hiding_sql, settling_sql

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
    SELECT CASE WHEN person.registered_by_id = (SELECT authz.agency()) OR NOT seen.is_open THEN coalesce(person.head_id, person.id)
            ELSE authz.stands_under(person.id) END,
        record.surname, record.given, record.patronymic, record.birth_on, record.birth_year, record.sex,
        (SELECT held.digest FROM public.gate_sealedvalue AS held
            WHERE held.person_id = person.id AND held.kind = 'iin' AND held.digest IS NOT NULL
            ORDER BY held.created_at, held.id LIMIT 1),
        seen.is_open
    FROM met JOIN public.people_personrecord AS record ON record.id = met.id
        JOIN public.people_person AS person ON person.id = record.person_id
        CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM public.gate_permit AS permit
            WHERE permit.person_id = person.id AND permit.category = 1
            AND permit.principal = ANY((SELECT authz.holders())::uuid[])
            AND permit.valid_from <= statement_timestamp() AND permit.valid_to > statement_timestamp()) AS is_open OFFSET 0) AS seen
    WHERE (SELECT authz.agency()) IS NOT NULL
        AND NOT EXISTS (SELECT FROM public.access_protectedperson AS hidden
            WHERE hidden.person_id IN (person.id, person.head_id, person.canonical_id)
            AND NOT EXISTS (SELECT FROM public.gate_permit AS held WHERE held.person_id = hidden.person_id
                AND held.category = 1 AND held.principal = ANY((SELECT authz.holders())::uuid[])
                AND held.valid_from <= statement_timestamp() AND held.valid_to > statement_timestamp()))
$$;
"""
UNDER: Final = """
CREATE FUNCTION authz.stands_under(person uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT coalesce(
        (SELECT one.id FROM public.people_person AS one WHERE one.registered_by_id = authz.agency() AND one.head_id IS NULL
            AND (one.id IN (asked.id, asked.canonical_id) OR one.canonical_id IN (asked.id, asked.canonical_id)) LIMIT 1),
        CASE WHEN authz.sees_person(asked.canonical_id) THEN asked.canonical_id END,
        CASE WHEN authz.sees_person(asked.head_id) THEN asked.head_id END,
        asked.id)
    FROM public.people_person AS asked WHERE asked.id = person
$$;

CREATE OR REPLACE FUNCTION authz.is_protected(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM public.people_person AS asked JOIN public.access_protectedperson AS hidden
        ON hidden.person_id IN (asked.id, asked.head_id, asked.canonical_id) WHERE asked.id = person)
$$;
"""
NO_UNDER: Final = """
CREATE OR REPLACE FUNCTION authz.is_protected(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM public.access_protectedperson AS hidden
        WHERE hidden.person_id IN (SELECT id FROM public.people_person WHERE id = person
            UNION ALL SELECT canonical_id FROM public.people_person WHERE id = person))
$$;
DROP FUNCTION authz.stands_under(uuid);
"""


def _again(name: str) -> str:
    """One function of those that settle deeds, made once more: it reaches the records under the same head now."""
    whole = settling_sql.SETTLE.partition(f"CREATE FUNCTION authz.{name}")[2].partition("END $$;")[0]
    return f"CREATE OR REPLACE FUNCTION authz.{name}{whole}END $$;"


FORWARDS: Final = UNDER + SEARCH + _again("settle_protection") + _again("forget_grounds")
BACKWARDS: Final = hiding_sql.SEARCH + NO_UNDER
