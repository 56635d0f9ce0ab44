"""What donors and coordinators see through real pages and files: never one to four people, never two tables that far apart."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tirek.agencies.models import Agency, Worker
from tirek.agencies.roles import Role
from tirek.agencies.tests.make import acting
from tirek.agencies.tests.make import agency as other_agency
from tirek.agencies.tests.make import worker as hired
from tirek.gate.acting import act_as
from tirek.grants.models import Grant
from tirek.reports import actions, editions
from tirek.reports.indicators import REPORT
from tirek.reports.models import Edition
from tirek.reports.policies import NoDonor, NotYourGrant
from tirek.reports.tests import make
from tirek.services.actions import Ending
from tirek.services.models import Service

pytestmark = pytest.mark.django_db(transaction=True)
"""Committed, so that the report's own role counts, over its own connection."""
KINDS = ("Юридическая консультация", "Продуктовый набор", "Психологическая консультация")
ENDS = (Ending.GIVEN, Ending.GIVEN, Ending.GIVEN, Ending.REFUSED, Ending.DECLINED)


@pytest.fixture
def donor(worker: Worker) -> Worker:
    """A representative of the donor, in an organisation of its own."""
    return hired("dana", of=other_agency("Центр поддержки", Agency.Kind.DONOR), roles=[Role.DONOR])


@pytest.fixture
def coordinator(worker: Worker) -> Worker:
    """The regional coordinator, in the akimat."""
    return hired("karim", of=other_agency("Акимат области", Agency.Kind.AKIMAT), roles=[Role.COORDINATOR])


@pytest.fixture
def browser(client: Client, worker: Worker) -> Client:
    """A browser nobody is logged in with."""
    return client


def some_people(grant: Grant, count: int, dice: random.Random) -> None:
    """Invented people of every age, each with some services that ended somehow."""
    for _turn in range(count):
        born = date(dice.randint(1950, 2003), dice.randint(1, 12), dice.randint(1, 28))
        name = f"{dice.choice('АБВГД')}{dice.randint(1000, 9999)} Имя{dice.randint(1000, 9999)}"
        who = make.person(name, birth_on=born, sex=dice.choice("mmmf"))
        make.application(grant, who, entered=dice.random() < 0.8)
        for kind in dice.sample(KINDS, dice.randint(1, 3)):
            day = date(2017, dice.randint(8, 11), dice.randint(1, 20))
            make.service(grant, who, kind, ending=dice.choice(ENDS), happened_on=day)


def on(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the register think that this day is today."""
    monkeypatch.setattr(editions, "localdate", lambda: day)


def counts_in(value: Any) -> Iterator[int | None]:
    """Every published count of the JSON."""
    yield value["people"]
    for sheet in value["sheets"]:
        for line in sheet["lines"]:
            yield from line["cells"]


def is_fit(count: int | None) -> bool:
    """Hidden, nought, or a multiple of five."""
    return count is None or count % 5 == 0


def written_on(page: str) -> list[int]:
    """The numbers that stand in the tables and tiles of a page, the plan apart."""
    cells = re.findall(r'<td class="num" data-label="(?!План|Отклонение)[^"]*">([^<]*)</td>', page)
    tiles = re.findall(r'kpi"><b>([^<]*)</b>', page)
    return [int(re.sub(r"\s", "", text)) for text in (*cells, *tiles) if text.strip()]


@pytest.mark.parametrize("seed", range(4))
def test_no_published_count_is_of_one_to_four_people(
    browser: Client, donor: Worker, coordinator: Worker, worker: Worker, seed: int
) -> None:
    dice = random.Random(seed)
    grant = make.grant()
    some_people(grant, dice.randint(5, 25), dice)
    acting(actions.open_to_donor, grant=grant, worker=donor, by=worker.actor)
    for who, addresses in (
        (donor, [("figures:grant", [grant.pk])]),
        (coordinator, [("figures:oblast", [code]) for code in ("2017", "2017-q3", "2017-q4")]),
    ):
        browser.force_login(who.user)
        for name, arguments in addresses:
            page = browser.get(reverse(name, args=arguments)).content.decode()
            assert all(number % 5 == 0 for number in written_on(page)), name
            told = browser.get(reverse(f"{name}_file", args=[*arguments, "json"])).json()
            assert all(map(is_fit, counts_in(told)))
            file = browser.get(reverse(f"{name}_file", args=[*arguments, "csv"])).content.decode("utf-8-sig")
            numbers = [row[3] for row in csv.reader(io.StringIO(file))][1:]
            assert all(not text.isdigit() or int(text) % 5 == 0 for text in numbers)
            assert "Имя" not in page + file


def test_no_two_tables_differ_by_one_to_four(
    browser: Client,
    coordinator: Worker,
    donor: Worker,
    worker: Worker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dice = random.Random(7)
    grant = make.grant()
    some_people(grant, 16, dice)
    acting(actions.open_to_donor, grant=grant, worker=donor, by=worker.actor)
    for month in (3, 4, 5):
        on(date(2026, month, 2), monkeypatch)
        some_people(grant, dice.randint(1, 4), dice)
        browser.force_login(coordinator.user)
        for code in ("2017", "2017-q3", "2017-q4"):
            browser.get(reverse("figures:oblast", args=[code]))
        browser.force_login(donor.user)
        browser.get(reverse("figures:grant", args=[grant.pk]))
    told = [count for edition in Edition.objects.all() for count in counts_in(edition.tables)]
    assert Edition.objects.count() == 12
    assert all(abs(a - b) not in range(1, 5) for a, b in combinations([n for n in told if n is not None], 2))


def test_figures_stay_as_they_were_said_until_the_next_month(
    browser: Client, coordinator: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant = make.grant()
    some_people(grant, 10, random.Random(1))
    browser.force_login(coordinator.user)
    address = reverse("figures:oblast_file", args=["2017", "json"])
    on(date(2026, 3, 2), monkeypatch)
    before = browser.get(address).json()
    some_people(grant, 10, random.Random(2))
    on(date(2026, 3, 31), monkeypatch)
    assert browser.get(address).json() == before
    on(date(2026, 4, 1), monkeypatch)
    assert browser.get(address).json()["people"] == before["people"] + 10


def test_of_fewer_than_five_people_nothing_is_told(browser: Client, coordinator: Worker) -> None:
    some_people(make.grant(), 4, random.Random(3))
    browser.force_login(coordinator.user)
    told = browser.get(reverse("figures:oblast_file", args=["2017", "json"])).json()
    assert (told["people"], told["sheets"]) == (None, [])
    page = browser.get(reverse("figures:oblast", args=["2017"])).content.decode()
    assert "Людей слишком мало" in page


def test_a_donor_sees_the_grants_opened_to_them_and_no_other(
    browser: Client, donor: Worker, worker: Worker
) -> None:
    grant, shut = make.grant(), make.grant(title="Другой", amount=Decimal(1))
    reader = acting(actions.open_to_donor, grant=grant, worker=donor, by=worker.actor)
    browser.force_login(donor.user)
    assert grant.title in browser.get("/", follow=True).content.decode()
    assert browser.get(reverse("figures:grant", args=[grant.pk])).status_code == 200
    assert browser.get(reverse("figures:grant", args=[shut.pk])).status_code == 404
    for name in ("reports:grant", "reports:report", "figures:readers"):
        assert browser.get(reverse(name, args=[shut.pk])).status_code == 403
    assert browser.get(reverse("reports:figure", args=[grant.pk, "entered"])).status_code == 403
    assert browser.get(reverse("figures:oblast", args=["2017"])).status_code == 404
    acting(actions.close_to_donor, reader=reader, by=worker.actor)
    assert browser.get(reverse("figures:grant", args=[grant.pk])).status_code == 404


def test_only_the_grant_manager_of_its_agency_opens_a_grant_and_only_to_a_donor(
    donor: Worker, coordinator: Worker, worker: Worker
) -> None:
    grant = make.grant()
    with pytest.raises(NotYourGrant):
        acting(actions.open_to_donor, grant=grant, worker=donor, by=donor.actor)
    with pytest.raises(NoDonor):
        acting(actions.open_to_donor, grant=grant, worker=coordinator, by=worker.actor)


def test_a_grant_manager_opens_the_figures_by_form_and_sees_the_donors_page(
    logged_in: Client, donor: Worker
) -> None:
    grant = make.grant()
    address = reverse("figures:readers", args=[grant.pk])
    assert logged_in.post(address, {"worker": donor.pk}).status_code == 302
    assert donor.name in logged_in.get(address).content.decode()
    assert logged_in.get(reverse("figures:grant", args=[grant.pk])).status_code == 200
    reader = grant.readers.get()
    logged_in.post(reverse("figures:close", args=[grant.pk, reader.pk]))
    assert grant.readers.filter(closed_at=None).count() == 0


def test_the_oblast_counts_the_people_of_every_agency_and_other_purposes_do_not(
    browser: Client, coordinator: Worker, worker: Worker
) -> None:
    some_people(make.grant(), 9, random.Random(4))
    stranger = hired("zere", of=other_agency("Другой фонд"))
    with act_as(stranger.actor), act_as(stranger.actor, purpose="figures", using=REPORT):
        assert Service.objects.using(REPORT).count() == 0
    browser.force_login(coordinator.user)
    assert browser.get(reverse("figures:oblast_file", args=["2017", "json"])).json()["people"] == 10


@pytest.mark.parametrize("code", ["2016-q5", "1999", "2017-03", "x"])
def test_only_fixed_periods_are_counted(browser: Client, coordinator: Worker, code: str) -> None:
    make.grant()
    browser.force_login(coordinator.user)
    assert browser.get(reverse("figures:oblast", args=[code])).status_code == 404
