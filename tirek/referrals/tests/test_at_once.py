"""Two people answer the same referral at once, each over a connection of their own: one wins, the other is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tirek.agencies.models import Worker
from tirek.gate.acting import act_as
from tirek.gate.tests.stay import leave
from tirek.referrals import actions, closing
from tirek.referrals.machine import Verb, edge
from tirek.referrals.models import Numbering, Outcome, Referral
from tirek.referrals.moving import ChangedMeanwhile, Illegal, NotYours
from tirek.referrals.tests import make
from tirek.referrals.tests.test_machine import HOW
from tirek.services.models import Service

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = (ChangedMeanwhile, Illegal, NotYours)


def at_once(*deeds: tuple[Worker, Any]) -> list[str]:
    """Do several things at the same moment; returns "won" or the name of what was said, in order."""
    ready = Barrier(len(deeds))

    def one(by: Worker, deed: Any) -> str:
        try:
            with act_as(by.actor):
                ready.wait(timeout=60)
                deed(by.actor)
            return "won"
        except TOLD as told:
            return type(told).__name__
        except OperationalError as told:
            return f"database: {told}"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(lambda pair: one(*pair), deeds))


def answering(referral: Referral, verb: Verb, seen: str) -> Any:
    """An answer by a form that was opened before anybody answered."""
    action, said = HOW[verb]
    return lambda by: action(referral=referral, seen=seen, by=by, **said())


def test_of_an_acceptance_and_a_refusal_at_once_one_wins_and_the_other_sees_it() -> None:
    of = make.cast()
    referral = make.sent(of)
    seen = make.seen(referral)
    leave()
    said = at_once(
        (of.provider, answering(referral, Verb.ACCEPT, seen)),
        (of.provider, answering(referral, Verb.REFUSE, seen)),
    )
    assert sorted(said) == ["ChangedMeanwhile", "won"]


def test_numbers_taken_at_once_are_never_the_same() -> None:
    of = make.cast()
    drafts = [actions.draft(asked=make.asked(of, channel="slip"), by=of.sender.actor) for _one in range(4)]
    leave()
    said = at_once(
        *((of.sender, lambda by, one=one: actions.send(referral=one, seen="1.0", by=by)) for one in drafts)
    )
    assert said == ["won"] * 4
    with act_as(of.sender.actor):
        assert set(Referral.objects.values_list("number", flat=True)) == {1, 2, 3, 4}
        assert Numbering.objects.get().last == 4


def test_help_told_at_once_twice_is_one_line_of_the_journal() -> None:
    of = make.cast()
    referral = make.accepted(of)
    seen = make.seen(referral)
    leave()
    complete = lambda by: closing.complete(  # noqa: E731
        referral=referral, seen=seen, received=True, given_on=timezone.localdate(), by=by
    )
    said = at_once((of.provider, complete), (of.provider, complete))
    assert sorted(said) == ["ChangedMeanwhile", "won"]
    with act_as(of.provider.actor):
        assert (Outcome.objects.count(), Service.objects.count()) == (1, 1)


def test_whatever_is_done_at_once_the_history_is_one_legal_line() -> None:
    of = make.cast()
    consent = make.consent(of).id
    leave()

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(st.sampled_from(sorted(HOW)), st.sampled_from(sorted(HOW))), min_size=2, max_size=4
        )
    )
    def walk(pairs: list[tuple[Verb, Verb]]) -> None:
        with act_as(of.sender.actor):
            referral = make.sent(of, consent=consent)
        for one, other in pairs:
            with act_as(of.provider.actor):
                seen = make.seen(referral)
            said = at_once(
                (of.provider, answering(referral, one, seen)), (of.sender, answering(referral, other, seen))
            )
            assert said.count("won") <= 1, (one, other, said)
            assert not [word for word in said if word.startswith("database")], said
        with act_as(of.sender.actor):
            moves = list(referral.moves.order_by("at", "version"))
            stands = Referral.objects.get(pk=referral.pk)
            assert [one.to_status for one in moves[:-1]] == [one.from_status for one in moves[1:]]
            assert stands.version == 1 + len([one for one in moves if not one.is_apart]) + (
                1 if stands.closed_at and stands.status == "accepted" else 0
            )
        for move in moves:
            assert any(edge(move.from_status, move.verb, hold) for hold in ("", "question", "waiting"))

    walk()
