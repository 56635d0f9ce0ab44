"""Silence ends only what is answered in the program: nobody's paper referral of 2017 is cancelled by a job."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tirek.gate.acting import act_as
from tirek.referrals import actions, deadlines, jobs
from tirek.referrals.models import Referral
from tirek.referrals.tests import make
from tirek.referrals.tests.test_deadlines import Then

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=3000)


@pytest.fixture
def of(monkeypatch: pytest.MonkeyPatch) -> make.Cast:
    """Whatever is sent was due long ago."""
    monkeypatch.setattr(deadlines, "answer_due", lambda sent_at, **_said: LONG_AGO)
    return make.cast()


def looked_at(of: make.Cast, referral: Referral) -> tuple[str, bool]:
    """Where a referral stands after the hourly job, and whether it was laid before the named person."""
    jobs.settle(referral.id, of.provider.agency_id)
    with act_as(of.provider.actor):
        referral.refresh_from_db()
    return referral.status, referral.escalated_at is not None


def sent_long_ago(of: make.Cast, monkeypatch: pytest.MonkeyPatch, **said: Any) -> Referral:
    """A referral sent before its answer was due."""
    monkeypatch.setattr(actions, "timezone", Then(LONG_AGO - timedelta(days=2)))
    return make.sent(of, consent=make.consent(of).id, **said)


@pytest.mark.parametrize("channel", ["paper", "slip", "phone"])
def test_what_is_answered_elsewhere_stays_and_stands_before_the_named_person(
    of: make.Cast, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    referral = sent_long_ago(of, monkeypatch, channel=channel)
    assert looked_at(of, referral) == ("requested", True)


def test_a_letter_of_2017_registered_today_stays(of: make.Cast) -> None:
    assert looked_at(of, make.on_paper(of, paper_on=LONG_AGO.date())) == ("requested", True)


@pytest.mark.parametrize("channel", ["online", "link"])
def test_what_is_answered_in_the_program_runs_out(
    of: make.Cast, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    assert looked_at(of, sent_long_ago(of, monkeypatch, channel=channel))[0] == "cancelled"


def test_what_was_entered_after_its_answer_was_due_is_history_and_stays(of: make.Cast) -> None:
    assert looked_at(of, make.sent(of)) == ("requested", True)


def test_the_job_comes_back_only_to_what_is_still_to_be_done(
    of: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    stays = sent_long_ago(of, monkeypatch, channel="paper")
    monkeypatch.setattr(jobs, "settle", lambda referral_id, agency_id: asked.append(referral_id))
    jobs.look_at_deadlines(0)
    looked = list(asked)
    monkeypatch.undo()
    jobs.settle(stays.id, of.provider.agency_id)
    monkeypatch.setattr(jobs, "settle", lambda referral_id, agency_id: asked.append(referral_id))
    jobs.look_at_deadlines(0)
    assert looked == [stays.id] and asked == looked
