"""What joining people means for who sees them: nothing is widened, and each agency goes on under its own record.

A record is open to whoever holds a permit on that very record, whatever it is joined to; it stands under the reader's own record of
the person, else under the canonical one where that is open too. Closed records stand under their own agency's.
"""

from __future__ import annotations

from typing import Final

from tirek.access import settling_sql

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


FORWARDS: Final = UNDER + _again("settle_protection") + _again("forget_grounds")
BACKWARDS: Final = NO_UNDER
