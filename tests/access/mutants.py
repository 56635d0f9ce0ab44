"""Policies and functions broken on purpose, one at a time: each must be noticed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import psycopg

EDITS: Final[Mapping[str, tuple[str, str]]] = {
    "the category is forgotten": ("(p.category = %s)", "true"),
    "the end is forgotten": ("(p.valid_to > statement_timestamp())", "true"),
    "the beginning is forgotten": ("(p.valid_from <= statement_timestamp())", "true"),
    "the principal is forgotten": ("(p.principal = ANY", "(true OR p.principal = ANY"),
    "the person is forgotten": ("(p.person_id = ", "(true OR p.person_id = "),
}
PLACES: Final = {
    "people_person": "1",
    "people_personcontact": "2",
    "services_service": "3",
    "cases_application": "3",
    "visits_contact": "3",
}
STATEMENTS: Final[Mapping[str, str]] = {
    "anybody reads people": "ALTER POLICY read ON people_person USING (true)",
    "anybody reads sealed values": "ALTER POLICY read ON gate_sealedvalue USING (true)",
    "sealed values forget the category": (
        "ALTER POLICY read ON gate_sealedvalue USING (EXISTS (SELECT FROM gate_permit p WHERE"
        " p.person_id = gate_sealedvalue.person_id AND p.principal = ANY ((SELECT authz.holders())::uuid[])"
        " AND p.valid_from <= statement_timestamp() AND p.valid_to > statement_timestamp() OFFSET 0))"
    ),
    "anybody adds services": "ALTER POLICY add ON services_service WITH CHECK (true)",
    "an agency adds in another's name": (
        "ALTER POLICY add ON services_service WITH CHECK (EXISTS (SELECT FROM gate_permit p WHERE"
        " p.person_id = services_service.person_id AND p.category = 3 AND p.principal ="
        " ANY ((SELECT authz.principals(3::smallint))::uuid[]) AND p.valid_to > statement_timestamp() AND p.valid_from <= statement_timestamp() OFFSET 0))"
    ),
    "a permit is not needed to add": (
        "ALTER POLICY add ON cases_application WITH CHECK (agency_id = (SELECT authz.agency()))"
    ),
    "whoever sees a line changes it": (
        "ALTER POLICY change ON services_service USING (EXISTS (SELECT FROM gate_permit p WHERE"
        " p.person_id = services_service.person_id AND p.category = 3 AND p.principal ="
        " ANY ((SELECT authz.principals(3::smallint))::uuid[]) AND p.valid_to > statement_timestamp() AND p.valid_from <= statement_timestamp() OFFSET 0))"
        " WITH CHECK (true)"
    ),
    "row security is off": "ALTER TABLE people_personrecord DISABLE ROW LEVEL SECURITY",
    "the roles' categories are forgotten": (
        "CREATE OR REPLACE FUNCTION authz.sees(category smallint) RETURNS boolean LANGUAGE sql STABLE"
        " SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT authz.said(2) IS NOT NULL'"
    ),
    "a worker's own permit does not count": (
        "CREATE OR REPLACE FUNCTION authz.principals(category smallint) RETURNS uuid[] LANGUAGE sql STABLE SECURITY"
        " DEFINER SET search_path = pg_catalog AS $$ SELECT CASE WHEN authz.sees(category) THEN ARRAY[authz.agency()]"
        " ELSE '{}'::uuid[] END $$"
    ),
}


def names() -> list[str]:
    """Every mutant by its name."""
    return [f"{table}: {edit}" for table in PLACES for edit in EDITS] + list(STATEMENTS)


def apply(name: str, admin: psycopg.Connection) -> list[str]:
    """Break one thing; returns the statements that mend it again."""
    if name in STATEMENTS:
        return _say(STATEMENTS[name], admin)
    table, edit = name.split(": ", 1)
    found, broken = EDITS[edit]
    found = found.replace("%s", PLACES[table])
    before = _policy(table, admin)
    if found not in before:
        raise AssertionError(f"{table} says nothing of {found}: {before}")
    admin.execute(f"ALTER POLICY read ON {table} USING ({before.replace(found, broken)})".encode())
    return [f"ALTER POLICY read ON {table} USING ({before})"]


def _policy(table: str, admin: psycopg.Connection, name: str = "read", column: str = "qual") -> str:
    row = admin.execute(
        f"SELECT {column} FROM pg_policies WHERE tablename = %s AND policyname = %s".encode(), [table, name]
    ).fetchone()
    assert row is not None
    return str(row[0] or "")


def _say(statement: str, admin: psycopg.Connection) -> list[str]:
    words = statement.split()
    if statement.startswith("CREATE OR REPLACE FUNCTION"):
        row = admin.execute(
            "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = %s AND pronamespace = 'authz'::regnamespace",
            [words[4].split("(")[0].removeprefix("authz.")],
        ).fetchone()
        assert row is not None
        undo = [str(row[0])]
    elif "DISABLE" in statement:
        undo = [statement.replace("DISABLE", "ENABLE")]
    else:
        name, table = words[2], words[4]
        using, check = (_policy(table, admin, name, column) for column in ("qual", "with_check"))
        undo = [
            f"ALTER POLICY {name} ON {table}"
            + (f" USING ({using})" if using else "")
            + (f" WITH CHECK ({check})" if check else "")
        ]
    admin.execute(statement.encode())
    return undo
