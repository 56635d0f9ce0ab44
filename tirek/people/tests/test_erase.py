"""Whoever is erased is nowhere to be read any more, and nobody else may erase."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils.timezone import localdate

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.gate import vault
from tirek.gate.acting import act_as
from tirek.gate.ciphers import DoesNotOpen
from tirek.people import actions, matching
from tirek.people.models import Erasure, Person
from tirek.people.tests import make

GROUND = "заявление человека, статья 18 закона о персональных данных"


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def person(worker: Worker) -> Person:
    return make.nurlan(worker)


def everything_in_text(admin_url: str) -> str:
    """Every row of every table as text."""
    with psycopg.connect(admin_url) as admin:
        tables = [
            row[0] for row in admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
        return "\n".join(
            str(row[0])
            for table in tables
            for row in admin.execute(f'SELECT one::text FROM "{table}" one'.encode())
        )


@pytest.mark.django_db(transaction=True)
def test_nothing_readable_is_left_of_an_erased_person(worker: Worker, addresses: Any) -> None:
    person = make.nurlan(worker)
    before = everything_in_text(addresses.admin)
    assert "Ғабитұлы" in before
    assert make.IIN not in before
    actions.erase(person=person, ground=GROUND, by=worker.actor)
    after = everything_in_text(addresses.admin)
    for word in ("Ғабитұлы", "Серікұлы", "габитулы", "нурлан", "1989-03-08", make.IIN):
        assert word not in after, word
    assert (
        Erasure.objects.count() == 0
    )  # who was erased is no longer seen, not even by the agency that erased
    assert str(person.pk) in after


@pytest.mark.django_db
def test_an_erased_person_is_found_by_nothing(worker: Worker, person: Person) -> None:
    subject = matching.subject_of(name=person.name, birth_on=date(1989, 3, 8), iin=make.IIN)
    assert matching.find(subject).outcome == "same"
    actions.erase(person=person, ground=GROUND, by=worker.actor)
    assert matching.find(subject).outcome == "new"
    assert matching._counts([subject]) == {}


@pytest.mark.django_db
def test_nothing_is_sealed_for_an_erased_person(worker: Worker, person: Person) -> None:
    actions.erase(person=person, ground=GROUND, by=worker.actor)
    with pytest.raises((DoesNotOpen, ProgrammingError)), transaction.atomic():
        vault.put(vault.PHONE, "+7 701 000 00 00", person=person.pk)


@pytest.mark.django_db
def test_another_agency_erases_nobody(worker: Worker, person: Person) -> None:
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor), pytest.raises(ProgrammingError, match="not the agency"), transaction.atomic():
        actions.erase(person=person, ground=GROUND, by=other.actor)


@pytest.mark.django_db
@pytest.mark.parametrize("until", [None, localdate() + timedelta(days=1)])
def test_a_legal_hold_forbids_erasure(worker: Worker, person: Person, until: date | None) -> None:
    actions.hold(person=person, ground="определение суда", until=until, by=worker.actor)
    with pytest.raises(actions.HeldByLaw):
        actions.erase(person=person, ground=GROUND, by=worker.actor)
    with (
        pytest.raises(DatabaseError, match="legal hold"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT authz.erase_person(%s, %s, '{}', '{}')", [person.pk, GROUND])


@pytest.mark.django_db
def test_a_hold_that_is_over_forbids_nothing(worker: Worker, person: Person) -> None:
    actions.hold(person=person, ground="определение", until=localdate() - timedelta(days=1), by=worker.actor)
    actions.erase(person=person, ground=GROUND, by=worker.actor)
