"""The lookup in the register and the one over a whole file give the same answers."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from tirek.agencies.actions import name_agency
from tirek.audit.actors import MACHINE, Actor
from tirek.gate.categories import ALL
from tirek.gate.tests.stay import stay
from tirek.people import actions, matching
from tirek.people.models import Person, PersonRecord
from tirek.people.registering import NewPerson, Sighting

pytestmark = pytest.mark.django_db
IIN = "890308399989"


@pytest.fixture
def worker() -> Actor:
    agency = name_agency(name="Фонд", by=MACHINE)
    one = Actor(id=uuid4(), agency_id=agency.id, categories=ALL)
    stay(one)
    return one


@pytest.fixture
def nurlan(worker: Actor) -> NewPerson:
    person = NewPerson(name="Серікұлы Нұрлан Ғабитұлы", birth_on=date(1990, 8, 15), sex="m", iin=IIN)
    actions.register(person=person, by=worker)
    return person


def test_russian_spelling_finds_the_kazakh_name(nurlan: NewPerson) -> None:
    decision = matching.find(matching.subject_of(name="Серикулы Нурлан Габитулы", birth_on=date(1990, 8, 15)))
    assert decision.outcome == "same"
    assert decision.best is not None
    assert decision.best.id == nurlan.id


def test_a_whole_file_gets_the_same_answer_as_one_lookup(nurlan: NewPerson) -> None:
    subjects = [
        matching.subject_of(name="Серикулы Нурлан", birth_on=date(1990, 8, 15)),
        matching.subject_of(name="Совсем Другой Человек", birth_on=date(1971, 2, 3)),
        matching.subject_of(name="Серікұлы Н.Ғ.", iin=IIN),
    ]
    batch = matching.BatchMatcher()
    batch.load(subjects)
    assert [batch.decide(one).outcome for one in subjects] == [matching.find(one).outcome for one in subjects]


def test_a_person_planned_earlier_in_the_file_is_found() -> None:
    batch = matching.BatchMatcher()
    planned = NewPerson(name="Ткаченко Валерий Петрович", birth_on=date(1989, 3, 8))
    batch.add(planned.id, matching.subject_of(name=planned.name, birth_on=planned.birth_on))
    found = batch.decide(matching.subject_of(name="Ткаченко В.П.", birth_on=date(1989, 3, 8)))
    assert found.best is not None
    assert found.best.id == planned.id


def test_one_lookup_is_one_query_on_the_records(
    nurlan: NewPerson, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    subject = matching.subject_of(name="Серікұлы Нұрлан", birth_on=date(1990, 8, 15))
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        matching.candidates([subject])


def test_a_spelling_already_known_is_not_kept_twice(nurlan: NewPerson, worker: Actor) -> None:
    sighting = Sighting(
        person_id=nurlan.id, name="Серикулы Нурлан", birth_on=date(1990, 8, 15), source="import"
    )
    assert actions.note_sightings(sightings=[sighting, sighting], by=worker) == 1
    assert actions.note_sightings(sightings=[sighting], by=worker) == 0
    assert PersonRecord.objects.count() == 2


def test_names_are_counted_when_people_are_registered(nurlan: NewPerson) -> None:
    counts = matching._counts([matching.subject_of(name=nurlan.name)])
    assert sorted(counts.values()) == [1, 1, 1]


def test_a_person_without_a_name_is_not_registered(worker: Actor) -> None:
    with pytest.raises(actions.NoName):
        actions.register(person=NewPerson(name="  "), by=worker)


def test_a_sighting_that_says_less_adds_nothing(nurlan: NewPerson, worker: Actor) -> None:
    without_sex = Sighting(person_id=nurlan.id, name=nurlan.name, birth_on=nurlan.birth_on, source="import")
    only_a_name = Sighting(person_id=nurlan.id, name=nurlan.name, source="import")
    another_date = Sighting(
        person_id=nurlan.id, name=nurlan.name, birth_on=date(1990, 8, 16), source="import"
    )
    assert actions.note_sightings(sightings=[without_sex, only_a_name], by=worker) == 0
    assert actions.note_sightings(sightings=[another_date], by=worker) == 1


def test_what_was_not_known_is_filled_and_what_is_known_stays(worker: Actor) -> None:
    bare = NewPerson(name="Егорова Виктория Игоревна")
    actions.register(person=bare, by=worker)
    first = Sighting(person_id=bare.id, name=bare.name, birth_on=date(1997, 1, 14), sex="f")
    later = Sighting(person_id=bare.id, name=bare.name, birth_on=date(1998, 2, 2), sex="f")
    actions.note_sightings(sightings=[first, later], by=worker)
    person = Person.objects.get(pk=bare.id)
    assert (person.sex, person.birth_on, person.birth_year) == ("f", date(1997, 1, 14), 1997)


def test_a_namesake_of_another_day_is_found_only_by_the_second_tier(nurlan: NewPerson) -> None:
    asked = matching.subject_of(name="Серікұлы Нұрлан", birth_on=date(1994, 12, 1))
    assert not matching.find(asked).ranked
    assert [one.id for one in matching.find(asked, further=True).ranked] == [nurlan.id]
