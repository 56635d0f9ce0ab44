"""The pages of access: what they say before a withdrawal, whom they let in, and what they never tell."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tirek.access import actions, queries
from tirek.access.models import AccessRequest, Consent, Emergency, LegalRequest, Protection
from tirek.access.tests import make
from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.gate.acting import act_as
from tirek.gate.installation import found_real
from tirek.people import papers
from tirek.people.models import NameKind, PaperKind, Person
from tirek.people.registering import PaperFacts, Statement
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db
REASON = "Человек без сознания, нужен телефон родных"
DEMANDED = {
    "number": "17-2/99",
    "document_on": "20.11.2026",
    "requester": "Суд № 2 г. Риддер",
    "signer": "Судья Е. Оспанов",
    "article": "pd-9-1",
    "categories": ["1"],
}
TYPED = {"name": "Серікұлы Нұрлан Ғабитұлы", "birth_on": "08.03.1989", "iin": people.IIN}


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def person(worker: Worker) -> Person:
    return people.nurlan(worker)


@pytest.fixture
def other(worker: Worker) -> Worker:
    return make.other_worker()


@pytest.fixture
def page(client: Client, worker: Worker) -> Client:
    client.force_login(worker.user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def theirs(other: Worker) -> Client:
    client = Client()
    client.force_login(other.user)
    client.cookies["django_language"] = "en"
    return client


def text(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, name
    return answer.content.decode()


def form(other: Worker, **said: Any) -> dict[str, Any]:
    return {
        "receiver": str(other.agency_id),
        "categories": ["2", "3"],
        "purpose": "support",
        "language": "kk",
        "starts_on": f"{make.day(0):%d.%m.%Y}",
        "ends_on": f"{make.day(90):%d.%m.%Y}",
        "operator_bin": make.BIN,
        **said,
    }


def test_a_consent_goes_from_form_to_paper_to_received(page: Client, person: Person, other: Worker) -> None:
    page.post(reverse("access:consent_new", args=[person.id]), form(other))
    consent = Consent.objects.get()
    assert page.get(reverse("access:consent_print", args=[consent.id])).status_code == 404
    assert "The paper is being set" in text(page, "access:consent", consent.id)
    page.post(reverse("access:consent", args=[consent.id]), {"signed_on": f"{make.day(0):%d.%m.%Y}"})
    shown = text(page, "access:withdraw", person.id)
    assert "Will at once no longer see: identity, contacts, needs, plan and services." in shown
    assert "seen by 1 more organisation" in text(page, "desk:person", person.id)
    page.post(reverse("access:withdraw", args=[person.id]), {"consent": str(consent.id)})
    assert "seen by our organisation only" in text(page, "desk:person", person.id)


def test_an_end_before_the_start_is_said_in_words(page: Client, person: Person, other: Worker) -> None:
    said = form(other, ends_on=f"{make.day(-1):%d.%m.%Y}")
    answer = page.post(reverse("access:consent_new", args=[person.id]), said)
    assert answer.status_code == 422
    assert "would end before it begins" in answer.content.decode()
    assert not Consent.objects.exists()


def test_the_receiver_opens_the_person_and_stops_with_the_withdrawal(
    page: Client, theirs: Client, worker: Worker, person: Person, other: Worker
) -> None:
    address = reverse("desk:person", args=[person.id])
    assert theirs.get(address).status_code == 404
    consent = make.signed(person, worker, other.agency)
    assert theirs.get(address).status_code == 200
    assert theirs.get(reverse("access:person", args=[person.id])).status_code == 200
    page.post(reverse("access:withdraw", args=[person.id]), {"consent": str(consent.id)})
    assert theirs.get(address).status_code == 404


def test_another_agency_takes_no_consent(
    theirs: Client, worker: Worker, person: Person, other: Worker
) -> None:
    consent = make.signed(person, worker, other.agency)
    for name, one in (("consent_new", person.id), ("protect", person.id), ("legal_new", person.id)):
        assert theirs.get(reverse(f"access:{name}", args=[one])).status_code == 404
    assert theirs.get(reverse("access:consent", args=[consent.id])).status_code == 404
    for name in ("agree", "decline", "speak", "set_again", "consent_print"):
        assert theirs.post(reverse(f"access:{name}", args=[consent.id])).status_code in (404, 405)
    for name in (
        "person",
        "consent",
        "consent_print",
        "withdraw",
        "refuse",
        "review",
        "approve",
        "legal",
        "opened",
        "erase",
        "hold",
        "lift",
        "decide_erasure",
        "destroy",
        "note",
    ):
        answer = (
            theirs.post(reverse(f"access:{name}", args=[uuid4()])),
            theirs.get(reverse(f"access:{name}", args=[uuid4()])),
        )
        assert {one.status_code for one in answer} <= {404, 405}


def test_asking_tells_nothing_of_the_record(
    page: Client, theirs: Client, worker: Worker, person: Person, other: Worker
) -> None:
    answer = theirs.post(
        reverse("access:ask"), {**TYPED, "purpose": "employment", "note": "Ищет работу"}, follow=True
    )
    shown = answer.content.decode()
    assert "waits for an answer" in shown
    assert str(person.id) not in shown and worker.agency.name not in shown and person.name not in shown
    asked = AccessRequest.objects.get()
    assert person.name in text(page, "access:requests")
    assert other.agency.name in text(page, "access:requests")
    page.post(reverse("access:refuse", args=[asked.id]), {"refusal": "declined"})
    assert "the person does not agree" in text(theirs, "access:requests")


def test_the_first_step_of_asking_carries_what_was_typed(theirs: Client, person: Person) -> None:
    assert "08.03.1989" in theirs.post(reverse("access:ask"), TYPED).content.decode()
    assert not AccessRequest.objects.exists()


@pytest.mark.parametrize("minutes_ago", [9, 11])
def test_an_emergency_needs_the_second_factor_of_a_moment_ago(
    theirs: Client, person: Person, other: Worker, minutes_ago: int
) -> None:
    found_real()
    staff.show_second_factor(theirs, other, minutes_ago=minutes_ago)
    form = theirs.get(reverse("access:emergency"))
    assert form.status_code == (200 if minutes_ago < 10 else 302)
    said = {**TYPED, "category": "2", "reason": REASON}
    answer = theirs.post(reverse("access:emergency"), said, follow=True)
    assert ("+7 701 000 00 00" in answer.content.decode()) is (minutes_ago < 10)
    if minutes_ago > 10:
        assert answer.status_code == 422
        assert "Confirm the second factor" in answer.content.decode()
        assert not Emergency.objects.exists()


def test_an_extract_is_released_with_the_second_factor_of_a_moment_ago(
    page: Client, worker: Worker, person: Person
) -> None:
    page.post(reverse("access:legal_new", args=[person.id]), DEMANDED)
    demand = LegalRequest.objects.get()
    found_real()
    second = Client()
    colleague = staff.worker("second", name="Дана Ахметова")
    staff.show_second_factor(second, colleague, minutes_ago=11)
    asked = second.post(reverse("access:legal", args=[demand.id]), {"answer": "yes"})
    assert asked.status_code == 302 and "next=" in asked["Location"]
    demand.refresh_from_db()
    assert demand.decision == LegalRequest.Decision.WAITING
    staff.show_second_factor(second, colleague)
    second.post(reverse("access:legal", args=[demand.id]), {"answer": "yes"})
    demand.refresh_from_db()
    assert demand.decision == LegalRequest.Decision.RELEASED


def test_an_emergency_by_the_page(theirs: Client, page: Client, person: Person, other: Worker) -> None:
    answer = theirs.post(
        reverse("access:emergency"), {**TYPED, "category": "2", "reason": REASON}, follow=True
    )
    assert "+7 701 000 00 00" in answer.content.decode()
    emergency = Emergency.objects.get()
    assert REASON in text(page, "access:requests")
    page.post(reverse("access:review", args=[emergency.id]), {"verdict": "right", "note": ""})
    assert "it was needed" in text(page, "access:requests")


def test_protection_by_the_page(page: Client, worker: Worker, person: Person) -> None:
    second = Client()
    second.force_login(staff.worker("second", name="Дана Ахметова").user)
    second.cookies["django_language"] = "en"
    page.post(reverse("access:protect", args=[person.id]), {"reason": "Угрозы"})
    proposal = Protection.objects.get()
    address = reverse("access:approve", args=[proposal.id])
    for answer in ("yes", "no", "done", ""):
        assert page.post(address, {"answer": answer}).status_code == 404
    assert "Approve" in text(second, "access:person", person.id)
    second.post(address, {"answer": "yes"})
    assert "This person is protected." in text(page, "access:person", person.id)


def test_an_extract_names_what_was_demanded_of_one_person(
    page: Client, person: Person, theirs: Client, worker: Worker
) -> None:
    second = Client()
    second.force_login(staff.worker("second", name="Дана Ахметова").user)
    written = Statement(name="Прежнеименный Нұрлан", name_kind=NameKind.FORMER, source="paper")
    kind = PaperKind.objects.get(code="id_card")
    facts = PaperFacts(kind_id=kind.id, number="045999123", written=written)
    papers.add_paper(person=person, paper=facts, by=worker.actor)
    page.post(reverse("access:legal_new", args=[person.id]), DEMANDED)
    demand = LegalRequest.objects.get()
    address = reverse("desk:extract", args=[demand.id])
    assert page.post(reverse("access:legal", args=[demand.id]), {"answer": "yes"}).status_code == 404
    assert page.get(address).status_code == 404
    second.post(reverse("access:legal", args=[demand.id]), {"answer": "yes"})
    extract = page.get(address).content.decode()
    assert person.name in extract and "+7 701" not in extract and "г. Риддер</dd>" not in extract
    for word in ("Прежнеименный Нұрлан", "045999123", kind.name_en):
        assert word in extract, word
    assert theirs.get(address).status_code == 404


def test_a_request_is_answered_by_the_consent(page: Client, person: Person, other: Worker) -> None:
    with act_as(other.actor):
        actions.ask(person_id=person.id, purpose="support", by=other.actor)
    (waiting,) = queries.asked_of_us()
    address = f"{reverse('access:consent_new', args=[person.id])}?asked={waiting.row.id}"
    assert "has asked for access" in page.get(address).content.decode()
    page.post(address, form(other))
    page.post(
        reverse("access:consent", args=[Consent.objects.get().id]), {"signed_on": f"{make.day(0):%d.%m.%Y}"}
    )
    assert queries.asked_of_us() == []
    with act_as(other.actor):
        assert [one.answer for one in queries.asked_by_us()] == ["agreed"]


def test_nothing_is_opened_where_several_may_be_meant(theirs: Client, worker: Worker, person: Person) -> None:
    people.person(worker, "Серікұлы Нұрлан")
    said = {"name": "Серікұлы Нұрлан", "category": "2", "reason": REASON}
    answer = theirs.post(reverse("access:emergency"), said)
    assert answer.status_code == 422 and not Emergency.objects.exists()
