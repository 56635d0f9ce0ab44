"""A row gone from the file: nothing is deleted; it stays, or it is struck out until somebody restores it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tirek.agencies.models import Worker
from tirek.audit.models import JournalEntry
from tirek.cases.models import Application
from tirek.exchange import vanished
from tirek.exchange.actions import NotNow
from tirek.exchange.messages import refusal_in_words
from tirek.exchange.models import ImportRow, SourceRow
from tirek.exchange.tests import make
from tirek.exchange.tests.test_commit import LINES, journal
from tirek.services import offering, stock
from tirek.services.models import Offer, Service, Taken
from tirek.services.tests import make as services

pytestmark = pytest.mark.django_db
EVENTS = [("№", "Начало", "Форма"), (1, "01.08.2017", "Опрос")]


@pytest.fixture
def worker() -> Worker:
    """A worker whose first file had two services, and whose second has one."""
    hired = make.hire()
    make.bring(journal(*LINES), hired)
    make.bring(journal(LINES[0]), hired)
    return hired


def gone() -> ImportRow:
    return ImportRow.objects.filter(outcome="vanished").latest("id")


def test_a_row_struck_out_stands_nowhere_and_is_kept(worker: Worker) -> None:
    vanished.strike(row=gone(), by=worker.actor)
    assert [line.number for line in Service.objects.all()] == [1]
    assert Service.every.count() == 2
    assert JournalEntry.objects.filter(action="services.strike").count() == 1
    assert make.rows_of(make.bring(journal(LINES[0]), worker), "vanished") == []


def test_a_struck_row_counts_again_when_it_is_restored(worker: Worker) -> None:
    row = gone()
    vanished.strike(row=row, by=worker.actor)
    vanished.restore(row=row, by=worker.actor)
    assert Service.objects.count() == 2
    assert make.rows_of(make.bring(journal(LINES[0]), worker), "vanished") == []


def test_a_struck_row_that_comes_back_in_a_file_counts_again(worker: Worker) -> None:
    vanished.strike(row=gone(), by=worker.actor)
    again = make.bring(journal(*LINES), worker)
    assert [(row.sheet, row.key) for row in make.rows_of(again, "changed")] == [("services", "2")]
    assert Service.objects.count() == 2 and Service.every.count() == 2


@pytest.fixture
def given_out(worker: Worker) -> Offer:
    """What the vanished line was taken from; it is struck out, and since then somebody else got the last one."""
    row = gone()
    line = Service.objects.get(number=2)
    offer = services.offer(worker, stock=1, code=line.kind.code)
    stock.take(service_id=line.pk, offer_id=offer.pk)
    vanished.strike(row=row, by=worker.actor)
    offering.limit_to(offer=offer, limit="stock", total=1, left=0, seen=1, by=worker.actor)
    return offer


def test_a_line_whose_stock_is_gone_stays_struck_and_the_page_says_why(
    client: Client, worker: Worker, given_out: Offer
) -> None:
    row = gone()
    with pytest.raises(NotNow, match="out_of_stock"):
        vanished.restore(row=row, by=worker.actor)
    client.force_login(worker.user)
    answer = client.post(reverse("exchange:restore", args=[row.pk]), follow=True)
    assert refusal_in_words("out_of_stock") in answer.content.decode()
    assert not JournalEntry.objects.filter(action__in=("services.restore", "exchange.restore")).exists()
    assert Service.objects.count() == 1 and services.left(given_out) == 0
    assert SourceRow.objects.filter(struck_at__isnull=False).count() == 1


def test_a_struck_line_that_comes_back_in_a_file_counts_though_its_stock_is_gone(
    worker: Worker, given_out: Offer
) -> None:
    make.bring(journal(*LINES), worker)
    assert Service.objects.count() == 2 and services.left(given_out) == 0
    assert not Taken.objects.exists()


def test_a_struck_application_leaves_its_person_in_the_registry() -> None:
    worker = make.hire()
    make.bring(journal(*LINES), worker)
    fewer = make.workbook({"Обращения": [make.APPLICATIONS, make.TWO_PEOPLE[0]]})
    make.bring(fewer, worker)
    vanished.strike(row=gone(), by=worker.actor)
    assert Application.objects.count() == 1 and Application.every.count() == 2


def test_the_books_of_a_grant_are_not_struck_out_here() -> None:
    worker = make.hire()
    two = [*EVENTS, (2, "02.08.2017", "Опрос")]
    make.bring(make.workbook({"Проект": make.PROJECT, "Мероприятия": two}), worker)
    make.bring(make.workbook({"Проект": make.PROJECT, "Мероприятия": EVENTS}), worker)
    with pytest.raises(NotNow, match="cannot_be_struck"):
        vanished.strike(row=gone(), by=worker.actor)


def test_the_page_asks_strikes_out_and_restores(client: Client, worker: Worker) -> None:
    client.force_login(worker.user)
    row = gone()
    page = reverse("exchange:preview", args=[row.file_id])
    assert "Вычеркнуть" in client.get(page).content.decode()
    client.post(reverse("exchange:strike", args=[row.pk]))
    assert Service.objects.count() == 1
    struck = client.get(page).content.decode()
    assert "Вычеркнуть" not in struck and "Снова учитывать" in struck
    person = Service.every.get(number=2).person_id
    told = client.get(reverse("desk:person", args=[person])).content.decode()
    assert "вычеркнуто" in told
    client.post(reverse("exchange:restore", args=[row.pk]))
    assert Service.objects.count() == 2
