"""No reading without a record: every address that shows what is known of people leaves a row in the access log, and so does every refusal.

An address that stands in neither table fails the test: whoever adds one says which it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.access.reads import READS, READS_NOBODY, REASON, Read
from tests.test_login import named_urls
from tirek.access import actions as access_actions
from tirek.access import exceptional, jobs
from tirek.access.models import AccessRequest, LegalRequest
from tirek.access.tests import make as access
from tirek.agencies.models import Worker
from tirek.agencies.roles import FIRST
from tirek.agencies.tests import make as staff
from tirek.audit.models import Reading
from tirek.cases import planning
from tirek.cases.models import Application, PlanSheet
from tirek.cases.tests import make as cases
from tirek.desk.lookup import run_lookup
from tirek.documents import actions as documents
from tirek.exchange.models import ImportRow
from tirek.exchange.tests import make as exchange
from tirek.gate import vault
from tirek.gate.acting import act_as
from tirek.grants.models import Grant
from tirek.people import joining, pairing, papers
from tirek.people.models import PaperKind, PossiblePair
from tirek.people.registering import PaperFacts
from tirek.people.tests import make as people
from tirek.referrals.tests import letter_make as letters
from tirek.referrals.tests import make as referrals
from tirek.reports.models import ReportVersion
from tirek.services import queueing
from tirek.services.models import Service
from tirek.services.tests import make as services
from tirek.visits.tests import make as visits

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LINES = (
    (1, "05.08.2017", "Тестов Иван Петрович", "", "03.05.1988", "Социальный пакет", "", "оказана", ""),
    (2, "06.08.2017", "Сынақова Әлия Бекқызы", "", "11.11.1990", "Социальный пакет", "", "оказана", ""),
)


def _of_staff() -> set[str]:
    """Staff and organisations, and how staff log in: nobody who is helped."""
    return {name for name, _ in named_urls() if name.startswith(("agencies:", "mfa_"))}


def test_every_address_says_whether_it_reads() -> None:
    reads = {one.url for one in READS}
    named = {name for name, _ in named_urls()} - _of_staff()
    assert named == reads | set(READS_NOBODY)
    assert not reads & set(READS_NOBODY)


@pytest.fixture
def worker() -> Worker:
    return exchange.hire()


@pytest.fixture
def world(worker: Worker, settings: Any) -> dict[str, Any]:
    """A small import, and one of everything that stands on a page of its own."""
    settings.TIREK_DEMO = True
    unsure = (3, "07.08.2017", "Тестов Иван", "", "", "Социальный пакет", "", "оказана", "")
    applied = [exchange.APPLICATIONS, *exchange.TWO_PEOPLE]
    sheets = {
        "Проект": exchange.PROJECT,
        "Обращения": applied,
        "Услуги": [exchange.SERVICES, *LINES, unsure],
    }
    file = exchange.bring(exchange.workbook(sheets), worker)
    other = access.other_worker()
    with act_as(other.actor):
        theirs = people.nurlan(other)
        asked_of_them = access_actions.ask  # of ours, below
        referrals.sent(referrals.Cast(other, worker, theirs, referrals.kind()), channel="slip")
    service = Service.objects.filter(agency_id=worker.agency_id).first()
    assert service is not None
    person = service.person
    colleague = staff.worker("colleague", of=worker.agency, roles=FIRST)
    said: dict[str, Any] = {
        "number": "12",
        "document_on": timezone.localdate(),
        "requester": "Суд",
        "signer": "Судья",
        "article": "pd-9-1",
        "categories": [1],
    }
    with act_as(worker.actor):
        legal = exceptional.register_legal_request(person_id=person.id, **said, by=worker.actor)
        consent = access.signed(person, worker, other.agency)
        referral = referrals.under(consent, worker)
        letter = letters.letter_of(referral, worker)
        slip = letters.slip_of(referral, worker)
        paper = papers.add_paper(
            person=person,
            paper=PaperFacts(kind_id=PaperKind.objects.get(code="id_card").id, number="045999123"),
            by=worker.actor,
        )
        unsigned = access.drawn_up(person, worker, staff.agency("Третьи"))
        jobs.set_paper(str(unsigned.id), str(worker.id), str(worker.agency_id))
        emergency = exceptional.open_in_emergency(
            person_id=theirs.id,
            agency=worker.agency,
            category=2,
            reason=REASON,
            is_confirmed=True,
            by=worker.actor,
        )
    with act_as(colleague.actor):
        exceptional.decide(subject=LegalRequest.objects.get(), agrees=True, by=colleague.actor)
    second = Service.objects.exclude(person=person).filter(agency_id=worker.agency_id).first()
    assert second is not None
    with act_as(other.actor):
        asked_of_them(person_id=second.person_id, purpose="support", by=other.actor)
        unreviewed = exceptional.open_in_emergency(
            person_id=second.person_id,
            agency=other.agency,
            category=2,
            reason=REASON,
            is_confirmed=True,
            by=other.actor,
        )
    grant = Grant.objects.get()
    with act_as(worker.actor):
        double = people.person(worker, "Тестов Иван Петрович", birth_on=person.birth_on)
        decision = joining.keep_apart(one=person.id, other=second.person_id, by=worker.actor)
        pairing.queue_pair(person=double, other_id=person.id, source="intake", by=worker.actor)
        join = joining.ask_to_join(
            one=double, other_id=theirs.id, why="Назвал ту же дату рождения", by=worker.actor
        )
    with act_as(worker.actor):
        offer = services.offer(worker, keeps_queue=True)
        queueing.wait(offer=offer, person=person, by=worker.actor)
        draft = planning.begin_version(person=person, by=worker.actor)
        line, need = cases.goal(worker, draft), cases.need(worker, person)
        episode = visits.lost(worker, person)
        sheet = PlanSheet.objects.create(
            person=person,
            agency=worker.agency,
            language="ru",
            ordered_at=timezone.now(),
            ordered_by=worker.id,
            paper=vault.put(vault.SHEET, b"%PDF", person=person.id),
        )
    with act_as(worker.actor):
        stored = documents.store(name="r.docx", mime="x", body=b"x", by=worker.actor)
        ReportVersion.objects.create(
            grant=grant,
            number=1,
            state="ready",
            requested_by=worker.id,
            built_at=timezone.now(),
            **dict.fromkeys(ReportVersion.DOCUMENTS, stored),
        )
    return {
        "person": person.id,
        "paper": paper.id,
        "need": need.id,
        "plan": draft.plan_id,
        "version": draft.id,
        "line": line.id,
        "sheet": sheet.id,
        "episode": episode.id,
        "service": service.id,
        "application": Application.objects.latest("applied_on").id,
        "file": file.id,
        "row": ImportRow.objects.get(file=file, outcome="maybe").id,
        "grant": grant.id,
        "pair": PossiblePair.objects.get().id,
        "decision": decision.id,
        "join": join.id,
        "consent": consent.id,
        "unsigned": unsigned.id,
        "referral": referral.id,
        "agency": other.agency_id,
        "letter": letter.id,
        "link": slip.id,
        "released": legal.id,
        "emergency": emergency.id if emergency else None,
        "unreviewed": unreviewed.id if unreviewed else None,
        "asked": AccessRequest.objects.get().id,
        "offer": offer.id,
    }


def test_every_reading_and_every_refusal_leaves_its_row(
    client: Client, worker: Worker, world: dict[str, Any]
) -> None:
    client.force_login(worker.user)
    client.get(reverse("desk:person", args=[world["person"]]))
    world["reading"] = Reading.objects.latest("id").id
    silent = [str(one) for one in READS if not _is_noted(client, one, world)]
    assert silent == []
    assert run_lookup("Серикулы Нурлан 1989", worker) in (0, 1)
    assert Reading.objects.latest("id").purpose == "recognise"
    unrefused = [str(one) for one in READS if one.arguments and not _is_refused(client, one)]
    assert unrefused == []


def _address(one: Read, things: Mapping[str, Any]) -> str:
    arguments = {
        name: word.removeprefix("=") if word.startswith("=") else things[word]
        for name, word in one.arguments.items()
    }
    return reverse(one.url, kwargs=arguments) + one.query


def _is_noted(client: Client, one: Read, world: Mapping[str, Any]) -> bool:
    before = Reading.objects.latest("id").id
    address = _address(one, world)
    answer = client.get(address) if one.post is None else client.post(address, one.post)
    assert answer.status_code in (200, 302, 422), f"{one}: {answer.status_code}"
    left = Reading.objects.filter(id__gt=before, action=one.action)
    assert not left.filter(request="").exists()
    return left.filter(person_id__isnull=not one.of_person).exists()


def _is_refused(client: Client, one: Read) -> bool:
    """Somebody else's, or nobody's: 404, and a row that outlives it."""
    before = Reading.objects.latest("id").id
    numbers = {"row": 999_999, "reading": 999_999}
    arguments = {
        name: word.removeprefix("=") if word.startswith("=") else numbers.get(word, uuid4())
        for name, word in one.arguments.items()
    }
    address = reverse(one.url, kwargs=arguments) + one.query
    answer = client.get(address) if one.post is None else client.post(address, one.post)
    assert answer.status_code == 404, f"{one}: {answer.status_code}"
    return Reading.objects.filter(id__gt=before, action="denied").exists()
