"""Whatever is joined, split, kept apart and lifted, in any order: the database agrees with a forest of ten lines, and no row is lost."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.gate.acting import act_as
from tirek.people import joining
from tirek.people.models import JoinRequest, PairDecision, Person, PersonRecord
from tirek.people.tests import make

PEOPLE = 6
ONE = st.integers(0, PEOPLE - 1)


class Forest:
    """The model: each standing join is an edge from the root that was joined to the root that was kept."""

    def __init__(self) -> None:
        self.above: dict[int, int] = {}
        self.apart: set[frozenset[int]] = set()

    def root(self, one: int) -> int:
        return self.root(self.above[one]) if one in self.above else one

    def refusal(self, one: int, other: int) -> str:
        if self.root(one) == self.root(other):
            return "joined"
        roots = {self.root(one), self.root(other)}
        crossed = any({self.root(person) for person in pair} == roots for pair in self.apart)
        return "apart" if crossed else ""

    def head(self, one: int) -> int:
        """Even numbers are the first agency's, odd ones the second's."""
        group = [
            other for other in range(PEOPLE) if self.root(other) == self.root(one) and other % 2 == one % 2
        ]
        return self.root(one) if self.root(one) in group else min(group)


class Joins(RuleBasedStateMachine):
    """Records of two agencies, and everything their workers may do with them."""

    workers: tuple[Worker, Worker]
    people: list[Person]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.model = Forest()
        self.made: dict[int, PairDecision] = {}
        self.asked: dict[UUID, JoinRequest] = {}
        self.kept: dict[frozenset[int], PairDecision] = {}
        self.rows = self._count()

    def teardown(self) -> None:
        try:
            for joined in sorted(self.made, reverse=True):
                self._split(joined)
            assert not self.model.above
            self._agrees()
            assert self._count() == self.rows
        finally:
            transaction.savepoint_rollback(self.savepoint)

    def _as(self, worker: Worker, action: Any, **said: Any) -> Any:
        with act_as(worker.actor):
            try:
                return action(**said, by=worker.actor)
            except joining.NotPaired as refused:
                return refused.code

    def _count(self) -> int:
        total = 0
        for worker in self.workers:
            with act_as(worker.actor):
                total += Person.objects.count() + PersonRecord.objects.count()
        return total

    @rule(one=ONE, other=ONE)
    def join(self, one: int, other: int) -> None:
        if one == other:
            return
        mine = self.workers[one % 2]
        refusal, joined, root = self.model.refusal(one, other), self.model.root(other), self.model.root(one)
        kept, wrong = self.people[one], self.people[other]
        made = self._as(mine, joining.join, one=kept, other=wrong) if one % 2 == other % 2 else "elsewhere"
        if made == "elsewhere":
            asked = self._as(mine, joining.ask_to_join, one=kept, other_id=wrong.pk, why="тот же паспорт")
            made = asked
            if isinstance(asked, JoinRequest):
                answering = next(one for one in self.workers if one.agency_id == asked.other_agency_id)
                answer = self._as(answering, joining.answer_join, request=asked, agrees=True)
                assert isinstance(answer, JoinRequest), answer
                made = self._seen_by(mine, asked)
                assert made == self._seen_by(answering, asked)
                if made is not None:
                    self.asked[made.pk] = asked
        if refusal:
            assert made == refusal
        else:
            assert isinstance(made, PairDecision), made
            self.model.above[joined] = root
            self.made[joined] = made

    def _seen_by(self, worker: Worker, asked: JoinRequest) -> PairDecision | None:
        with act_as(worker.actor):
            return PairDecision.objects.filter(asked=asked.pk).first()

    @rule(which=st.integers(0, 99))
    def split(self, which: int) -> None:
        if self.made:
            self._split(sorted(self.made)[which % len(self.made)])

    def _split(self, joined: int) -> None:
        decision = self.made.pop(joined)
        # Whoever agreed to it undoes it, though the roots may be others' records; within one agency its own people do.
        asked = self.asked.get(decision.pk)
        mine = next(one for one in self.workers if one.agency_id == (asked or decision).agency_id)
        assert isinstance(self._as(mine, joining.split, decision=decision), PairDecision)
        del self.model.above[joined]

    @rule(one=ONE, other=ONE)
    def keep_apart(self, one: int, other: int) -> None:
        if one != other:
            expected = self.model.refusal(one, other)
            pair = self.people[one].pk, self.people[other].pk
            said = self._as(self.workers[one % 2], joining.keep_apart, one=pair[0], other=pair[1])
            assert said == expected if expected else isinstance(said, PairDecision)
            if not expected:
                self.model.apart.add(frozenset((one, other)))
                self.kept[frozenset((one, other))] = said

    @rule(which=st.integers(0, 99))
    def lift(self, which: int) -> None:
        if self.kept:
            pair = sorted(self.kept, key=sorted)[which % len(self.kept)]
            decision = self.kept.pop(pair)
            mine = next(one for one in self.workers if one.agency_id == decision.agency_id)
            assert isinstance(self._as(mine, joining.lift_apart, decision=decision), PairDecision)
            self.model.apart.discard(pair)

    @invariant()
    def agrees(self) -> None:
        self._agrees()

    def _agrees(self) -> None:
        places = {person.pk: place for place, person in enumerate(self.people)}
        for which, worker in enumerate(self.workers):
            with act_as(worker.actor):
                for person in Person.objects.filter(pk__in=places, registered_by=worker.agency):
                    place = places[person.pk]
                    assert place % 2 == which
                    canonical = places[person.canonical_id] if person.canonical_id else place
                    head = places[person.head_id] if person.head_id else place
                    assert (canonical, head) == (self.model.root(place), self.model.head(place))


@pytest.mark.django_db
@pytest.mark.slow
def test_any_sequence_of_joins_and_splits_returns_to_the_start_and_no_row_is_lost() -> None:
    first = staff.worker()
    second = staff.worker("marat", of=staff.agency("Центр помощи г. Риддер"), name="Марат Ибраев")
    Joins.workers, Joins.people = (first, second), []
    for place in range(PEOPLE):
        with act_as(Joins.workers[place % 2].actor):
            Joins.people.append(make.person(Joins.workers[place % 2], f"Беляев Олег {chr(1040 + place)}"))
    assert connection.in_atomic_block
    run_state_machine_as_test(
        Joins,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
