"""Deadlines: working days, hours for a bed, a paused clock, and what happens when nobody answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone, translation

from tirek.agencies.models import Worker
from tirek.gate.acting import act_as
from tirek.gate.fetching import fetch
from tirek.referrals import actions, deadlines, jobs
from tirek.referrals.moving import Illegal
from tirek.referrals.tests import make
from tirek.referrals.turns import turns_of

FRIDAY = timezone.make_aware(datetime(2026, 11, 27, 15))


def day_of(moment: datetime) -> date:
    """The day of a moment as the clocks here show it."""
    return timezone.localdate(moment)


def test_three_working_days_pass_over_the_weekend() -> None:
    assert day_of(deadlines.answer_due(FRIDAY, days=None, hours=None)) == date(2026, 12, 2)


def test_a_bed_tonight_is_counted_in_hours_whatever_the_day() -> None:
    assert deadlines.answer_due(FRIDAY, days=None, hours=4) == FRIDAY + timedelta(hours=4)


def test_a_paused_clock_keeps_what_was_left_of_it() -> None:
    due_at = deadlines.answer_due(FRIDAY, days=3, hours=None)
    monday = FRIDAY + timedelta(days=3)
    left = deadlines.left_of(due_at, monday, in_hours=False)
    assert left == 2
    assert day_of(deadlines.resumed(monday + timedelta(days=7), left, in_hours=False)) == date(2026, 12, 9)


def test_nobody_is_given_less_than_the_next_working_day_or_an_hour() -> None:
    assert day_of(deadlines.resumed(FRIDAY, 0, in_hours=False)) == date(2026, 11, 30)
    assert deadlines.resumed(FRIDAY, 0, in_hours=True) == FRIDAY + timedelta(hours=1)


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        (timedelta(hours=-30), "просрочено на 1 день", "bad"),
        (timedelta(hours=-2), "просрочено на 2 часа", "bad"),
        (timedelta(hours=2, minutes=5), "осталось 2 часа", "warn"),
        (timedelta(minutes=20), "осталось меньше часа", "warn"),
        (timedelta(days=5), "до 02.12.2026", ""),
    ],
)
def test_a_deadline_is_said_in_words(left: timedelta, words: str, tone: str) -> None:
    with translation.override("ru"):
        chip = deadlines.chip(FRIDAY + left, FRIDAY)
        assert chip is not None
        assert (str(chip.words), chip.tone) == (words, tone)


def turns(of: Worker) -> list[UUID]:
    """The referrals that wait for somebody, in their order."""
    return [one.id for one in fetch(turns_of(of.actor, most=9))]


def _late(monkeypatch: pytest.MonkeyPatch, days: int) -> make.Cast:
    """A cast whose next referral was sent two days before its answer was due, and is late by so many days."""
    of = make.cast()
    ago = timezone.now() - timedelta(days=days)
    monkeypatch.setattr(deadlines, "answer_due", lambda sent_at, **_said: ago)
    monkeypatch.setattr(actions, "timezone", Then(ago - timedelta(days=2)))
    return of


class Then:
    """The clock of the actions: it stands while a referral is drafted and sent, then it goes right."""

    localdate = staticmethod(timezone.localdate)

    def __init__(self, moment: datetime) -> None:
        self._said = [moment, moment]

    def now(self) -> datetime:
        """The moment, twice; then now."""
        return self._said.pop() if self._said else timezone.now()


@pytest.mark.django_db
def test_a_late_answer_is_laid_before_the_named_person(monkeypatch: pytest.MonkeyPatch) -> None:
    of = _late(monkeypatch, 1)
    referral = make.sent(of, escalate_to=of.sender.id)
    assert not turns(of.sender)
    jobs.settle(referral.id, of.provider.agency_id)
    referral.refresh_from_db()
    assert (referral.status, referral.escalated_at is not None) == ("requested", True)
    assert turns(of.sender) == [referral.id]


@pytest.mark.django_db
def test_what_nobody_answered_runs_out_by_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    of = _late(monkeypatch, 40)
    referral = make.sent(of)
    jobs.settle(referral.id, of.provider.agency_id)
    referral.refresh_from_db()
    last = referral.moves.latest("version")
    assert (referral.status, last.verb, last.by_side, last.reason) == (
        "cancelled",
        "expire",
        "system",
        "silence",
    )


@pytest.mark.django_db
def test_nothing_runs_out_before_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    of = make.cast()
    referral = make.sent(of)
    with pytest.raises(Illegal), act_as(of.provider.actor):
        actions.expire(referral=referral, by=of.provider.actor)
    jobs.settle(referral.id, of.provider.agency_id)
    referral.refresh_from_db()
    assert (referral.status, referral.escalated_at) == ("requested", None)


@pytest.mark.django_db
def test_a_queue_is_the_agencys_and_overdue_stands_first() -> None:
    of = make.cast()
    usual, tonight = (
        make.sent(of, channel="slip"),
        make.sent(of, channel="slip", is_urgent=True, hours_to_answer=4),
    )
    with act_as(of.provider.actor):
        assert turns(of.provider) == [tonight.id, usual.id]
        assert turns(of.sender) == []
