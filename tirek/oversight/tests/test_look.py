"""What is strange is found inside the database, and no name comes out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.utils import timezone

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.cases.tests import make as cases
from tirek.gate.acting import act_as
from tirek.oversight import looking
from tirek.oversight.models import Finding
from tirek.oversight.surnames import spellings
from tirek.oversight.tests.make import read
from tirek.people.models import Person
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db(transaction=True)
ALMATY = ZoneInfo("Asia/Almaty")


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def auditor(worker: Worker) -> Worker:
    return staff.worker("auditor", of=worker.agency, name="Ким Вера", roles=["auditor"])


def noon(days_ago: int = 1) -> datetime:
    """Noon in the oblast, some days ago."""
    today = timezone.now().astimezone(ALMATY)
    return today.replace(hour=12, minute=0) - timedelta(days=days_ago)


def found(addresses: Any, by: Worker, *, until: datetime | None = None) -> dict[str, int]:
    """Look as the job worker's role does, now or as at a moment; what its agency's overseer then sees."""
    words = [(one.pk, word) for one in Worker.objects.all() for word in spellings(one.name)]
    end = until or timezone.now()
    with psycopg.connect(addresses.worker) as job:
        job.execute(
            "SELECT authz.look_for_findings(%s, %s, %s::uuid[], %s::text[])",
            [end - looking.BACK, end, [pk for pk, _ in words], [word for _, word in words]],
        )
    with act_as(by.actor):
        return {one.kind: one.count for one in Finding.objects.all()}


def entrant(worker: Worker, name: str = "Ким Олег") -> Person:
    person = people.person(worker, name)
    with act_as(worker.actor):
        cases.application(worker, person)
    return person


def test_an_ordinary_day_is_not_strange(worker: Worker, auditor: Worker, addresses: Any) -> None:
    person = entrant(worker)
    read(addresses, worker, noon(), person.id, times=4)
    read(addresses, worker, noon(), action="search", times=30)
    assert found(addresses, auditor) == {}


@pytest.mark.parametrize("surname", ["Смағұлов", "Смагулова", "Смағұлова"])
def test_a_person_of_the_same_surname(worker: Worker, auditor: Worker, addresses: Any, surname: str) -> None:
    person = entrant(worker, f"{surname} Ержан")
    read(addresses, worker, noon(), person.id, times=2)
    assert found(addresses, auditor) == {"same_surname": 2}


def test_a_person_without_an_open_case(worker: Worker, auditor: Worker, addresses: Any) -> None:
    read(addresses, worker, noon(), people.person(worker, "Ким Олег").id)
    refused = people.person(worker, "Пак Инна")
    with act_as(worker.actor):
        cases.application(worker, refused, entered=False, reason_id=cases.reason().pk)
    read(addresses, worker, noon(), refused.id)
    assert found(addresses, auditor) == {"no_open_case": 1}
    with act_as(auditor.actor):
        assert Finding.objects.count() == 2


def test_people_opened_at_night(worker: Worker, auditor: Worker, addresses: Any) -> None:
    person = entrant(worker)
    late = noon().replace(hour=23)
    read(addresses, worker, late - timedelta(days=1), person.id, times=3)
    read(addresses, worker, late - timedelta(hours=18), person.id, times=4)
    assert found(addresses, auditor, until=noon()) == {"at_night": 7}


def test_very_many_searches_in_an_hour(worker: Worker, auditor: Worker, addresses: Any) -> None:
    read(addresses, worker, noon(), action="search", times=31)
    assert found(addresses, auditor) == {"many_searches": 31}


def test_people_opened_and_nothing_done(worker: Worker, auditor: Worker, addresses: Any) -> None:
    idle = [entrant(worker, f"Ким Олег {number}") for number in range(5)]
    for person in idle:
        read(addresses, worker, noon(8) + timedelta(minutes=1), person.id)
    assert found(addresses, auditor) == {"nothing_done": 5}


def test_whoever_did_something_is_left_alone(worker: Worker, auditor: Worker, addresses: Any) -> None:
    for number in range(5):
        person = entrant(worker, f"Ким Олег {number}")
        read(addresses, worker, noon(8), person.id)
        with psycopg.connect(addresses.admin) as admin:
            admin.execute(
                "INSERT INTO audit_journalentry (at, actor_id, agency_id, action, subject_kind, subject_id, person_id, detail)"
                " VALUES (%s, %s, %s, 'services.record', '', '', %s, '{}')",
                [noon(5), worker.id, worker.agency_id, person.id],
            )
    assert found(addresses, auditor) == {}


def test_what_was_found_is_not_found_twice(worker: Worker, auditor: Worker, addresses: Any) -> None:
    read(addresses, worker, noon(), action="search", times=40)
    found(addresses, auditor)
    read(addresses, worker, noon(), action="search", times=5)
    assert found(addresses, auditor) == {"many_searches": 45}
    with act_as(auditor.actor):
        assert Finding.objects.count() == 1


def test_findings_are_the_overseers_of_the_agency(worker: Worker, auditor: Worker, addresses: Any) -> None:
    read(addresses, worker, noon(), action="search", times=40)
    assert found(addresses, auditor)
    social = staff.worker("social", of=worker.agency, roles=["social_worker"])
    other = staff.worker("other", of=staff.agency("Другой фонд"), roles=["auditor"])
    for one in (social, other):
        with act_as(one.actor):
            assert not Finding.objects.exists()


def test_the_web_server_cannot_look(addresses: Any, worker: Worker) -> None:
    with (
        psycopg.connect(addresses.app) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute("SELECT authz.look_for_findings(now(), now(), '{}', '{}')")


def test_a_surname_is_looked_for_in_every_spelling() -> None:
    assert {"Смағұлов", "Смагулова"} <= spellings("Айгүл Смағұлова")
    assert spellings("") == set()
