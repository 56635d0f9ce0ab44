"""kill -9 in the middle of an import, of the command, the worker, the server or PostgreSQL, loses and doubles nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bench.installation import Installation, installation, wait_for

PILOT = Path(__file__).resolve().parent.parent / "tirek" / "demo" / "pilot-2017"
WORKBOOK = PILOT / "journal.xlsx"
EXPECTED = json.loads((PILOT / "expected.json").read_text("utf-8"))
COUNTED = {
    "people_person": EXPECTED["people_in_registry"],
    "cases_application": EXPECTED["applied"],
    "services_service": EXPECTED["service_rows"],
    "services_delivery": EXPECTED["sessions_total"],
    "grants_grant": 1,
    "grants_attendance": 189,
    "grants_materialrecipient": 150,
}
MOMENTS = ["people_person", "cases_application", "services_service", "grants_attendance"]
"""Tables the commit writes one after the other: a lock on one shows how far it is, before anything can be seen."""
WRITING = (
    "SELECT 1 FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted"
    " AND relation = %s::regclass AND pid <> pg_backend_pid()"
)
SECONDS = 60

pytestmark = pytest.mark.slow


@pytest.fixture
def one() -> Iterator[Installation]:
    """An empty installation with its own server."""
    with installation() as made:
        yield made


def counts(connection: psycopg.Connection) -> dict[str, int]:
    """How many rows each table holds now."""
    found = {}
    for table in COUNTED:
        rows = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        found[table] = int(rows.fetchall()[0][0])
    return found


def whole_or_nothing(connection: psycopg.Connection) -> str:
    """Which of the two it is; anything between them fails the test."""
    found = counts(connection)
    if not any(found.values()):
        return "nothing"
    assert found == COUNTED
    return "whole"


def start_import(one: Installation) -> subprocess.Popen[str]:
    """Begin the import as a command of its own."""
    return one.start(
        "import", str(WORKBOOK), "--settle", "best", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def wait_until_it_writes(connection: psycopg.Connection, table: str) -> bool:
    """Wait until a transaction that nobody sees yet has begun to write to a table."""
    return wait_for(lambda: connection.execute(WRITING, [table]).fetchone(), SECONDS, pause=0.001)


def until_nobody_writes(connection: psycopg.Connection) -> None:
    """PostgreSQL notices that its client is gone only when it speaks to it next."""
    assert wait_for(lambda: not connection.execute(WRITING, ["people_person"]).fetchone(), SECONDS)


def test_a_killed_import_leaves_nothing_and_the_next_one_is_whole(one: Installation) -> None:
    with one.database() as connection:
        for moment in MOMENTS:
            importing = start_import(one)
            assert wait_until_it_writes(connection, moment)
            os.kill(importing.pid, signal.SIGKILL)
            importing.wait()
            until_nobody_writes(connection)
            assert whole_or_nothing(connection) == "nothing", moment
        one.run("import", str(WORKBOOK), "--settle", "best")
        assert counts(connection) == COUNTED
        one.run("import", str(WORKBOOK), "--settle", "best")
        assert counts(connection) == COUNTED


@pytest.mark.parametrize("moment", ["people_person", "services_service"])
def test_a_killed_database_loses_and_doubles_nothing(one: Installation, moment: str) -> None:
    with one.database() as connection:
        importing = start_import(one)
        assert wait_until_it_writes(connection, moment)
        pid = one.cluster.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert importing.wait(SECONDS) != 0
    with one.database() as connection:
        assert whole_or_nothing(connection) == "nothing"
        one.run("import", str(WORKBOOK), "--settle", "best")
        assert counts(connection) == COUNTED
