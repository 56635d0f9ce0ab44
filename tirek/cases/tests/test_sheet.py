"""The list for the person on paper: ordered on the page, set by the worker's process, in both languages, health kept apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tirek.access.tests import make as access
from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import Reading
from tirek.cases import jobs, sheets
from tirek.cases.models import PlanSheet
from tirek.cases.tests import make
from tirek.gate.acting import act_as
from tirek.people.models import Person
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def person(worker: Worker) -> Person:
    return people.nurlan(worker)


@pytest.fixture
def page(client: Client, worker: Worker) -> Client:
    client.force_login(worker.user)
    return client


def set_by_the_worker(sheet: PlanSheet, worker: Worker) -> None:
    jobs.set_sheet(str(sheet.id), str(worker.id), str(worker.agency_id))
    sheet.refresh_from_db()


def test_the_list_is_set_in_the_background_and_handed_out_as_pdf(
    page: Client, worker: Worker, person: Person
) -> None:
    make.need(worker, person)
    make.plan(worker, person)
    assert page.post(reverse("cases:order_sheet", args=[person.id]), {"language": "kk"}).status_code == 302
    sheet = PlanSheet.objects.get()
    assert sheet.paper is None
    assert page.get(reverse("cases:sheet", args=[sheet.id])).status_code == 404
    set_by_the_worker(sheet, worker)
    answer = page.get(reverse("cases:sheet", args=[sheet.id]))
    assert answer.content.startswith(b"%PDF")
    assert Reading.objects.filter(action="print", person_id=person.id, category=3).exists()


def test_a_list_ordered_anew_takes_the_place_of_the_old_one(
    page: Client, worker: Worker, person: Person
) -> None:
    for _ in range(2):
        page.post(reverse("cases:order_sheet", args=[person.id]), {"language": "ru"})
        set_by_the_worker(PlanSheet.objects.get(), worker)
    assert PlanSheet.objects.count() == 1


def test_a_list_that_speaks_of_health_is_kept_as_health(worker: Worker, person: Person) -> None:
    access.signed(person, worker, worker.agency, (1, 5))
    make.need(worker, person, "Медицинский осмотр", "medical")
    sheet = sheets.order_sheet(person=person, ids=[person.id], language="ru", by=worker.actor)
    assert sheet.category == 5
    blind = replace(worker.actor, categories=frozenset({1, 3}))
    with act_as(blind):
        assert not PlanSheet.objects.exists()
        other = sheets.order_sheet(person=person, ids=[person.id], language="ru", by=blind)
        assert other.category == 3


@pytest.mark.parametrize(("language", "me", "kind"), [("ru", "я", "документы"), ("kk", "мен", "құжаттар")])
def test_the_paper_says_who_does_what_by_when_in_the_persons_language(
    worker: Worker, person: Person, language: str, me: str, kind: str
) -> None:
    first = make.need(worker, person)
    make.need(worker, person, "Работа", "work", waits_for=[first.id])
    make.plan(worker, person)
    with override(language):
        said = sheets.rows_of(person, [person.id], worker.agency, worker.name, language)
    (plan,) = said["plans"]
    assert plan["goals"][0]["steps"][0]["who"] == me
    assert kind in {need["kind"] for need in said["needs"]}
    assert {need["first"] for need in said["needs"]} == {"", first.text}
