"""Many readers at once over few pooled connections, with errors among them: nobody ever reads another agency's people.

`TIREK_LEAK_REQUESTS=100000 pytest tests/access/test_leaks.py` makes the number of the target.
"""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.gate.acting import act_as
from tirek.gate.tests.stay import leave
from tirek.people.tests import make as people

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.access.leaking_urls")]
REQUESTS: Final = int(os.environ.get("TIREK_LEAK_REQUESTS", "1200"))
READERS: Final = 6
CONNECTIONS: Final = 3
MARKERS: Final = ("Алмабаев", "Бурабаев", "Гүлбаев", "Дарибаев")
NAMED: Final = re.compile("|".join(MARKERS))


@dataclass
class Reader:
    """A worker of one agency, the marker of its people and their pages."""

    worker: Worker
    marker: str
    pages: list[str]
    others: list[str] = field(default_factory=list)
    cookies: str = ""


@pytest.fixture
def pooled() -> Iterator[None]:
    """Few connections for many readers: each is used by one agency after the other."""
    settings = connections.settings["default"]
    options, usual_age = settings["OPTIONS"], settings["CONN_MAX_AGE"]
    connection.close()
    settings["CONN_MAX_AGE"], options["pool"] = 0, {"min_size": 1, "max_size": CONNECTIONS, "timeout": 60}
    try:
        yield
    finally:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        settings["CONN_MAX_AGE"] = usual_age
        del options["pool"]


@pytest.fixture
def readers() -> list[Reader]:
    made = []
    for place, marker in enumerate(MARKERS):
        worker = staff.worker(f"reader{place}", of=staff.agency(f"Читатели {place}"))
        with act_as(worker.actor):
            known = [people.person(worker, f"{marker} Нұрлан {n}") for n in range(4)]
        pages = [reverse("desk:person", args=[one.id]) for one in known]
        made.append(Reader(worker, marker, pages))
    for one in made:
        one.others = [page for other in made if other is not one for page in other.pages]
        client = Client()
        client.force_login(one.worker.user)
        one.cookies = client.cookies.output(header="", sep=";")
    leave()
    return made


def _read(number: int, readers: list[Reader]) -> Counter[str]:
    """One reader's requests, at random; what was seen and what should not have been."""
    chance = random.Random(number)
    clients = [(one, Client(raise_request_exception=False)) for one in readers]
    for one, client in clients:
        client.cookies.load(one.cookies)  # one session of a worker, in all threads at once
    met: Counter[str] = Counter()
    for _ in range(REQUESTS // READERS):
        one, client = chance.choice(clients)
        kind = chance.choices(["seen", "stumble", "list", "own", "other", "wrong"], [12, 4, 1, 1, 1, 1])[0]
        address, status = {
            "seen": ("/seen/", 200),
            "stumble": ("/stumble/", 500),
            "list": (reverse("desk:people"), 200),
            "own": (chance.choice(one.pages), 200),
            "other": (chance.choice(one.others), 404),
            "wrong": (reverse("desk:people") + "?after=nonsense", None),
        }[kind]
        answer = client.get(address)
        connection.close()
        text = answer.content.decode()
        met[kind] += 1
        met["foreign"] += sum(marker != one.marker for marker in NAMED.findall(text))
        met["odd"] += status is not None and answer.status_code != status
        met["missing"] += kind == "seen" and text.count(one.marker) != len(one.pages)
    return met


def test_no_reader_ever_sees_another_agencys_people(pooled: None, readers: list[Reader]) -> None:
    with ThreadPoolExecutor(READERS) as threads:
        met = sum(threads.map(_read, range(READERS), [readers] * READERS), Counter[str]())
    assert met["foreign"] == 0 and met["odd"] == 0 and met["missing"] == 0, met
    assert met["seen"] and met["stumble"] and met["other"], met
