"""Demo or real: the one becomes the other and never the other way, and whatever is not certainly a demo is real."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import psycopg
import pytest
from django.db import Error, connection, transaction

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.gate import installation
from tirek.gate.models import Installation
from tirek.machine.database import Connections
from tirek.people import actions
from tirek.people.models import Person
from tirek.people.registering import Sighting
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


def valid(first_eleven: str) -> str:
    """An IIN with its check digit."""
    for weights in (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
        rest = sum(int(digit) * weight for digit, weight in zip(first_eleven, weights, strict=True)) % 11
        if rest < 10:
            return f"{first_eleven}{rest}"
    raise AssertionError(first_eleven)


def test_tests_run_as_a_demo_that_becomes_real() -> None:
    assert installation.is_demo() and installation.is_settled()
    assert installation.found_real()
    assert not installation.is_demo()
    assert not installation.found_real(), "said twice it is no news"


@pytest.mark.django_db(transaction=True)
def test_without_the_row_it_is_real(addresses: Connections) -> None:
    with psycopg.connect(addresses.admin or "", options="-c session_replication_role=replica") as admin:
        admin.execute("DELETE FROM gate_installation")
    assert not installation.is_demo() and not installation.is_settled()
    assert installation.found_real() and not installation.is_demo()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE gate_installation SET kind = 'demo'",
        "DELETE FROM gate_installation",
        "INSERT INTO gate_installation (id, kind, since) VALUES (1, 'demo', now()) ON CONFLICT (id) DO UPDATE SET kind = 'demo'",
        "TRUNCATE gate_installation",
    ],
)
@pytest.mark.parametrize("role", ["app", "worker", "migrator"])
@pytest.mark.django_db(transaction=True)
def test_nobody_turns_a_real_one_back(addresses: Connections, statement: str, role: str) -> None:
    installation.found_real()
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(getattr(addresses, role), autocommit=True) as database, refused:
        database.execute(statement.encode())
    assert not installation.is_demo()


@pytest.mark.parametrize("role", ["app", "worker", "report"])
@pytest.mark.django_db(transaction=True)
def test_a_demo_is_begun_by_the_owner_alone(addresses: Connections, role: str) -> None:
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(getattr(addresses, role), autocommit=True) as database, refused:
        database.execute("SELECT authz.begin_demo()")


@pytest.mark.django_db(transaction=True)
def test_no_demo_begins_where_somebody_is_registered(addresses: Connections, worker: Worker) -> None:
    people.person(worker)
    with psycopg.connect(addresses.admin or "", options="-c session_replication_role=replica") as admin:
        admin.execute("DELETE FROM gate_installation")
    with psycopg.connect(addresses.migrator, autocommit=True) as owner:
        assert owner.execute("SELECT authz.begin_demo()").fetchone() == (False,)
    assert not installation.is_demo()


@pytest.mark.django_db(transaction=True)
def test_a_real_one_is_asked_once_a_process_and_a_demo_each_time(
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    with django_assert_num_queries(2):
        assert installation.is_demo() and installation.is_demo()
    installation.found_real()
    with django_assert_num_queries(1):
        assert not installation.is_demo() and not installation.is_demo()


def test_what_a_rollback_takes_back_is_not_remembered() -> None:
    with transaction.atomic():
        installation.found_real()
        assert not installation.is_demo()
        transaction.set_rollback(True)
    assert installation.is_demo()


def test_there_is_one_row() -> None:
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO gate_installation (id, kind, since) VALUES (2, 'demo', now())")
    assert Installation.objects.count() == 1


def test_an_invented_person_leaves_the_demo_one(worker: Worker) -> None:
    people.nurlan(worker)
    people.person(worker, name="Ким Олег")
    assert installation.is_demo()


def test_the_first_real_iin_ends_the_demo(worker: Worker) -> None:
    people.person(worker, iin=valid("89030830012"))
    assert not installation.is_demo()


def test_a_real_iin_learned_later_ends_the_demo_too(worker: Worker) -> None:
    known: Person = people.nurlan(worker)
    said = Sighting(person_id=known.id, name="Серикулы Нурлан", iin=valid("89030830012"))
    actions.note_sightings(sightings=[said], by=worker.actor)
    assert not installation.is_demo()


def test_what_is_taken_for_invented() -> None:
    assert installation.is_invented(people.IIN)
    assert not installation.is_invented(valid("89030830012"))
    assert not installation.is_invented("") and not installation.is_invented("99")
    assert not installation.is_invented(f" {people.IIN}")
