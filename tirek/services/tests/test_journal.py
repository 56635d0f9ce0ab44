"""The journal of services and the catalogue."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import Reading
from tirek.gate.acting import act_as
from tirek.gate.fetching import fetch
from tirek.grants.models import Category
from tirek.people.models import Person
from tirek.people.tests import make as people
from tirek.services import actions, queries
from tirek.services.actions import Ending
from tirek.services.models import ServiceKind
from tirek.services.tests import make

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


def test_the_pages_of_the_journal_neither_lose_nor_double_a_line(
    page: Client, worker: Worker, person: Person
) -> None:
    """Many lines on the same day are the trap: the id must break the tie."""
    for place in range(120):
        make.service(worker, person, happened_on=date(2017, 9, 1) + timedelta(days=place // 60))
    seen: list[str] = []
    address = reverse("services:journal")
    while address:
        answer = page.get(address)
        seen += [str(line.service.id) for line in answer.context["lines"]]
        further = answer.context["page"].next_query
        address = reverse("services:journal") + further if further else ""
    assert len(seen) == len(set(seen)) == 120


def test_a_page_of_the_journal_costs_the_same_however_long_it_is(
    page: Client, worker: Worker, person: Person, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for ending in Ending:
        for _ in range(5):
            make.service(worker, person, ending)
    page.get(reverse("services:journal"))
    # Eleven, the row of the access log, and whether the demo still is one.
    with django_assert_max_num_queries(13):  # type: ignore[operator]
        page.get(reverse("services:journal"))


@pytest.mark.parametrize("ending", list(Ending))
def test_the_journal_is_narrowed_by_ending(
    page: Client, worker: Worker, person: Person, ending: Ending
) -> None:
    for one in Ending:
        make.service(worker, person, one)
    lines = page.get(reverse("services:journal"), {"ending": ending}).context["lines"]
    assert [line.ending for line in lines] == [ending]


def test_the_journal_is_narrowed_by_kind_and_days(page: Client, worker: Worker, person: Person) -> None:
    make.service(worker, person, happened_on=date(2017, 9, 1))
    wanted = make.service(worker, person, code="legal_advice", happened_on=date(2017, 9, 10))
    make.service(worker, person, code="legal_advice", happened_on=date(2017, 10, 1))
    said: dict[str, str | int] = {
        "kind": make.kind("legal_advice").id,
        "since": "02.09.2017",
        "until": "30.09.2017",
    }
    lines = page.get(reverse("services:journal"), said).context["lines"]
    assert [line.service for line in lines] == [wanted]


def test_a_filter_that_cannot_be_read_narrows_nothing(page: Client, worker: Worker, person: Person) -> None:
    make.service(worker, person)
    answer = page.get(reverse("services:journal"), {"since": "13/45/9", "kind": "x", "ending": "nonsense"})
    assert answer.status_code == 200
    assert len(answer.context["lines"]) == 1


def test_another_agencys_lines_are_not_in_the_journal(page: Client) -> None:
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        make.service(other, people.person(other, "Ким Олег"))
    assert not page.get(reverse("services:journal")).context["lines"]


def test_reading_one_line_is_journaled(page: Client, worker: Worker, person: Person) -> None:
    service = make.service(worker, person)
    page.get(reverse("services:entry", args=[service.id]))
    assert Reading.objects.filter(person_id=person.id, category=3).count() == 1


def test_services_are_counted_by_kind_and_sessions_beside_them(worker: Worker, person: Person) -> None:
    for day in (1, 2, 3):
        make.service(worker, person, code="psychological_help", happened_on=date(2017, 9, day))
    make.service(worker, person, happened_on=date(2017, 9, 2))
    make.service(worker, person, Ending.NO_SHOW, happened_on=date(2017, 9, 9))
    given = fetch(queries.given_to([person.id]))[person.id]
    assert (given.services, given.sessions, given.last_on) == (2, 4, date(2017, 9, 3))
    assert given.last_kind == make.kind("psychological_help").name


def test_a_name_from_a_spreadsheet_waits_to_be_checked(page: Client, worker: Worker) -> None:
    kind = actions.name_kind(text="Помощь с жильём", by=worker.actor)
    assert "Помощь с жильём" in page.get(reverse("services:kinds")).content.decode()
    said = {
        "name_ru": "Помощь с жильём",
        "name_kk": "Баспана",
        "name_en": "Housing",
        "category": Category.OTHER,
    }
    assert page.post(reverse("services:check_kind", args=[kind.id]), said).status_code == 302
    checked = ServiceKind.objects.get(pk=kind.pk)
    assert not checked.proposed
    assert checked.name_kk == "Баспана"


def test_a_kind_without_a_russian_name_is_not_checked(page: Client, worker: Worker) -> None:
    kind = actions.name_kind(text="Помощь с жильём", by=worker.actor)
    answer = page.post(reverse("services:check_kind", args=[kind.id]), {"name_ru": "", "category": "other"})
    assert answer.status_code == 422
    assert ServiceKind.objects.get(pk=kind.pk).proposed


def test_a_reason_in_own_words_is_checked_too(page: Client, worker: Worker) -> None:
    reason = actions.name_refusal_reason(text="нет прописки", by=worker.actor)
    said = {"name_ru": "нет прописки", "name_kk": "тіркеу жоқ", "name_en": "not registered"}
    assert page.post(reverse("services:check_reason", args=[reason.id]), said).status_code == 302
    reason.refresh_from_db()
    assert not reason.proposed


@pytest.mark.parametrize("text", ["Серік", "Серикулы", people.IIN])
def test_the_person_for_a_service_is_found(page: Client, worker: Worker, person: Person, text: str) -> None:
    html = page.get(reverse("services:who"), {"q": text}).content.decode()
    assert re.search(reverse("services:record", args=[person.id]), html)
