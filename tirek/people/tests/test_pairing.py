"""The search for pairs: bounded, going on from the last time, and never asking what a person has answered."""

from __future__ import annotations

from datetime import date

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.people import joining, pairing
from tirek.people.jobs import find_pairs_of
from tirek.people.models import PairDecision, PairSearch, Person, PossiblePair
from tirek.people.tests import make

pytestmark = pytest.mark.django_db
BORN = date(1988, 5, 3)


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


def two(worker: Worker, name: str = "Беляев Олег", patronymic: str = "Петрович", born: date = BORN) -> None:
    make.person(worker, f"{name} {patronymic}", birth_on=born)
    make.person(worker, name, birth_on=born)


def test_one_pair_is_put_there_once_from_whichever_side_it_is_met(worker: Worker) -> None:
    two(worker)
    assert pairing.search(agency_id=worker.agency_id).found == 1
    pair = PossiblePair.objects.get()
    assert pair.person.number == 1
    assert "birth_equal" in pair.reasons and pair.bits is not None
    assert pairing.search(agency_id=worker.agency_id).found == 0


def test_a_run_is_bounded_and_the_next_goes_on_where_it_stopped(worker: Worker) -> None:
    two(worker)
    two(worker, "Ткаченко Валерий", "Ильич", date(1990, 1, 14))
    told: list[int] = []
    first = pairing.search(agency_id=worker.agency_id, most=3, tell=told.append)
    assert (first.spellings, first.is_done, told) == (3, False, [3])
    assert PairSearch.objects.get().last_id is not None
    second = pairing.search(agency_id=worker.agency_id, most=3)
    assert (second.spellings, second.is_done) == (1, True)
    assert PossiblePair.objects.count() == 2


def test_whoever_is_registered_is_looked_for_at_once_and_the_pair_says_who_brought_it(worker: Worker) -> None:
    two(worker)
    job = ProcrastinateJob.objects.get(task_name="people.find_pairs_of")
    find_pairs_of(**job.args)
    assert PossiblePair.objects.get().source == PossiblePair.Source.INTAKE


def test_what_is_joined_or_kept_apart_is_not_offered(worker: Worker) -> None:
    two(worker)
    pairing.search(agency_id=worker.agency_id)
    pair = PossiblePair.objects.get()
    joining.keep_apart(one=pair.person_id, other=pair.other_id, by=worker.actor)
    pair.refresh_from_db()
    assert pair.decided == "apart"
    assert pairing.are_kept_apart(pair.other_id, pair.person_id)
    pair.delete()
    other = make.person(worker, "Беляев Олег Петрович", birth_on=BORN)
    assert not pairing.queue_pair(
        person=pair.person, other_id=pair.other_id, source="intake", by=worker.actor
    )
    assert pairing.queue_pair(person=other, other_id=pair.other_id, source="intake", by=worker.actor)
    assert not pairing.queue_pair(person=other, other_id=pair.other_id, source="notice", by=worker.actor)


def test_a_village_of_namesakes_does_not_flood_the_queue(worker: Worker) -> None:
    for _ in range(12):
        make.person(worker, "Ким Олег Иванович", birth_on=BORN)
    done = pairing.search(agency_id=worker.agency_id)
    assert done.found <= 12 * 5 and done.found < 12 * 11 / 2


def test_decisions_are_labels_without_names(worker: Worker) -> None:
    two(worker)
    pairing.search(agency_id=worker.agency_id)
    pair = PossiblePair.objects.get()
    joining.join(one=pair.person, other=Person.objects.get(pk=pair.other_id), bits=pair.bits, by=worker.actor)
    third = make.person(worker, "Ткаченко Валерий", birth_on=BORN)
    joining.keep_apart(one=third.pk, other=pair.person_id, by=worker.actor)
    labels = list(pairing.labels())
    assert [label.is_same for label in labels] == [True, False]
    assert labels[0].left.birth_on == BORN and labels[0].bits == pair.bits
    for decision in PairDecision.objects.filter(outcome="same"):
        joining.split(decision=decision, by=worker.actor)
    assert [label.is_same for label in pairing.labels()] == [False]
