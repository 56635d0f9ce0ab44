"""What is not guarded is found: each hole is made once, in a transaction that is rolled back."""

from __future__ import annotations

import psycopg
import pytest

from tirek.gate.guarding import faults
from tirek.machine.database import Connections

pytestmark = pytest.mark.django_db(transaction=True)

HOLES = {
    "CREATE TABLE loose (id int, name text)": "loose has no row security",
    "CREATE VIEW seen AS SELECT name FROM people_person": "seen is a view without security_invoker",
    "CREATE MATERIALIZED VIEW kept AS SELECT name FROM people_person": "kept is a materialised view",
    "DROP POLICY change ON services_service": "services_service has no policy for UPDATE",
    "ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY": "people_person does not FORCE",
    "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY": "people_person has no row security",
    "GRANT SELECT ON people_person TO tirek_report": "people_person is read whole by the report's role",
    "GRANT TRUNCATE ON people_person TO tirek_app": "people_person can be truncated",
    "GRANT INSERT ON gate_permit TO tirek_app": "tirek_app may write permits",
    "CREATE FUNCTION peek() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'": "public.peek is SECURITY DEFINER",
    "ALTER TABLE people_person OWNER TO tirek_admin": "people_person belongs to tirek_admin",
}


def test_every_table_is_guarded(addresses: Connections) -> None:
    with psycopg.connect(addresses.app) as app, app.cursor() as cursor:
        assert faults(cursor) == []


@pytest.mark.parametrize("hole", HOLES)
def test_a_hole_is_found(addresses: Connections, hole: str) -> None:
    assert addresses.admin is not None
    with psycopg.connect(addresses.admin) as admin, admin.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE tirek_owner" if "OWNER TO" not in hole else "SELECT 1")
        cursor.execute(hole.encode())
        cursor.execute("RESET ROLE")
        assert any(fault.startswith(HOLES[hole]) for fault in faults(cursor))
        admin.rollback()
