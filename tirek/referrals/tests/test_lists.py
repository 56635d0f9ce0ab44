"""An agency's queues: each part in its own order, turned page by page by whoever reads it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tirek.agencies.models import Worker
from tirek.gate.fetching import fetch
from tirek.referrals import actions, deadlines, lists
from tirek.referrals.models import Referral
from tirek.referrals.tests import make
from tirek.referrals.turns import turns_of

pytestmark = pytest.mark.django_db
NOBODY = UUID(int=2017)


def opened(worker: Worker, query: str = "", side: str = "incoming") -> Any:
    """The list as somebody's browser gets it."""
    client = Client()
    client.force_login(worker.user)
    return client.get(f"{reverse(f'referrals:{side}')}{query}").context


def shown(context: Any) -> list[UUID]:
    return [line.pk for line in context["page"].items]


@pytest.fixture
def of() -> make.Cast:
    return make.cast()


@pytest.fixture
def waiting(of: make.Cast, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Five that wait for an answer, the first due first; two of them have one day, and two stand on a page."""
    monkeypatch.setattr(lists, "ON_A_PAGE", 2)
    now, days = timezone.now(), iter((1, 2, 2, 3, 4))
    monkeypatch.setattr(deadlines, "answer_due", lambda *_at, **_said: now + timedelta(days=next(days)))
    for _time in range(5):
        make.sent(of, channel="slip")
    return list(Referral.objects.order_by("due_at", "pk").values_list("pk", flat=True))


def test_the_pages_of_a_queue_turn_forth_and_back(of: make.Cast, waiting: list[UUID]) -> None:
    first = opened(of.provider)
    second = opened(of.provider, first["page"].next_query)
    third = opened(of.provider, second["page"].next_query)
    assert [*shown(first), *shown(second), *shown(third)] == waiting
    assert not first["page"].previous_query and not third["page"].next_query
    assert shown(opened(of.provider, third["page"].previous_query)) == shown(second)
    assert shown(opened(of.provider, second["page"].previous_query)) == shown(first)


@pytest.mark.parametrize("query", ["?after=nonsense", f"?after={NOBODY}", f"?before={NOBODY}"])
def test_a_list_begins_anew_after_a_row_that_is_not_there(
    of: make.Cast, waiting: list[UUID], query: str
) -> None:
    assert shown(opened(of.provider, query)) == waiting[:2]


def test_what_was_answered_stands_in_its_own_part_and_is_counted_there(
    of: make.Cast, waiting: list[UUID]
) -> None:
    referral = Referral.objects.get(pk=waiting[0])
    make.doing(actions.accept, referral, of.provider, receives="Марат Ибраев", appointment_at=None)
    context = opened(of.provider, "?show=work")
    assert shown(context) == [referral.pk]
    assert {code: count for code, _label, count in context["queues"]} == {
        "waiting": "4",
        "work": "1",
        "finished": None,
        "refused": None,
    }


def test_drafts_stand_in_the_outgoing_list_alone(of: make.Cast) -> None:
    draft = actions.draft(asked=make.asked(of), by=of.sender.actor)
    assert shown(opened(of.sender, "?show=drafts", "outgoing")) == [draft.pk]
    incoming = opened(of.provider, "?show=drafts")
    assert (incoming["show"], shown(incoming)) == ("waiting", [])


def test_what_is_the_agencys_turn_is_told_once_though_it_comes_by_name_too(of: make.Cast) -> None:
    referral = make.sent(of, channel="slip")
    Referral.objects.filter(pk=referral.pk).update(escalate_to=of.provider.id, escalated_at=timezone.now())
    (turn,) = fetch(turns_of(of.provider.actor, most=9))
    assert (turn.id, turn.is_escalated) == (referral.pk, True)


@pytest.mark.parametrize(
    ("asked_for", "title"), [("с 9 до 12", "Обучение: с 9 до 12"), ("Обучение", "Обучение"), ("", "Обучение")]
)
def test_a_line_says_once_what_is_asked_for(asked_for: str, title: str) -> None:
    assert lists._title("Обучение", asked_for) == title
