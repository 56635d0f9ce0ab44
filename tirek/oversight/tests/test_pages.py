"""«Кто смотрел», the question it raises, and what the overseer sees: workers by name, people never."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tirek.access.tests import make as access
from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import Reading
from tirek.gate.acting import act_as
from tirek.oversight import actions
from tirek.oversight.models import Finding, Question
from tirek.oversight.policies import NotYours
from tirek.people import actions as people_actions
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
def auditor(worker: Worker) -> Worker:
    return staff.worker("auditor", of=worker.agency, name="Ким Вера", roles=["auditor"])


def browser_of(worker: Worker) -> Client:
    client = Client()
    client.force_login(worker.user)
    client.cookies["django_language"] = "en"
    return client


def page(worker: Worker, name: str, *args: Any) -> str:
    answer = browser_of(worker).get(reverse(f"oversight:{name}", args=args))
    assert answer.status_code == 200, name
    return answer.content.decode()


def finding(worker: Worker, addresses: Any, about: Worker) -> Finding:
    """A finding, written by the database's own function."""
    import psycopg

    with psycopg.connect(addresses.admin) as admin:
        admin.execute(
            "INSERT INTO oversight_finding (id, kind, worker_id, agency_id, day, count, found_at, verdict, note)"
            " VALUES (gen_random_uuid(), 'at_night', %s, %s, %s, 3, now(), '', '')",
            [about.id, about.agency_id, timezone.localdate()],
        )
    with act_as(worker.actor):
        return Finding.objects.get()


def test_it_says_who_from_where_when_and_what_for(worker: Worker, person: Person) -> None:
    other = access.other_worker()
    access.signed(person, worker, other.agency)
    for one in (worker, other, other):
        browser_of(one).get(reverse("access:person", args=[person.id]))
    html = page(worker, "looked", person.id)
    assert "Марат Ибраев" in html
    assert other.agency.name in html
    assert "consent and access" in html
    assert "2 times" in html
    assert Reading.objects.latest("id").purpose == "oversight"


def test_a_refusal_stands_there_too(worker: Worker, person: Person) -> None:
    stranger = staff.worker("stranger", of=staff.agency("Другой фонд"), name="Пак Инна")
    assert browser_of(stranger).get(reverse("desk:person", args=[person.id])).status_code == 404
    html = page(worker, "looked", person.id)
    assert "Пак Инна" in html
    assert "was refused" in html


def test_the_person_page_and_consents_lead_there(worker: Worker, person: Person) -> None:
    address = reverse("oversight:looked", args=[person.id])
    for name in ("desk:person", "access:person"):
        assert address in browser_of(worker).get(reverse(name, args=[person.id])).content.decode()


def test_a_stranger_is_not_told_who_looked(person: Person) -> None:
    stranger = staff.worker("stranger", of=staff.agency("Другой фонд"))
    answer = browser_of(stranger).get(reverse("oversight:looked", args=[person.id]))
    assert answer.status_code == 404
    assert Reading.objects.filter(action="denied", person_id=person.id).exists()


def test_the_person_asks_and_the_lookers_overseer_answers(worker: Worker, person: Person) -> None:
    other = access.other_worker()
    overseer = staff.worker("overseer", of=other.agency, name="Ким Вера", roles=["auditor"])
    access.signed(person, worker, other.agency)
    browser_of(other).get(reverse("access:person", args=[person.id]))
    reading = Reading.objects.get(worker_id=other.id)
    asking = browser_of(worker)
    for _ in range(2):
        asked = asking.post(reverse("oversight:ask", args=[person.id, reading.id]))
        assert asked.status_code == 302
    question = Question.objects.get()
    assert "asked, no answer yet" in page(worker, "looked", person.id)

    html = page(overseer, "questions")
    assert other.name in html
    assert "Серікұлы" not in html
    answering = browser_of(overseer)
    said = {"answer": "Готовили обращение о жилье"}
    assert answering.post(reverse("oversight:answer", args=[question.id]), said).status_code == 302
    assert "Готовили обращение о жилье" in page(worker, "looked", person.id)
    assert answering.post(reverse("oversight:answer", args=[question.id]), said).status_code == 404


def test_nobody_answers_for_themselves(worker: Worker, person: Person) -> None:
    browser_of(worker).get(reverse("desk:person", args=[person.id]))
    reading = Reading.objects.filter(action="open").latest("id")
    question = actions.ask(reading=reading, by=worker.actor)
    with pytest.raises(NotYours):
        actions.answer(question=question, answer="так", by=worker.actor)


def test_an_answer_is_erased_with_the_person(worker: Worker, person: Person, auditor: Worker) -> None:
    browser_of(worker).get(reverse("desk:person", args=[person.id]))
    question = actions.ask(reading=Reading.objects.filter(action="open").latest("id"), by=worker.actor)
    with act_as(auditor.actor):
        actions.answer(question=question, answer="о жилье Нурлана", by=auditor.actor)
    people_actions.erase(person=person, ground="заявление", by=worker.actor)
    with act_as(auditor.actor):
        assert Question.objects.get().answer == ""


@pytest.mark.parametrize("name", ["findings", "questions", "log"])
def test_pages_of_oversight_are_the_overseers(worker: Worker, auditor: Worker, name: str) -> None:
    page(auditor, name)
    social = staff.worker("social", of=worker.agency, roles=["social_worker"])
    assert browser_of(social).get(reverse(f"oversight:{name}")).status_code == (
        403 if name == "findings" else 404
    )


def test_the_log_names_workers_and_no_people(worker: Worker, auditor: Worker, person: Person) -> None:
    browser_of(worker).get(reverse("desk:person", args=[person.id]))
    html = page(auditor, "log")
    assert worker.name in html
    assert "Серікұлы" not in html
    assert str(person.id) not in html


@pytest.mark.django_db(transaction=True)
def test_a_finding_is_reviewed_once_and_not_about_oneself(
    worker: Worker, auditor: Worker, addresses: Any
) -> None:
    one = finding(auditor, addresses, about=worker)
    assert worker.name in page(auditor, "findings")
    own = browser_of(worker)
    assert own.get(reverse("oversight:review", args=[one.id])).status_code == 404
    said = {"verdict": "explained", "note": "дежурство"}
    client = browser_of(auditor)
    assert client.post(reverse("oversight:review", args=[one.id]), {"verdict": ""}).status_code == 422
    assert client.post(reverse("oversight:review", args=[one.id]), said).status_code == 302
    assert client.get(reverse("oversight:review", args=[one.id])).status_code == 404
    with act_as(auditor.actor):
        one.refresh_from_db()
        assert (one.verdict, one.note, one.reviewed_by) == ("explained", "дежурство", auditor.id)
        with pytest.raises(NotYours):
            actions.review(finding=one, verdict="misuse", by=auditor.actor)
