"""Reads of the program in a large register, beside the primary-key floor; run inside an installation's environment, prints JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import psycopg

from bench.filling import Register, fill
from bench.measuring import median
from bench.people import Invented, invent
from tirek.config.installation import ready
from tirek.machine.database import Connections, django_settings

AGENCIES = 60
SMALL = 100
LARGE_SHARE = 10
"""The large agency registered so many times less than all agencies together."""
PASSWORD = "only for the bench"
SAMPLE = 300
ON_A_PAGE = 25
FLOOR = "floor"


def measure(people: int, permits: int, rounds: int) -> dict[str, Any]:
    """Fill the register, then time the floor and each read by turns, as a worker of a small agency and of a large one."""
    with ready() as connections:
        from django.db import connections as opened

        from tirek.gate.categories import OWN

        small, large, *others = _agencies()
        counts = {small.agency_id: SMALL, large.agency_id: people // LARGE_SHARE}
        rest, more = divmod(people - sum(counts.values()), len(others))
        counts |= {agency: rest + (place < more) for place, agency in enumerate(others)}
        measured = [small.agency_id, large.agency_id]
        began = time.perf_counter()
        with psycopg.connect(str(connections.admin), autocommit=True) as admin:
            fill(admin, Register(counts, permits // len(OWN) - people, sealed_apart=measured))
        filled = time.perf_counter() - began
        opened.databases[FLOOR] = opened.databases["default"] | django_settings(connections.backup)
        of = {name: _Reads(worker, connections) for name, worker in (("small", small), ("large", large))}
        times = {name: one.times(rounds) for name, one in of.items()}
        said = {"filled": filled, "permits": _permits(connections), "times": times}
        return said | {"login": large.user.username, "people": [str(one) for one in of["large"].people]}


def _permits(connections: Connections) -> int:
    with psycopg.connect(connections.backup) as backup:
        row = backup.execute("SELECT count(*) FROM gate_permit").fetchone()
    return int(row[0]) if row else 0


def _agencies() -> list[Any]:
    """Workers of the small and of the large agency, and the ids of all the others."""
    from tirek.agencies.actions import hire, name_agency
    from tirek.agencies.models import Agency
    from tirek.agencies.roles import FIRST
    from tirek.audit.actors import MACHINE

    named = [name_agency(name=f"Организация {n}", kind=Agency.Kind.NGO, by=MACHINE) for n in range(AGENCIES)]
    hired = [
        hire(login=login, password=PASSWORD, name=login, agency=agency, roles=FIRST, by=MACHINE)
        for login, agency in zip(("small", "large"), named, strict=False)
    ]
    return [*hired, *(agency.id for agency in named[2:])]


class _Reads:
    """The reads of one agency: those of the card, the list and the two searches, and the floor's."""

    def __init__(self, worker: Any, connections: Connections) -> None:
        from tirek.gate import vault
        from tirek.gate.acting import act_as
        from tirek.people.queries import people_of

        self.worker, self.agency = worker, worker.agency_id
        with act_as(worker.actor):
            self.people: Sequence[UUID] = list(
                people_of(self.agency).order_by("id").values_list("id", flat=True)[:SAMPLE]
            )
            self.who: Sequence[Invented] = invent(len(self.people), seed=len(self.people))
            vault.put_many(
                vault.build(vault.IIN, one.iin, person=person)
                for person, one in zip(self.people, self.who, strict=True)
            )

    def times(self, rounds: int) -> dict[str, float]:
        """Medians of the floor and of every read, asked one after another within every round, in the actor's transaction."""
        from tirek.gate.acting import act_as

        reads: dict[str, Callable[[int], Any]] = {
            "floor": self._floor,
            "card": self._card,
            "list": lambda number: self._list(""),
            "name": lambda number: self._list(_beginning(self.who[number])),
            "iin": lambda number: self._list(self.who[number].iin),
        }
        found: dict[str, list[float]] = {name: [] for name in reads}
        for number in range(rounds + 5):
            with act_as(self.worker.actor):
                for name, read in reads.items():
                    began = time.perf_counter()
                    read(number % len(self.people))
                    found[name].append(time.perf_counter() - began)
        return {name: median(each[5:]) for name, each in found.items()}

    def _floor(self, number: int) -> None:
        from tirek.people.models import Person

        Person.objects.using(FLOOR).get(pk=self.people[number])

    def _card(self, number: int) -> None:
        from tirek.people.queries import opened

        assert opened(self.people[number]) is not None

    def _list(self, text: str) -> None:
        from django.test import RequestFactory

        from tirek.desk.queries import listed
        from tirek.ui.paging import paginate_by_key

        own, shared = listed(self.agency, text, "")
        page = paginate_by_key(RequestFactory().get("/people/"), own, "sort_key", size=ON_A_PAGE, also=shared)
        assert page or (text and not text.isdigit())


def _beginning(one: Invented) -> str:
    return f"{one.surname} {one.given[:2]}"


if __name__ == "__main__":
    print(json.dumps(measure(*(int(word) for word in sys.argv[1:4]))))
