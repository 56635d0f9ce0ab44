"""The access log: in the reader's own name, in the reading's own transaction, read by those whom it concerns."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit import readings
from tirek.audit.models import Reading
from tirek.audit.readings import Action, Purpose
from tirek.gate.acting import act_as
from tirek.people.models import Person
from tirek.people.tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def person(worker: Worker) -> Person:
    return make.nurlan(worker)


def test_a_reading_is_one_statement(
    worker: Worker, person: Person, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        readings.note(Action.OPEN, person=person.id, by=worker.actor)
    one = Reading.objects.get()
    assert (one.worker_id, one.agency_id, one.person_id) == (worker.id, worker.agency_id, person.id)
    assert (one.action, one.purpose, one.basis, one.rows, one.category) == ("open", "help", "own", 1, 1)


def test_several_people_are_a_row_each(worker: Worker, person: Person) -> None:
    another = make.person(worker, "Ким Олег")
    readings.note(Action.OPEN, people=[person.id, another.id], purpose=Purpose.IMPORT, by=worker.actor)
    assert set(Reading.objects.values_list("person_id", flat=True)) == {person.id, another.id}


def test_nobody_writes_in_anothers_name(worker: Worker) -> None:
    for forged in (replace(worker.actor, id=uuid4()), replace(worker.actor, agency_id=uuid4())):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            readings.note(Action.OPEN, by=forged)


@pytest.mark.parametrize("change", ["UPDATE audit_reading SET rows = 2", "DELETE FROM audit_reading"])
def test_a_reading_can_neither_be_changed_nor_deleted(worker: Worker, change: str) -> None:
    readings.note(Action.OPEN, by=worker.actor)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_log_is_read_by_overseers_and_by_whoever_sees_the_person(worker: Worker, person: Person) -> None:
    readings.note(Action.OPEN, person=person.id, by=worker.actor)
    readings.note(Action.SEARCH, rows=3, by=worker.actor)
    auditor = staff.worker("auditor", of=worker.agency, roles=["auditor"])
    colleague = staff.worker("colleague", of=worker.agency, roles=["social_worker"])
    stranger = staff.worker("stranger", of=staff.agency("Другой фонд"))
    seen = {}
    for one in (auditor, colleague, stranger):
        with act_as(one.actor):
            seen[one.user.username] = set(Reading.objects.values_list("action", flat=True))
    assert seen == {"auditor": {"open", "search"}, "colleague": {"open"}, "stranger": set()}


@pytest.mark.django_db(transaction=True)
def test_a_reading_outside_a_transaction_is_an_error(worker: Worker) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        readings.note(Action.OPEN, by=worker.actor)


@pytest.mark.django_db(transaction=True)
def test_what_was_read_in_vain_leaves_no_row(worker: Worker) -> None:
    def fail() -> None:
        with act_as(worker.actor):
            readings.note(Action.OPEN, by=worker.actor)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not Reading.objects.exists()
