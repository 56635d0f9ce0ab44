"""No reading without a record: every address that shows what is known of people leaves a row in the access log, and so does every refusal.

An address that stands in neither table fails the test: whoever adds one says which it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

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
from tirek.services import offering
from tirek.services.models import Service
from tirek.services.tests import make as services
from tirek.visits.tests import make as visits

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WHO = {"name": "Серікұлы Нұрлан Ғабитұлы", "birth_on": "08.03.1989", "iin": people.IIN}
LINES = (
    (1, "05.08.2017", "Тестов Иван Петрович", "", "03.05.1988", "Социальный пакет", "", "оказана", ""),
    (2, "06.08.2017", "Сынақова Әлия Бекқызы", "", "11.11.1990", "Социальный пакет", "", "оказана", ""),
)
REASON = "Человек без сознания, нужен телефон родных"


@dataclass(frozen=True)
class Read:
    """An address that shows something of people: its arguments by the names of things of the world, and what is sent."""

    url: str
    action: str = "open"
    arguments: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    post: Mapping[str, str] | None = None
    of_person: bool = True

    def __str__(self) -> str:
        return f"{self.url}{self.query}"


REFERRAL = {"referral_id": "referral"}
PERSON, PAPER, SERVICE, FILE, ROW = (
    {"person_id": "person"},
    {"person_id": "person", "paper_id": "paper"},
    {"service_id": "service"},
    {"file_id": "file"},
    {"row_id": "row"},
)
READS = (
    Read("desk:people", of_person=False),
    Read("desk:people", "search", query="?q=Тестов", of_person=False),
    Read("desk:people", "search", post={"q": people.IIN}, of_person=False),
    Read(
        "desk:new", "search", post={**WHO, "birth": "08.03.1989", "sex": "m", "step": "who"}, of_person=False
    ),
    Read("desk:person", arguments=PERSON),
    Read("desk:reveal_iin", "reveal", PERSON, post={}),
    Read("desk:correct", arguments=PERSON),
    Read("desk:sources", arguments=PERSON),
    Read("desk:state", arguments=PERSON),
    Read("desk:add_paper", arguments=PERSON),
    Read("desk:change_paper", arguments=PAPER),
    Read("desk:reveal_number", "reveal", PAPER, post={}),
    Read("desk:pairs", of_person=False),
    Read("desk:pair", arguments={"pair_id": "pair"}),
    Read("desk:decision", arguments={"decision_id": "decision"}),
    Read("desk:join_request", arguments={"join_id": "join"}),
    Read("desk:extract", "print", {"request_id": "released"}),
    Read("oversight:looked", arguments=PERSON),
    Read("oversight:ask", arguments={**PERSON, "reading_id": "reading"}, post={}),
    Read("oversight:log", of_person=False),
    Read("cases:waiting", of_person=False),
    Read("cases:decide", arguments={"application_id": "application"}),
    Read("referrals:incoming", of_person=False),
    Read("referrals:outgoing", of_person=False),
    Read("referrals:new", arguments=PERSON),
    Read("referrals:register", "search", query="?q=Тестов", of_person=False),
    Read("referrals:register_for", arguments=PERSON),
    Read("referrals:referral", arguments=REFERRAL),
    Read("referrals:answer", arguments={**REFERRAL, "verb": "=withdraw"}),
    Read("desk:my_day", of_person=False),
    Read("cases:needs", arguments=PERSON),
    Read("cases:add_need", arguments=PERSON),
    Read("cases:change_need", arguments={"need_id": "need"}),
    Read("cases:version", arguments={"version_id": "version"}),
    Read("cases:add_goal", arguments={"version_id": "version"}),
    Read("cases:add_step", arguments={"line_id": "line"}),
    Read("cases:change_line", arguments={"line_id": "line"}),
    Read("cases:drop_line", arguments={"line_id": "line"}),
    Read("cases:review", arguments={"plan_id": "plan"}),
    Read("cases:close", arguments={"plan_id": "plan"}),
    Read("cases:sheet", "print", {"sheet_id": "sheet"}),
    Read("visits:contacts", arguments=PERSON),
    Read("visits:lose", arguments=PERSON),
    Read("visits:come_back", arguments={"episode_id": "episode"}),
    Read("services:journal", of_person=False),
    Read("services:who", "search", query="?q=Тестов", of_person=False),
    Read("services:record", arguments=PERSON),
    Read("services:entry", arguments=SERVICE),
    Read("services:correct", arguments=SERVICE),
    Read("services:offers_for", arguments=PERSON),
    Read("services:offer", arguments={"offer_id": "offer"}, of_person=False),
    Read("services:who_waits", "search", {"offer_id": "offer"}, query="?q=Тестов", of_person=False),
    Read("insights:people", of_person=False),
    Read("exchange:preview", arguments=FILE, of_person=False),
    Read("exchange:review", of_person=False),
    Read("exchange:compare", arguments=ROW),
    Read("reports:figure", arguments={"grant_id": "grant", "key": "=applied"}, of_person=False),
    Read(
        "reports:download",
        "export",
        {"grant_id": "grant", "number": "=1", "slot": "=word_ru"},
        of_person=False,
    ),
    Read("access:person", arguments=PERSON),
    Read("access:consent_new", arguments=PERSON),
    Read("access:protect", arguments=PERSON),
    Read("access:legal_new", arguments=PERSON),
    Read("access:requests", of_person=False),
    Read("access:ask", "search", post={**WHO, "purpose": "support", "note": ""}, of_person=False),
    Read("access:refuse", arguments={"request_id": "asked"}),
    Read("access:emergency", "search", post={**WHO, "reason": REASON, "category": "2"}, of_person=False),
    Read("access:opened", "emergency", {"emergency_id": "emergency"}),
    Read("access:review", arguments={"emergency_id": "unreviewed"}),
    Read("access:consent", arguments={"consent_id": "consent"}),
    Read("access:consent_print", "print", {"consent_id": "unsigned"}),
    Read("access:agree", arguments={"consent_id": "unsigned"}),
    Read("access:erase", arguments=PERSON),
    Read("access:hold", arguments=PERSON),
    Read("access:legal", arguments={"request_id": "released"}),
    Read("access:withdraw", arguments=PERSON),
    Read("letters:register", of_person=False),
    Read("letters:statistics", of_person=False),
    Read("letters:partner", arguments={"referral_id": "referral"}),
    Read("letters:letter", arguments={"letter_id": "letter"}),
    Read("letters:file", "print", {"letter_id": "letter", "kind": "=pdf"}),
    Read("letters:slip", "print", {"link_id": "link"}),
)
FIGURES = "figures and texts of a grant, no rows"
STAFF = "staff and organisations, nobody who is helped"
WRITES = "a write that shows nothing: the journal has it"
WORDS = "words of a catalogue"
READS_NOBODY = {
    "start": "leads to the list of people",
    "health": "one word for the supervisor",
    "set_language": "a form's target",
    "account_login": "the log-in",
    "account_logout": "the log-in",
    "account_inactive": "the log-in",
    "account_reauthenticate": "the log-in",
    "account_change_password": "the log-in",
    "ui:styleguide": "invented words",
    "ui:job": "invented words",
    "ui:appearance": "a form's target",
    "cases:check_reason": WORDS,
    "cases:begin_plan": WRITES,
    "cases:order_sheet": WRITES,
    "cases:agree": WRITES,
    "cases:approve": WRITES,
    "cases:discard": WRITES,
    "cases:finish_step": WRITES,
    "cases:reopen": WRITES,
    "cases:reopen_step": WRITES,
    "cases:bring_back": WRITES,
    "visits:strike_contact": WRITES,
    "visits:reopen": WRITES,
    "services:kinds": WORDS,
    "services:check_kind": WORDS,
    "services:check_reason": WORDS,
    "services:offers": "what is offered, nobody who is helped",
    "services:offer_add": "what is offered, nobody who is helped",
    "services:offer_change": "what is offered, nobody who is helped",
    "services:offer_left": WRITES,
    "services:offer_close": WRITES,
    "services:offer_reopen": WRITES,
    "services:wait": WRITES,
    "services:leave": WRITES,
    "services:activities": "activities and wishes of nobody by name",
    "services:activity": "activities and wishes of nobody by name",
    "services:choose_activity": WRITES,
    "services:hold_activity": WRITES,
    "services:drop_activity": WRITES,
    "services:ask_instead": WRITES,
    "insights:funnel": "figures: no row is read",
    "desk:choose": WRITES,
    "desk:decide_pair": WRITES,
    "desk:take_up": WRITES,
    "desk:undo_decision": WRITES,
    "desk:answer_join": WRITES,
    "referrals:send": WRITES,
    "referrals:deliver": WRITES,
    "exchange:imports": "names of files and how many rows they have",
    "exchange:progress": "how far a job is",
    "exchange:explain": WRITES,
    "exchange:commit": WRITES,
    "exchange:withdraw": WRITES,
    "exchange:settle": WRITES,
    "exchange:keep": WRITES,
    "exchange:strike": WRITES,
    "exchange:restore": WRITES,
    "access:approve": WRITES,
    "access:decide_erasure": WRITES,
    "access:decline": WRITES,
    "access:destroy": WRITES,
    "access:lift": WRITES,
    "access:note": WRITES,
    "access:set_again": WRITES,
    "access:speak": WRITES,
    "letters:answer": "whoever holds the link reads the envelope: test_links.py",
    "letters:texts": WORDS,
    "letters:text": WORDS,
    "letters:letterhead": WORDS,
    "letters:write": WRITES,
    "letters:withdraw_link": WRITES,
    "letters:hand_over": WRITES,
    "letters:sign": WRITES,
    "letters:send": WRITES,
    "letters:sent": WRITES,
    "letters:cancel": WRITES,
    "letters:set_again": WRITES,
    "outbox:mails": "mail of invented people, in a demo alone",
    "outbox:mail": "mail of invented people, in a demo alone",
    "outbox:file": "mail of invented people, in a demo alone",
    "oversight:findings": "workers by name, people never",
    "oversight:review": "workers by name, people never",
    "oversight:questions": "workers by name, people never",
    "oversight:answer": "workers by name, people never",
} | {
    f"reports:{name}": FIGURES
    for name in (
        "grants",
        "open_grant",
        "grant",
        "declare",
        "events",
        "participants",
        "budget",
        "reallocate",
        "explain",
        "report",
        "request_version",
        "narrate",
    )
}


READS_NOBODY |= {
    f"figures:{name}": "published figures, guarded: nobody's row is read"
    for name in ("start", "oblast", "oblast_file", "grant", "grant_file", "readers", "close")
}


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
        offering.wait(offer=offer, person=person, by=worker.actor)
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
