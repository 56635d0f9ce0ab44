"""A correction: the register shows what is right, and nothing a source said is lost."""

from __future__ import annotations

import pytest

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import JournalEntry
from tirek.gate import vault
from tirek.gate.fetching import fetch
from tirek.people import actions, matching, queries
from tirek.people.models import Person
from tirek.people.tests import make

pytestmark = pytest.mark.django_db
RIGHT_IIN = "890308399007"


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def person(worker: Worker) -> Person:
    return make.nurlan(worker)


def correct(person: Person, by: Worker, iin: str) -> None:
    actions.correct(
        person=person,
        name=person.name,
        birth_on=person.birth_on,
        birth_year=None,
        sex="m",
        iin=iin,
        by=by.actor,
    )


def held(person: Person, kind: str) -> list[str]:
    return fetch(vault.held_of([person.id], [kind])).get(kind, [])


def test_a_right_iin_takes_the_place_of_the_wrong_one(worker: Worker, person: Person) -> None:
    correct(person, worker, RIGHT_IIN)
    assert held(person, vault.IIN) == [RIGHT_IIN]
    assert queries.iin_of([person.id]) == RIGHT_IIN


def test_the_wrong_iin_is_kept_as_what_was_said_once(worker: Worker, person: Person) -> None:
    correct(person, worker, RIGHT_IIN)
    assert held(person, vault.FORMER_IIN) == [make.IIN]


def test_nobody_is_found_by_an_iin_that_was_wrong(worker: Worker, person: Person) -> None:
    correct(person, worker, RIGHT_IIN)
    assert not queries.search(queries.people_of(worker.agency_id), make.IIN).exists()
    assert queries.search(queries.people_of(worker.agency_id), RIGHT_IIN).get() == person
    assert matching.find(matching.subject_of(name="Ким Олег", iin=make.IIN)).outcome == "new"
    assert matching.find(matching.subject_of(name="Серікұлы О.", iin=RIGHT_IIN)).outcome == "same"


def test_an_iin_may_be_corrected_there_and_back(worker: Worker, person: Person) -> None:
    for iin in (RIGHT_IIN, make.IIN, RIGHT_IIN):
        correct(person, worker, iin)
    assert held(person, vault.IIN) == [RIGHT_IIN]
    assert held(person, vault.FORMER_IIN) == [make.IIN, RIGHT_IIN, make.IIN]


@pytest.mark.parametrize("iin", ["", make.IIN, "890308399988"])
def test_no_other_valid_iin_leaves_the_known_one(worker: Worker, person: Person, iin: str) -> None:
    correct(person, worker, iin)
    assert held(person, vault.IIN) == [make.IIN]
    assert held(person, vault.FORMER_IIN) == []


def test_the_wrong_iin_of_a_joined_record_goes_too(worker: Worker, person: Person) -> None:
    first = make.person(worker, "Серикулы Нурлан")
    Person.objects.filter(pk=person.pk).update(canonical=first)
    correct(first, worker, RIGHT_IIN)
    assert queries.iin_of([first.id, person.id]) == RIGHT_IIN
    assert held(person, vault.IIN) == []


def test_the_journal_says_that_an_iin_was_replaced_and_not_which(worker: Worker, person: Person) -> None:
    correct(person, worker, RIGHT_IIN)
    assert JournalEntry.objects.get(action="people.correct").detail == {"replaced": ["iin"]}


def test_phones_are_added_by_a_correction(worker: Worker, person: Person) -> None:
    actions.correct(
        person=person,
        name=person.name,
        birth_on=person.birth_on,
        birth_year=None,
        sex="m",
        phones=("+7 705 111 11 11",),
        by=worker.actor,
    )
    assert fetch(queries.reached([person.id])).phones == ["+7 701 000 00 00", "+7 705 111 11 11"]
