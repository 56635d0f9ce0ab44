"""kill -9 in the middle of an import, of the command, the worker, the server or PostgreSQL, loses and doubles nothing."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bench.installation import Installation, Served, installation, wait_for
from bench.visitor import TOKEN, Visitor

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


AGED = "UPDATE exchange_import SET claimed_at = claimed_at - interval '1 hour' WHERE state = 'committing'"


def hand_in_and_accept(one: Installation, served: Served) -> str:
    """By the pages: hand the pilot in, wait for the preview, accept it; returns the import's address."""
    visitor = Visitor(served.address)
    visitor.log_in(*one.login())
    address = visitor.send("/imports/", {"settle": "best"}, {"file": WORKBOOK}).location
    assert wait_for(lambda: "/commit/" in visitor.get(address).text, SECONDS, pause=0.3)
    token = TOKEN.search(visitor.get(address).text)
    assert token is not None
    assert visitor.post(f"{address}commit/", {"csrfmiddlewaretoken": token[1]}).status == 302
    visitor.leave()
    return address


def kill_the_worker(one: Installation, served: Served) -> None:
    """The job's own process."""
    [worker] = [pid for pid in served.children() if b"worker" in command_of(pid).split(b"\0")]
    os.kill(worker, signal.SIGKILL)


def kill_the_database(one: Installation, served: Served) -> None:
    """PostgreSQL's first process; the others of it notice."""
    pid = one.cluster.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert wait_for(lambda: one.cluster.pid() != pid, SECONDS)


def kill_the_server(one: Installation, served: Served) -> None:
    """`tirek run` and everything it started, at one blow, as a power cut does it."""
    for pid in (served.process.pid, *served.children()):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    served.process.wait()


def command_of(pid: int) -> bytes:
    """The command line of a process."""
    return Path(f"/proc/{pid}/cmdline").read_bytes()


@pytest.mark.parametrize("kill", [kill_the_worker, kill_the_database, kill_the_server])
def test_an_accepted_import_is_finished_after_the_crash_and_only_once(
    one: Installation, kill: Callable[[Installation, Served], None]
) -> None:
    with one.serve() as served:
        with one.database() as connection:
            address = hand_in_and_accept(one, served)
            assert wait_until_it_writes(connection, "services_service")
            kill(one, served)
        if kill is not kill_the_server:
            finish(one, served, address, hurry=kill is not kill_the_worker)
    if kill is kill_the_server:
        with one.serve() as again:
            finish(one, again, address, hurry=True)


def finish(one: Installation, served: Served, address: str, *, hurry: bool) -> None:
    """Nobody does anything: the periodic job takes the import up again; `hurry` does not wait for its minute."""
    with one.database() as connection:
        whole_or_nothing(connection)
        connection.execute(AGED)
        if hurry:
            one.run(
                "django", "procrastinate", "defer", "exchange.retry_stalled", '{"timestamp": 0}', check=False
            )
        assert wait_for(lambda: counts(connection) == COUNTED, 2 * SECONDS, pause=0.5)
    visitor = Visitor(served.address)
    visitor.log_in(*one.login())
    assert "/commit/" not in visitor.get(address).text
    one.run("import", str(WORKBOOK), "--settle", "best")
    with one.database() as connection:
        assert counts(connection) == COUNTED
