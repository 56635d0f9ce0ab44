"""What the access log asks of the permits: on which ground the reader sees a person."""

from __future__ import annotations

from typing import Final

GROUND: Final = """
CREATE FUNCTION authz.ground(person uuid, category smallint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT CASE WHEN $1 IS NULL THEN '' ELSE coalesce((SELECT held.basis FROM public.gate_permit AS held
        WHERE held.person_id = $1 AND held.category = $2 AND held.principal = ANY ((SELECT authz.holders())::uuid[])
        AND held.valid_from <= statement_timestamp() AND held.valid_to > statement_timestamp()
        ORDER BY (held.basis = 'own') DESC, held.basis LIMIT 1), '') END
$$;

GRANT EXECUTE ON FUNCTION authz.ground(uuid, smallint) TO tirek_app, tirek_worker;
"""
FORGET_GROUND: Final = "DROP FUNCTION authz.ground(uuid, smallint);"
