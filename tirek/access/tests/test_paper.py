"""The paper of a consent: one tagged A4 in plain words, terms that stand from then on, and the same words on the screen."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from tirek.access import actions, jobs, paper, texts
from tirek.access.models import AccessRequest, Consent
from tirek.access.tests import make
from tirek.agencies.models import Agency, Worker
from tirek.agencies.tests import make as staff
from tirek.gate import vault
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
def other(worker: Worker) -> Worker:
    return make.other_worker()


@pytest.fixture
def page(client: Client, worker: Worker) -> Client:
    client.force_login(worker.user)
    client.cookies["django_language"] = "en"
    return client


def with_paper(consent: Consent) -> Consent:
    """What the worker does with the order."""
    jobs.set_paper(str(consent.id), str(consent.drawn_up_by), str(consent.operator_id))
    consent.refresh_from_db()
    return consent


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize("categories", [(1, 2, 3, 4), (5,)])
def test_the_paper_is_one_tagged_page_in_the_language_it_is_signed_in(
    worker: Worker, person: Person, language: str, categories: tuple[int, ...]
) -> None:
    to = make.centre(Agency.Kind.CLINIC, "Восточно-Казахстанская областная поликлиника № 1 города Риддера")
    consent = with_paper(make.drawn_up(person, worker, to, categories, language=language))
    assert consent.paper is not None
    body = vault.read(consent.paper)
    assert body.startswith(b"%PDF") and b"pdfuaid" in body
    document = PdfReader(io.BytesIO(body))
    assert len(document.pages) == 1
    root: Any = document.trailer["/Root"]
    assert root["/Lang"].lower().startswith(language) and root["/MarkInfo"]["/Marked"]
    said = " ".join(document.pages[0].extract_text().split())
    for word in (person.name, make.BIN, to.name, *texts.VERSIONS[consent.wording][language].rights):
        assert word in said, word


def test_a_paper_is_set_once(worker: Worker, person: Person, other: Worker) -> None:
    consent = with_paper(make.drawn_up(person, worker, other.agency))
    assert with_paper(consent).paper == Consent.objects.get().paper


def test_terms_do_not_change_once_the_paper_is_set(worker: Worker, person: Person, other: Worker) -> None:
    consent = with_paper(make.drawn_up(person, worker, other.agency))
    for change in (
        {"ends_on": make.day(900)},
        {"categories": [1, 2, 3, 4]},
        {"purpose": "employment"},
        {"receiver": worker.agency},
        {"language": "kk"},
        {"operator_bin": "1" * 12},
        {"paper": None},
        {"version": 2},
    ):
        with pytest.raises(IntegrityError, match="stand"), transaction.atomic():
            Consent.objects.filter(pk=consent.pk).update(**change)


def test_terms_do_not_change_once_it_was_printed(worker: Worker, person: Person, other: Worker) -> None:
    consent = with_paper(make.drawn_up(person, worker, other.agency))
    actions.hand_out(consent=consent, by=worker.actor)
    consent.refresh_from_db()
    assert consent.printed_at is not None
    with pytest.raises(IntegrityError, match="stand"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(printed_at=None)


def test_other_terms_are_a_new_version_and_the_former_paper_is_void(
    worker: Worker, person: Person, other: Worker
) -> None:
    first = with_paper(make.drawn_up(person, worker, other.agency, (1,)))
    second = make.drawn_up(person, worker, other.agency, (1, 3), instead_of=first)
    first.refresh_from_db()
    assert (second.version, second.replaces, first.state_on(make.day(0))) == (2, first.id, "replaced")
    with pytest.raises(actions.NotStanding):
        actions.receive(consent=first, signed_on=make.day(0), by=worker.actor)
    with pytest.raises(actions.NotStanding):
        make.drawn_up(person, worker, other.agency, instead_of=first)


def test_a_signed_version_stands_until_the_next_is_signed(
    worker: Worker, person: Person, other: Worker
) -> None:
    first = make.signed(person, worker, other.agency, (1, 2))
    second = make.drawn_up(person, worker, other.agency, (1,), instead_of=first)
    first.refresh_from_db()
    assert first.state_on(make.day(0)) == "stands"
    actions.receive(consent=second, signed_on=make.day(0), by=worker.actor)
    first.refresh_from_db()
    assert first.state_on(make.day(0)) == "replaced"
    with act_as(other.actor):
        assert Person.objects.filter(pk=person.pk).exists()
        assert not vault.person_values([person.pk], vault.PHONE)


def test_nobody_withdraws_by_a_plain_update(worker: Worker, person: Person, other: Worker) -> None:
    consent = make.signed(person, worker, other.agency)
    for change in ({"withdrawn_at": timezone.now()}, {"replaced_at": timezone.now()}):
        with pytest.raises(ProgrammingError, match="alone"), transaction.atomic():
            Consent.objects.filter(pk=consent.pk).update(**change)


def test_a_letter_the_font_does_not_know_is_said(worker: Worker, person: Person, other: Worker) -> None:
    strange = people.person(worker, "ሰላም Олег", birth_on=date(1990, 1, 1))
    consent = with_paper(make.drawn_up(strange, worker, other.agency))
    assert consent.paper is None and consent.paper_failed_at is not None


def test_the_paper_is_handed_out_as_pdf(page: Client, worker: Worker, person: Person, other: Worker) -> None:
    consent = with_paper(make.drawn_up(person, worker, other.agency))
    answer = page.get(reverse("access:consent_print", args=[consent.id]))
    assert answer["Content-Type"] == "application/pdf" and person.name not in answer["Content-Disposition"]


def test_the_person_agrees_on_the_screen(page: Client, worker: Worker, person: Person, other: Worker) -> None:
    consent = make.drawn_up(person, worker, other.agency)
    address = reverse("access:agree", args=[consent.id])
    shown = page.get(address).content.decode()
    said = paper.wording_of(consent)
    for word in (said.agree, said.disagree, said.disagree_costs, *said.rights):
        assert word in shown
    page.post(address)
    consent.refresh_from_db()
    assert (consent.signed_how, consent.signed_on) == ("screen", make.day(0))
    with act_as(other.actor):
        assert Person.objects.filter(pk=person.pk).exists()
    assert page.get(address).status_code == 404


def test_the_other_language_is_a_version_of_its_own(
    page: Client, worker: Worker, person: Person, other: Worker
) -> None:
    consent = make.drawn_up(person, worker, other.agency)
    page.post(reverse("access:speak", args=[consent.id]), {"language": "kk"})
    second = Consent.objects.get(replaces=consent.id)
    assert (second.language, second.categories, second.version) == ("kk", consent.categories, 2)
    assert "Келісемін" in page.get(reverse("access:agree", args=[second.id])).content.decode()


def test_not_agreeing_opens_nothing_answers_the_request_and_costs_nothing(
    page: Client, worker: Worker, person: Person, other: Worker
) -> None:
    with act_as(other.actor):
        actions.ask(person_id=person.id, purpose="support", by=other.actor)
    asked = AccessRequest.objects.get()
    consent = make.drawn_up(person, worker, other.agency, asked=asked)
    answer = page.post(reverse("access:decline", args=[consent.id]), follow=True)
    assert "help goes on as before" in answer.content.decode()
    asked.refresh_from_db()
    consent.refresh_from_db()
    assert (asked.refusal, consent.state_on(make.day(0))) == ("declined", "not_given")
    with pytest.raises(actions.NotStanding):
        actions.receive(consent=consent, signed_on=make.day(0), by=worker.actor)
