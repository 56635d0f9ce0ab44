"""The first person who is not invented ends a demo, and no demo begins where somebody is registered."""

from __future__ import annotations

import psycopg
import pytest

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.gate import installation
from tirek.machine.database import Connections
from tirek.people import actions
from tirek.people.models import Person
from tirek.people.registering import Sighting
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.mark.django_db(transaction=True)
def test_no_demo_begins_where_somebody_is_registered(addresses: Connections, worker: Worker) -> None:
    people.person(worker)
    with psycopg.connect(addresses.admin or "", options="-c session_replication_role=replica") as admin:
        admin.execute("DELETE FROM gate_installation")
    with psycopg.connect(addresses.migrator, autocommit=True) as owner:
        assert owner.execute("SELECT authz.begin_demo()").fetchone() == (False,)
    assert not installation.is_demo()


def test_an_invented_person_leaves_the_demo_one(worker: Worker) -> None:
    people.nurlan(worker)
    people.person(worker, name="Ким Олег")
    assert installation.is_demo()


def test_the_first_real_iin_ends_the_demo(worker: Worker) -> None:
    people.person(worker, iin=people.REAL_LOOKING_IIN)
    assert not installation.is_demo()


def test_a_real_iin_learned_later_ends_the_demo_too(worker: Worker) -> None:
    known: Person = people.nurlan(worker)
    said = Sighting(person_id=known.id, name="Серикулы Нурлан", iin=people.REAL_LOOKING_IIN)
    actions.note_sightings(sightings=[said], by=worker.actor)
    assert not installation.is_demo()


def test_what_is_taken_for_invented() -> None:
    assert installation.is_invented(people.IIN)
    assert not installation.is_invented(people.REAL_LOOKING_IIN)
    assert not installation.is_invented("") and not installation.is_invented("99")
    assert not installation.is_invented(f" {people.IIN}")
