"""Records are joined and split by people, each join alone, and whatever is done and undone leads back to the start."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, transaction
from django.utils import timezone

from tirek.agencies.models import Worker
from tirek.agencies.roles import Role
from tirek.agencies.tests import make as staff
from tirek.audit.models import JournalEntry
from tirek.gate.acting import act_as
from tirek.gate.fetching import fetch
from tirek.machine.database import Connections
from tirek.people import actions, joining
from tirek.people import queries as people
from tirek.people.models import JoinRequest, PairDecision, Person, PersonRecord
from tirek.people.tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def other() -> Worker:
    return staff.worker("marat", of=staff.agency("Центр помощи г. Риддер"), name="Марат Ибраев")


def canonical_of(*records: Person) -> list[Person | None]:
    return [Person.objects.get(pk=one.pk).canonical for one in records]


def refusal(action: object, **said: object) -> str:
    with pytest.raises(joining.NotPaired) as refused, transaction.atomic():
        action(**said)  # type: ignore[operator]
    return refused.value.code


def test_both_records_stay_and_the_kept_one_is_canonical(worker: Worker) -> None:
    one, two = make.person(worker, "Беляев Олег"), make.person(worker, "Биляев Олег")
    made = make.joined(one, two, worker)
    assert canonical_of(one, two) == [None, one]
    assert PersonRecord.objects.filter(person=two).count() == 1
    assert (made.one_id, made.other_id, made.decided_by) == (one.pk, two.pk, worker.id)
    assert [one] == list(people.people_of(worker.agency_id))
    entries = JournalEntry.objects.filter(action="people.join")
    assert {entry.person_id for entry in entries} == {one.pk, two.pk}


def test_chains_are_flattened(worker: Worker) -> None:
    a, b, c = (make.person(worker, name) for name in ("Беляев Олег", "Биляев Олег", "Белаев Олег"))
    make.joined(b, c, worker)
    make.joined(a, b, worker)
    assert canonical_of(a, b, c) == [None, a, a]


def test_a_split_undoes_the_join_it_names_whatever_was_joined_later(worker: Worker) -> None:
    a, b, c, d = (make.person(worker, f"Беляев Олег {word}") for word in ("А", "Б", "В", "Г"))
    first = make.joined(b, c, worker)
    second = make.joined(a, b, worker)
    make.joined(d, a, worker)
    joining.split(decision=second, by=worker.actor)
    assert canonical_of(a, b, c, d) == [d, None, b, None]
    joining.split(decision=first, by=worker.actor)
    assert canonical_of(a, b, c, d) == [d, None, None, None]


def test_what_is_one_person_already_is_not_joined_again(worker: Worker) -> None:
    one, two = make.person(worker, "Беляев Олег"), make.person(worker, "Биляев Олег")
    decision = make.joined(one, two, worker)
    assert refusal(joining.join, one=two, other=one, by=worker.actor) == "joined"
    joining.split(decision=decision, by=worker.actor)
    assert refusal(joining.split, decision=decision, by=worker.actor) == "ended"


@pytest.mark.django_db(transaction=True)
def test_after_thirty_days_a_split_asks_for_a_reason(addresses: Connections) -> None:
    worker = staff.worker()
    one, two = make.person(worker, "Беляев Олег"), make.person(worker, "Биляев Олег")
    decision = make.joined(one, two, worker)
    assert decision.needs_reason is False
    long_ago = timezone.now() - timedelta(days=31)
    assert addresses.admin is not None
    with psycopg.connect(
        addresses.admin, autocommit=True
    ) as admin:  # time is nothing that an action could turn
        admin.execute("UPDATE people_pairdecision SET decided_at = %s", [long_ago])
    assert PairDecision.objects.get().needs_reason
    assert refusal(joining.split, decision=decision, by=worker.actor) == "say_why"
    assert not joining.split(decision=decision, why="разные отпечатки", by=worker.actor).stands


def test_nobody_writes_canonical_past_the_actions(worker: Worker) -> None:
    one, two = make.person(worker, "Беляев Олег"), make.person(worker, "Биляев Олег")
    with pytest.raises(ProgrammingError, match="authz alone"), transaction.atomic():
        Person.objects.filter(pk=two.pk).update(canonical=one)


def test_figures_are_no_reason_to_join(worker: Worker) -> None:
    manager = staff.worker("ainur", of=worker.agency, roles=[Role.GRANT_MANAGER])
    one, two = make.person(worker, "Беляев Олег"), make.person(worker, "Биляев Олег")
    with act_as(manager.actor), pytest.raises(joining.NotForThisWorker):
        joining.join(one=one, other=two, by=manager.actor)


def test_people_kept_apart_are_never_joined_until_it_is_lifted(worker: Worker) -> None:
    one, two, third = (make.person(worker, f"Беляев Олег {word}") for word in ("А", "Б", "В"))
    apart = joining.keep_apart(one=one.pk, other=two.pk, why="близнецы", by=worker.actor)
    assert refusal(joining.join, one=one, other=two, by=worker.actor) == "apart"
    make.joined(one, third, worker)
    assert refusal(joining.join, one=third, other=two, by=worker.actor) == "apart"
    joining.lift_apart(decision=apart, by=worker.actor)
    assert joining.join(one=one, other=two, by=worker.actor).stands


def test_records_of_two_agencies_take_one_person_of_each(worker: Worker, other: Worker) -> None:
    mine = make.person(worker, "Беляев Олег")
    with act_as(other.actor):
        theirs = make.person(other, "Биляев Олег")
    with pytest.raises(ProgrammingError, match="registered both"), transaction.atomic():
        joining.join(one=mine, other=theirs, by=worker.actor)
    asked = joining.ask_to_join(one=mine, other_id=theirs.pk, why="тот же паспорт", by=worker.actor)
    assert refusal(joining.answer_join, request=asked, agrees=True, by=worker.actor) == "waits"
    assert canonical_of(mine) == [None]
    with act_as(other.actor):
        request = JoinRequest.objects.get()
        joining.answer_join(request=request, agrees=True, by=other.actor)
        assert Person.objects.get(pk=theirs.pk).canonical_id == mine.pk
        assert list(people.people_of(other.agency_id)) == [theirs]
    assert (asked.asked_by, JoinRequest.objects.get().answered_by) == (worker.id, other.id)


def test_either_agency_may_undo_alone(worker: Worker, other: Worker) -> None:
    mine = make.person(worker, "Беляев Олег")
    with act_as(other.actor):
        theirs = make.person(other, "Биляев Олег")
    decision = make.joined_between(mine, worker, theirs, other)
    with act_as(other.actor):
        joining.split(decision=decision, by=other.actor)
        assert Person.objects.get(pk=theirs.pk).canonical_id is None


def test_whoever_asked_sees_and_undoes_it_though_both_roots_are_others_records(
    worker: Worker, other: Worker
) -> None:
    a, b = make.person(worker, "Беляев Олег"), make.person(worker, "Биляев Олег")
    with act_as(other.actor):
        c, d = make.person(other, "Беляев Олег"), make.person(other, "Белаев Олег")
    make.joined_between(a, worker, c, other)
    make.joined_between(b, worker, d, other)
    with act_as(other.actor):
        asked = joining.ask_to_join(one=c, other_id=d.pk, why="тот же паспорт", by=other.actor)
    joining.answer_join(request=JoinRequest.objects.get(pk=asked.pk), agrees=True, by=worker.actor)
    with act_as(other.actor):
        made = PairDecision.objects.get(asked=asked.pk)
        assert {made.one_id, made.other_id} == {a.pk, b.pk}
        assert made.pk in {one.id for one in fetch(people.paired([d.pk]))}
        joining.split(decision=made, by=other.actor)
        entries = JournalEntry.objects.filter(action="people.split")
        assert {entry.person_id for entry in entries} == {c.pk, d.pk}
    assert canonical_of(a, b) == [None, None]


def test_a_request_may_be_declined_or_taken_back(worker: Worker, other: Worker) -> None:
    mine = make.person(worker, "Беляев Олег")
    with act_as(other.actor):
        theirs = make.person(other, "Биляев Олег")
    asked = joining.ask_to_join(one=mine, other_id=theirs.pk, why="тот же паспорт", by=worker.actor)
    assert joining.answer_join(request=asked, agrees=False, by=worker.actor).answer == "withdrawn"
    again = joining.ask_to_join(one=mine, other_id=theirs.pk, why="тот же паспорт", by=worker.actor)
    with act_as(other.actor):
        assert (
            refusal(joining.ask_to_join, one=theirs, other_id=mine.pk, why="и мы", by=other.actor) == "asked"
        )
        joining.answer_join(request=JoinRequest.objects.get(pk=again.pk), agrees=False, by=other.actor)
    again.refresh_from_db()
    assert again.answer == "declined"


@pytest.mark.django_db(transaction=True)
def test_where_nobody_can_answer_a_delay_and_a_review_take_the_place(addresses: Connections) -> None:
    worker = staff.worker()
    alone = staff.worker("admin", of=staff.agency("Трое"), roles=[Role.AGENCY_ADMIN, Role.SOCIAL_WORKER])
    mine = make.person(worker, "Беляев Олег")
    with act_as(alone.actor):
        theirs = make.person(alone, "Биляев Олег")
    alone.user.is_active = False
    alone.user.save()
    asked = joining.ask_to_join(one=mine, other_id=theirs.pk, why="тот же паспорт", by=worker.actor)
    assert (asked.is_alone, asked.may_be_carried_out) == (True, False)
    assert refusal(joining.answer_join, request=asked, agrees=True, by=worker.actor) == "waits"
    assert addresses.admin is not None
    with psycopg.connect(addresses.admin, autocommit=True) as admin:
        admin.execute("UPDATE people_joinrequest SET effective_at = now()")
    joining.answer_join(request=asked, agrees=True, by=worker.actor)
    with act_as(alone.actor):
        assert Person.objects.get(pk=theirs.pk).canonical_id == mine.pk
        joining.review_join(request=JoinRequest.objects.get(), by=alone.actor)
        assert JoinRequest.objects.get().reviewed_at is not None


def test_a_third_agency_reads_nothing_of_it(worker: Worker, other: Worker) -> None:
    mine = make.person(worker, "Беляев Олег")
    with act_as(other.actor):
        theirs = make.person(other, "Биляев Олег")
    make.joined_between(mine, worker, theirs, other)
    third = staff.worker("third", of=staff.agency("Третьи"))
    with act_as(third.actor):
        assert not PairDecision.objects.exists() and not JoinRequest.objects.exists()
        with pytest.raises(ProgrammingError), transaction.atomic():
            joining.split(decision=PairDecision(pk=mine.pk), by=third.actor)


def test_a_held_record_keeps_the_whole_person_from_erasure(worker: Worker) -> None:
    one, two = make.person(worker, "Беляев Олег"), make.person(worker, "Биляев Олег")
    actions.hold(person=two, ground="определение суда", by=worker.actor)
    make.joined(one, two, worker)
    with pytest.raises(DatabaseError, match="legal hold"), transaction.atomic():
        actions.erase(person=one, ground="заявление", by=worker.actor)


def test_whoever_is_erased_is_not_joined_and_the_reasons_are_forgotten(worker: Worker) -> None:
    one, two, third = (make.person(worker, f"Беляев Олег {word}") for word in ("А", "Б", "В"))
    joining.join(one=one, other=two, why="Олег Беляев приходил дважды", by=worker.actor)
    actions.erase(person=one, ground="заявление", by=worker.actor)
    with pytest.raises(ProgrammingError), transaction.atomic():
        joining.join(one=third, other=one, by=worker.actor)
    assert not PairDecision.objects.filter(why__contains="Олег").exists()
