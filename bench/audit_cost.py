"""What the access log costs a page, and a seal over many rows; run inside an installation's environment, prints JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg

from bench.measuring import median
from tirek.config.installation import ready
from tirek.machine.database import Connections

PAGES = 300


def measure(rows: int) -> dict[str, float]:
    """Medians of a page's reads without and with the log, by turns; then a seal and a verification of so many rows."""
    with ready() as connections:
        return _pages() | _seals(connections, rows)


def _pages() -> dict[str, float]:
    from tirek.agencies.queries import worker_called
    from tirek.audit import readings
    from tirek.audit.readings import Action
    from tirek.desk.page import page_of
    from tirek.gate.acting import act_as
    from tirek.people import queries as people
    from tirek.people.models import Person

    actor = worker_called().actor
    with act_as(actor):
        ids = list(Person.objects.canonical().values_list("id", flat=True)[:PAGES])

    def read(person: UUID, *, is_noted: bool) -> None:
        with act_as(actor):
            found = people.opened(person)
            assert found is not None
            page_of(found)
            if is_noted:
                readings.note(Action.OPEN, person=person, by=actor)

    times: dict[bool, list[float]] = {False: [], True: []}
    for person in ids:
        for is_noted in times:
            times[is_noted].append(_seconds(lambda: read(person, is_noted=is_noted)))  # noqa: B023
    return {"without": median(times[False]), "with": median(times[True])}


def _seals(connections: Connections, rows: int) -> dict[str, float]:
    from tirek.audit.sealing import seal
    from tirek.audit.verifying import verify
    from tirek.config.keys import seeing_all
    from tirek.gate.ciphers import ring

    assert connections.admin is not None
    keys = ring()
    with seeing_all(connections.migrator) as database, database.cursor() as cursor:
        with database.transaction():
            seal(cursor, keys)  # what import and report have written is not what is measured
        before = _seconds(lambda: verify(cursor, keys))
        with psycopg.connect(connections.admin) as admin:
            admin.execute(
                "INSERT INTO audit_reading (at, worker_id, agency_id, person_id, category, action, purpose, basis, rows,"
                " request) SELECT clock_timestamp(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, 'open',"
                " 'help', 'own', 1, repeat('x', 32) FROM generate_series(1, %s)",
                [rows],
            )

        def make() -> Any:
            with database.transaction():
                return seal(cursor, keys)

        sealed = _seconds(make)
        return {"seal": sealed, "verify": _seconds(lambda: verify(cursor, keys)) - before}


def _seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
