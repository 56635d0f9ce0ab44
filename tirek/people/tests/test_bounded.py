"""However common a name is, the search of the register ends soon, and says when it left somebody out."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection

from tirek.agencies.actions import name_agency
from tirek.audit.actors import MACHINE, Actor
from tirek.gate.acting import become
from tirek.gate.categories import ALL
from tirek.gate.tests.stay import stay
from tirek.people import actions, matching
from tirek.people.lookup_sql import MOST_OF_A_KEY
from tirek.people.registering import NewPerson

pytestmark = pytest.mark.django_db
NAME = "Серікұлы Нұрлан Ғабитұлы"
BORN = date(1989, 3, 8)


@pytest.fixture
def worker() -> Actor:
    one = Actor(id=uuid4(), agency_id=name_agency(name="Фонд", by=MACHINE).id, categories=ALL)
    stay(one)
    return one


def crowd(worker: Actor, count: int, *, of_one_day: bool = True) -> list[UUID]:
    """So many people of one name, born on one day or each on another."""
    people = [
        NewPerson(name=NAME, birth_on=BORN if of_one_day else date(1950, 1, 1) + timedelta(days=place))
        for place in range(count)
    ]
    actions.register_many(people=people, by=worker)
    return [one.id for one in people]


def test_few_namesakes_are_all_compared(worker: Actor) -> None:
    crowd(worker, matching.MOST_COMPARED)
    answer = matching.look_up(matching.subject_of(name=NAME, birth_on=BORN))
    assert (len(answer.decision.ranked), answer.is_cut) == (matching.MOST_COMPARED, False)


def test_one_namesake_more_than_are_compared_is_left_out_and_that_is_told(worker: Actor) -> None:
    crowd(worker, matching.MOST_COMPARED + 1)
    answer = matching.look_up(matching.subject_of(name=NAME, birth_on=BORN))
    assert (len(answer.decision.ranked), answer.is_cut) == (matching.MOST_COMPARED, True)
    assert answer.decision.outcome == "maybe"


def test_of_one_key_no_more_than_the_cap_are_met_and_a_whole_file_tells_it(worker: Actor) -> None:
    crowd(worker, MOST_OF_A_KEY + 10)
    asked = matching.subject_of(name=NAME, birth_on=BORN)
    met = matching.candidates([asked])
    assert len(met) == MOST_OF_A_KEY
    assert any(one.is_cut for one in met)
    batch = matching.BatchMatcher()
    batch.load([asked])
    assert batch.is_cut


def test_a_file_of_few_namesakes_is_not_cut(worker: Actor) -> None:
    crowd(worker, 20)
    batch = matching.BatchMatcher()
    batch.load([matching.subject_of(name=NAME, birth_on=BORN)])
    assert not batch.is_cut


def test_the_right_person_is_found_among_more_namesakes_than_the_cap(worker: Actor) -> None:
    crowd(worker, MOST_OF_A_KEY + 10, of_one_day=False)
    right = NewPerson(name=NAME, birth_on=BORN)
    actions.register(person=right, by=worker)
    answer = matching.look_up(matching.subject_of(name="Серикулы Нурлан Габитулы", birth_on=BORN))
    assert answer.decision.best is not None
    assert answer.decision.best.id == right.id


def test_the_likeliest_are_kept_when_somebody_is_left_out(worker: Actor) -> None:
    crowd(worker, matching.MOST_COMPARED + 30, of_one_day=False)
    right = NewPerson(name=NAME, birth_on=BORN)
    actions.register(person=right, by=worker)
    answer = matching.look_up(matching.subject_of(name=NAME, birth_year=BORN.year), further=True)
    assert answer.is_cut
    assert answer.decision.ranked[0].id == right.id


def test_one_question_is_one_journey(worker: Actor, django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        matching.look_up(matching.subject_of(name=NAME, birth_on=BORN))


def test_the_prepared_way_and_the_watched_way_give_one_answer(worker: Actor) -> None:
    crowd(worker, 3, of_one_day=False)
    asked = matching.subject_of(name=NAME, birth_year=1950)
    prepared = matching.look_up(asked, further=True)
    with connection.execute_wrapper(lambda execute, *said: execute(*said)):
        assert matching.look_up(asked, further=True) == prepared
    assert prepared.decision.ranked


def test_without_an_actor_nobody_is_told_of(worker: Actor) -> None:
    crowd(worker, 1)
    become(connection, "")
    asked = matching.subject_of(name=NAME, birth_on=BORN)
    assert matching.look_up(asked).decision.ranked == ()
    assert matching.candidates([asked]) == []
