"""The machine as data, and random walks over it: every legal step moves the row, every other leaves it as it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tirek.access.tests import make as access
from tirek.agencies.models import Worker
from tirek.gate.acting import act_as
from tirek.referrals import actions, closing
from tirek.referrals.machine import EDGES, OVER, Side, Status, Verb, edge, shared, verbs_from
from tirek.referrals.models import Referral
from tirek.referrals.moving import ChangedMeanwhile, Illegal, NotYours, outcome_of, stamp
from tirek.referrals.policies import code_of
from tirek.referrals.tests import make

FHIR: Final = {
    "draft", "requested", "accepted", "rejected", "in-progress", "on-hold", "completed", "failed", "cancelled",
    "entered-in-error",
}  # fmt: skip
HOW: Final[dict[Verb, tuple[Any, Any]]] = {
    Verb.ACCEPT: (actions.accept, lambda: {"receives": "М. И.", "appointment_at": None}),
    Verb.ASK: (actions.ask, lambda: {"question": "?"}),
    Verb.ANSWER: (actions.answer, lambda: {"text": "!"}),
    Verb.WAIT: (actions.wait, lambda: {"until": timezone.localdate() + timedelta(days=9)}),
    Verb.REFUSE: (actions.refuse, lambda: {"reason": make.reason(), "next_step": "later"}),
    Verb.AGREE: (actions.agree, dict),
    Verb.GIVE_BACK: (actions.give_back, lambda: {"why": "нужда есть"}),
    Verb.WITHDRAW: (actions.withdraw, lambda: {"reason": "no_need"}),
    Verb.START: (closing.start, dict),
    Verb.COMPLETE: (closing.complete, lambda: {"received": True}),
    Verb.FAIL: (closing.fail, lambda: {"reason": "no_show"}),
    Verb.MISTAKE: (actions.mistake, lambda: {"note": "ошибка"}),
}
WHO: Final = ("sender", "provider", "stranger")
STEPS: Final = st.lists(
    st.tuples(
        st.sampled_from(sorted(HOW)), st.sampled_from(WHO), st.integers(0, 9).map(lambda one: one == 0)
    ),
    min_size=4,
    max_size=12,
)


def test_the_codes_are_exactly_fhirs() -> None:
    assert {status.value for status in Status} == FHIR


def test_every_state_is_reached_and_what_is_over_leads_only_to_a_mistake() -> None:
    reached, waiting = {Status.DRAFT}, [Status.DRAFT]
    while waiting:
        for one in EDGES:
            if one.source == waiting[0] and one.target not in reached:
                reached.add(one.target)
                waiting.append(one.target)
        waiting.pop(0)
    assert reached == set(Status)
    for status in OVER - {Status.ENTERED_IN_ERROR}:
        assert verbs_from(status) == [Verb.MISTAKE]
    assert verbs_from(Status.ENTERED_IN_ERROR) == []


def test_a_verb_leads_from_a_state_to_one_only() -> None:
    seen = [(one.source, one.verb, one.hold if one.source == Status.ON_HOLD else None) for one in EDGES]
    assert len(seen) == len(set(seen))


def test_every_edge_says_who_may() -> None:
    assert all(one.sides for one in EDGES)
    assert {one.verb for one in EDGES if Side.SYSTEM in one.sides} == {Verb.EXPIRE}


def test_every_verb_a_person_presses_is_walked_here() -> None:
    assert set(HOW) | {Verb.SEND, Verb.REGISTER, Verb.STOP, Verb.EXPIRE} == set(Verb)


def _may(side: str, sides: frozenset[Side]) -> bool:
    return {"sender": Side.SENDER, "provider": Side.PROVIDER}.get(side) in sides


def _state(referral: Referral, by: Worker) -> tuple[Referral, str, Status]:
    with act_as(by.actor):
        fresh = Referral.objects.get(pk=referral.pk)
        outcome = outcome_of(fresh.pk)
        return fresh, stamp(fresh, outcome), code_of(fresh, outcome)


@pytest.mark.django_db
def test_no_walk_takes_a_step_that_the_machine_does_not_know() -> None:
    of = make.cast()
    consent = make.consent(of).id
    workers = {
        "sender": of.sender,
        "provider": of.provider,
        "stranger": access.other_worker(access.centre(name="Чужие")),
    }

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def walk(steps: list[tuple[Verb, str, bool]]) -> None:
        referral = make.sent(of, consent=consent)
        old = "1.0"
        for verb, who, is_stale in steps:
            before, seen, status = _state(referral, of.sender)
            taken = edge(status, verb, before.hold)
            is_open = before.closed_at is None or verb == Verb.MISTAKE
            legal = taken is not None and is_open and _may(who, taken.sides) and not is_stale
            action, said = HOW[verb]
            try:
                with act_as(workers[who].actor), transaction.atomic():
                    action(referral=before, seen=old if is_stale else seen, by=workers[who].actor, **said())
                went = True
            except (Illegal, NotYours, ChangedMeanwhile, Referral.DoesNotExist):
                went = False
            after, now, reached = _state(referral, of.sender)
            assert went == legal, (status, verb, who, is_stale)
            if taken is not None and legal:
                assert (reached, after.status) == (taken.target, shared(taken.target))
            else:
                assert (now, reached) == (seen, status)
        moves = list(referral.moves.order_by("at", "version"))
        assert [one.to_status for one in moves[:-1]] == [one.from_status for one in moves[1:]]

    walk()
