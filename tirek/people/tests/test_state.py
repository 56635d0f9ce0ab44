"""What sources say is kept beside what is shown: by whom, of which kind, and findable; choosing another loses nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import JournalEntry
from tirek.gate.acting import act_as
from tirek.gate.fetching import fetch
from tirek.people import actions, matching, queries, stating
from tirek.people.beside import shown_before
from tirek.people.models import MatchDecision, NameKind, Person, PersonRecord
from tirek.people.registering import Sighting, Statement
from tirek.people.tests import make

pytestmark = pytest.mark.django_db
BORN = date(1990, 5, 5)


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def woman(worker: Worker) -> Person:
    return make.person(worker, "Ахметова Айгүл Болатқызы", birth_on=BORN, sex="f")


def state(person: Person, by: Worker, name: str = "Серікова Айгүл Болатқызы", **said: object) -> PersonRecord:
    return stating.state(person=person, said=Statement(name=name, **said), by=by.actor)  # type: ignore[arg-type]


def asked(name: str, birth_on: date | None = BORN) -> list[str]:
    """Outcome, and why the first was found."""
    found = matching.find(matching.subject_of(name=name, birth_on=birth_on))
    return [found.outcome, *(reason.code for reason in (found.best.score.reasons if found.best else ()))]


def test_a_woman_is_found_by_her_name_before_marriage_with_all_the_evidence(
    worker: Worker, woman: Person
) -> None:
    assert "surname_changed" in asked("Серикова Айгуль Болатовна")
    state(woman, worker, name_kind=NameKind.MAIDEN, name_to_on=date(2012, 6, 1))
    found = asked("Серикова Айгуль Болатовна")
    assert {"surname_equal", "given_equal", "patronymic_equal", "birth_equal"} <= set(found)
    assert found[0] == "same"


def test_a_statement_changes_nothing_that_is_shown(worker: Worker, woman: Person) -> None:
    state(woman, worker, birth_on=date(1987, 5, 5))
    woman.refresh_from_db()
    assert (woman.name, woman.birth_on) == ("Ахметова Айгүл Болатқызы", BORN)


def test_a_statement_keeps_its_source_its_day_and_who_entered_it(worker: Worker, woman: Person) -> None:
    record = state(
        woman,
        worker,
        name_kind=NameKind.MAIDEN,
        name_from_on=BORN,
        name_to_on=date(2012, 6, 1),
        source="paper",
        told_by="свидетельство о браке",
        told_on=date(2012, 6, 2),
    )
    said = next(one for one in fetch(queries.spellings_of([woman.id])) if one.id == record.id)
    assert (said.source, said.told_by, said.told_on) == ("paper", "свидетельство о браке", date(2012, 6, 2))
    assert (said.name_kind, said.name_from_on, said.name_to_on) == ("maiden", BORN, date(2012, 6, 1))
    assert (said.worker, said.agency) == (worker.name, worker.agency.name)
    assert MatchDecision.objects.get(record=record).outcome == MatchDecision.Outcome.CHOSEN
    assert JournalEntry.objects.get(action="people.state").person_id == woman.id


def test_a_name_alone_is_no_source_of_the_birth_date(worker: Worker, woman: Person) -> None:
    record = state(woman, worker, name_kind=NameKind.FORMER)
    assert (record.is_name_only, record.birth_on, record.sex) == (True, BORN, "f")
    assert stating.said_in(record) == [stating.NAME]


def test_a_corrected_birth_date_is_carried_to_the_names_that_came_without_one(
    worker: Worker, woman: Person
) -> None:
    state(woman, worker, name_kind=NameKind.FORMER)
    right = date(1987, 11, 2)
    actions.correct(person=woman, name=woman.name, birth_on=right, birth_year=None, sex="f", by=worker.actor)
    found = asked("Серикова Айгуль Болатовна", right)
    assert {"surname_equal", "birth_equal"} <= set(found)


def test_the_same_statement_sent_twice_stands_once(worker: Worker, woman: Person) -> None:
    said = Statement(name="Серікова Айгүл")
    for _ in range(2):
        stating.state(person=woman, said=said, by=worker.actor)
    assert PersonRecord.objects.filter(person=woman).count() == 2


def test_a_chosen_value_is_shown_and_the_former_one_is_kept_with_who_and_when(
    worker: Worker, woman: Person
) -> None:
    record = state(woman, worker, birth_on=date(1987, 5, 5), sex="f")
    stating.choose(person=woman, record=record, what=[stating.BIRTH], by=worker.actor)
    woman.refresh_from_db()
    assert (woman.birth_on, woman.birth_year, woman.name) == (
        date(1987, 5, 5),
        1987,
        "Ахметова Айгүл Болатқызы",
    )
    before = fetch(shown_before(woman.id))[0]
    assert (before.birth_on, before.worker, before.agency_id) == (BORN, worker.name, worker.agency_id)
    assert JournalEntry.objects.get(action="people.choose").detail == {"shown": ["birth"]}


def test_a_chosen_name_is_sorted_and_searched(worker: Worker, woman: Person) -> None:
    record = state(woman, worker)
    stating.choose(person=woman, record=record, what=[stating.NAME], by=worker.actor)
    assert queries.search(queries.people_of(worker.agency_id), "Серикова").get() == woman
    assert "surname_equal" in asked("Ахметова Айгүл Болатқызы")


def test_choosing_there_and_back_ends_where_it_began(worker: Worker, woman: Person) -> None:
    first, other = PersonRecord.objects.get(person=woman), state(woman, worker, birth_on=date(1987, 5, 5))
    was = Person.objects.filter(pk=woman.pk).values().get()
    for record in (other, first):
        stating.choose(person=woman, record=record, what=[stating.NAME, stating.BIRTH], by=worker.actor)
    assert Person.objects.filter(pk=woman.pk).values().get() == was
    assert PersonRecord.objects.filter(person=woman).count() == 2


def test_what_a_source_does_not_say_cannot_be_shown(worker: Worker, woman: Person) -> None:
    record = state(woman, worker)
    for what in ([stating.BIRTH], [stating.NAME, stating.SEX], []):
        with pytest.raises(stating.NothingSaid):
            stating.choose(person=woman, record=record, what=what, by=worker.actor)


def test_a_statement_of_somebody_else_is_not_chosen(worker: Worker, woman: Person) -> None:
    stranger = PersonRecord.objects.get(person=make.person(worker, "Ким Олег"))
    with pytest.raises(stating.NotTheirs):
        stating.choose(person=woman, record=stranger, what=[stating.NAME], by=worker.actor)


def test_an_agency_without_a_permit_adds_nothing(worker: Worker, woman: Person) -> None:
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor), pytest.raises(DatabaseError), transaction.atomic():
        state(woman, other)


def test_an_import_that_tells_the_birth_date_of_a_former_name_is_a_source_of_its_own(
    worker: Worker, woman: Person
) -> None:
    state(woman, worker, name_kind=NameKind.FORMER)
    told = Sighting(person_id=woman.id, name="Серікова Айгүл Болатқызы", birth_on=BORN, source="services")
    assert actions.note_sightings(sightings=[told], by=worker.actor) == 1
