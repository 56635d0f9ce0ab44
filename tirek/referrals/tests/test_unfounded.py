"""Each number of the page on unfounded requests opens the referrals behind it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tirek.agencies.tests import make as staff
from tirek.audit.models import Reading
from tirek.gate.acting import act_as
from tirek.referrals import actions, unfounded
from tirek.referrals.tests import make

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year
LINK = re.compile(r'href="([^"]+of=([^"]+))">(?:<b>)?(\d+)')


@pytest.fixture
def of() -> make.Cast:
    """Four requests, of which three were refused and two of these were unfounded."""
    cast = make.cast()
    for code in ("not_in_hardship", "not_in_hardship", "out_of_stock"):
        reason, sent = make.reason(code), make.sent(cast, channel="slip")
        make.doing(actions.refuse, sent, cast.provider, reason=reason, next_step="talk")
    make.sent(cast, channel="slip")
    return cast


def test_every_number_opens_as_many_rows_as_it_says(client: Client, of: make.Cast) -> None:
    client.force_login(of.provider.user)
    page = client.get(reverse("letters:statistics")).content.decode()
    numbers = {
        what: (address.replace("&amp;", "&"), int(count)) for address, what, count in LINK.findall(page)
    }
    assert {what: count for what, (_, count) in numbers.items()} == {
        "asked": 4,
        "refused": 3,
        "unfounded": 2,
        "not_in_hardship": 2,
        "out_of_stock": 1,
    }
    for address, count in numbers.values():
        opened = client.get(address)
        assert (opened.context["total"], len(opened.context["lines"])) == (count, count)
        with act_as(of.provider.actor):
            assert Reading.objects.filter(action="open", rows=count).exists()
    row, _look = opened.context["lines"][0]
    assert reverse("referrals:referral", args=[row.pk]) in opened.content.decode()


def test_rows_and_numbers_are_of_the_last_refusal(of: make.Cast) -> None:
    year = (of.provider.agency_id, YEAR, of.sender.agency_id)
    with act_as(of.provider.actor):
        one = unfounded.rows(*year, "unfounded")[0]
    make.doing(actions.give_back, one, of.sender, why="Уже не живёт с родителями")
    make.doing(actions.refuse, one, of.provider, reason=make.reason("out_of_stock"), next_step="talk")
    with act_as(of.provider.actor):
        assert unfounded.rows(*year, "unfounded").count() == 1
        assert unfounded.rows(*year, "out_of_stock").count() == 2


def test_nobody_else_opens_them_and_a_number_of_nothing_is_not_there(client: Client, of: make.Cast) -> None:
    third = staff.worker("third", of=staff.agency("Третьи"))
    address = reverse("letters:counted", args=[of.sender.agency_id])
    for worker, asked in (
        (third, "asked"),
        (of.sender, "asked"),
        (of.provider, "nonsense"),
        (of.provider, ""),
    ):
        client.force_login(worker.user)
        assert client.get(address, {"of": asked}).status_code == 404
        with act_as(worker.actor):
            assert Reading.objects.filter(action="denied", worker_id=worker.id).exists()
