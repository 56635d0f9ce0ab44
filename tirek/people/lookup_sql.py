"""The search of the register past row security: by match keys and sealed IIN, for one person asked about and for a whole file.

Nothing here grows with how common a name is: of one key no more than MOST_OF_A_KEY records are met, and the search for one person
compares no more than it was asked for, the likeliest by how many keys are shared and by birth. What was cut off is told by a flag, never
by a number: a number would count people who are hidden from the reader. People of other agencies come in comparable form only.
"""

from __future__ import annotations

from typing import Final

MOST_OF_A_KEY: Final = 1_000
"""Records met under one key: the largest honest group at five million people holds a few hundred (docs/performance.md)."""

# One index for one key, in this order and by one process: the planner cannot know how few share a key, and would read tables whole
# or start helpers that take longer than the search. The plan is made once a connection.
_WAY: Final = """
SET search_path = pg_catalog SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET max_parallel_workers_per_gather = 0"""
_OPEN: Final = """EXISTS (SELECT FROM public.gate_permit AS permit
            WHERE permit.person_id = person.id AND permit.category = 1
            AND permit.principal = ANY(reader)
            AND permit.valid_from <= statement_timestamp() AND permit.valid_to > statement_timestamp() OFFSET 0)"""
"""Probed for each of the few that are compared: OFFSET 0 keeps the planner from hashing everything that the reader may see (`gate.rls`)."""
_DIGEST: Final = """(SELECT held.digest FROM public.gate_sealedvalue AS held
            WHERE held.person_id = person.id AND held.kind = 'iin' AND held.digest IS NOT NULL
            ORDER BY held.created_at, held.id LIMIT 1)"""
_SEEN: Final = f"CROSS JOIN LATERAL (SELECT {_OPEN} AS is_open OFFSET 0) AS seen"
"""Asked once of each person, though the answer stands in two columns."""
ANCHOR: Final = "coalesce(person.canonical_id, person.id)"
_SUBJECT: Final = """record.surname::text, record.given::text,
        record.patronymic::text, record.birth_on, record.birth_year, record.sex::text"""


_MET_BY_ONE: Final = f"""    WITH met AS MATERIALIZED (
        SELECT every.at, count(*) + max(every.likeness) AS likeness
        FROM (
            SELECT found.at, found.likeness FROM unnest(wanted) AS asked(key) CROSS JOIN LATERAL (
                SELECT record.ctid AS at, CASE WHEN record.birth_on = born THEN 4
                    WHEN record.birth_year = born_in THEN 2 ELSE 0 END AS likeness
                FROM public.people_personrecord AS record WHERE record.keys @> ARRAY[asked.key]
                LIMIT {MOST_OF_A_KEY}
            ) AS found
            UNION ALL
            SELECT record.ctid, 1000 FROM public.gate_sealedvalue AS held
            JOIN public.people_personrecord AS record ON record.person_id = held.person_id
            WHERE held.kind = 'iin' AND held.digest = ANY(digests)
        ) AS every GROUP BY every.at
    )
"""  # noqa: S608 — a number of our own
"""Who is met, each once, with how many keys are shared and how far the birth agrees; an equal IIN stands before everything."""


def look_up(but: str = "true", anchor: str = ANCHOR) -> str:
    """The search for one person in one journey: the register's size and the counts of the names first, then candidates, likeliest first.

    `but` is a condition on `person` and `reader`, the ids for which the reader may hold permits: whom it refuses, nobody is told of.
    `anchor` is the record under which a person stands for `ours`, the reader's agency; it may read `seen.is_open`. Sealed numbers
    are compared with the one asked for, and not fetched where none is.
    """
    return f"""
CREATE OR REPLACE FUNCTION authz.look_up(wanted int[], digests bytea[], family text, own text, father text, born date,
    born_in int, most int)
RETURNS TABLE (anchor uuid, surname text, given text, patronymic text, birth_on date, birth_year smallint, sex text,
    digest bytea, is_open boolean, people bigint, counts int[])
LANGUAGE plpgsql STABLE SECURITY DEFINER {_WAY} SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    worker text := authz.said(2);
    ours uuid := authz.said(3);
    reader uuid[];
BEGIN
    IF worker IS NULL THEN
        RETURN;
    END IF;
    reader := ARRAY[ours, worker::uuid];
    SELECT authz.register_size(), ARRAY[
        (SELECT known.count FROM public.people_namecount AS known WHERE known.part = 'surname' AND known.folded = family),
        (SELECT known.count FROM public.people_namecount AS known WHERE known.part = 'given' AND known.folded = own),
        (SELECT known.count FROM public.people_namecount AS known WHERE known.part = 'patronymic' AND known.folded = father)
    ] INTO people, counts;
    RETURN NEXT;
    RETURN QUERY
{_MET_BY_ONE}    SELECT {anchor}, {_SUBJECT},
        CASE WHEN cardinality(digests) > 0 THEN {_DIGEST} END,
        seen.is_open, NULL::bigint, NULL::int[]
    FROM (SELECT met.at, met.likeness FROM met ORDER BY met.likeness DESC, met.at) AS likely
        JOIN public.people_personrecord AS record ON record.ctid = likely.at
        JOIN public.people_person AS person ON person.id = record.person_id
        {_SEEN}
    WHERE {but}
    ORDER BY likely.likeness DESC, likely.at LIMIT most;
END $$;
"""  # noqa: S608 — texts and numbers of our own


def look_up_many(but: str = "true", anchor: str = ANCHOR) -> str:
    """The search for a whole file at once: everybody whom one of the keys or IINs meets; `is_cut` tells that a key met too many."""
    return f"""
CREATE OR REPLACE FUNCTION authz.look_up_many(wanted int[], digests bytea[])
RETURNS TABLE (anchor uuid, surname text, given text, patronymic text, birth_on date, birth_year smallint, sex text,
    digest bytea, is_open boolean, is_cut boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER {_WAY} AS $$
#variable_conflict use_column
DECLARE
    ours uuid := authz.agency();
    reader uuid[] := authz.holders();
BEGIN
    IF cardinality(reader) = 0 THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH met AS MATERIALIZED (
        SELECT every.id, max(every.nth) AS nth
        FROM (
            SELECT found.id, found.nth FROM unnest(wanted) AS asked(key) CROSS JOIN LATERAL (
                SELECT record.id, row_number() OVER () AS nth
                FROM public.people_personrecord AS record WHERE record.keys @> ARRAY[asked.key]
                LIMIT {MOST_OF_A_KEY}
            ) AS found
            UNION ALL
            SELECT record.id, 1 FROM public.gate_sealedvalue AS held
            JOIN public.people_personrecord AS record ON record.person_id = held.person_id
            WHERE held.kind = 'iin' AND held.digest = ANY(digests)
        ) AS every GROUP BY every.id
    )
    SELECT {anchor}, {_SUBJECT},
        {_DIGEST},
        seen.is_open, met.nth = {MOST_OF_A_KEY}
    FROM met JOIN public.people_personrecord AS record ON record.id = met.id
        JOIN public.people_person AS person ON person.id = record.person_id
        {_SEEN}
    WHERE {but};
END $$;
"""  # noqa: S608 — texts and numbers of our own


GRANT: Final = """
GRANT EXECUTE ON FUNCTION authz.look_up(int[], bytea[], text, text, text, date, int, int), authz.look_up_many(int[], bytea[])
    TO tirek_app, tirek_worker;
"""
FORGET: Final = """
DROP FUNCTION authz.look_up(int[], bytea[], text, text, text, date, int, int);
DROP FUNCTION authz.look_up_many(int[], bytea[]);
"""
