"""A workbook makes needs and referrals: every referral of 2017 is told to its end, with no partner online."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tirek.agencies.models import Agency, Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import JournalEntry
from tirek.cases.models import Application, Need
from tirek.exchange import committing, jobs, later, vanished
from tirek.exchange.tests import make
from tirek.gate.acting import act_as
from tirek.referrals import actions as referrals
from tirek.referrals.models import Outcome, Referral, ReferralMatter, ReferralMove
from tirek.referrals.moving import stamp
from tirek.referrals.policies import code_of
from tirek.services.models import Delivery, RefusalReason, Service

pytestmark = pytest.mark.django_db
STANDING = Referral.objects.exclude(status="entered-in-error")
APPLICATIONS = (
    "№",
    "Дата обращения",
    "ФИО",
    "Дата рождения",
    "Пол",
    "Кем направлен",
    "№ направления",
    "Вошёл в программу",
    "Почему не вошёл",
)
IVAN = ("Тестов Иван Петрович", "", "03.05.1988")


@pytest.fixture
def worker() -> Worker:
    return make.hire()


def book(*lines: tuple[str, str, str, str], entered: str = "да", why: str = "", papers: str = "791") -> bytes:
    """A workbook of one person with an application and these lines: (help, provider, result, note)."""
    services = [
        (number, f"{number:02}.09.2017", *IVAN, kind, provider, result, note)
        for number, (kind, provider, result, note) in enumerate(lines, 1)
    ]
    applied = (1, "01.08.2017", IVAN[0], IVAN[2], "М", "служба пробации", papers, entered, why)
    return make.workbook(
        {
            "Проект": make.PROJECT,
            "Обращения": (APPLICATIONS, applied),
            "Услуги": (make.SERVICES, *services),
        }
    )


def papers(result: str, note: str = "", provider: str = "Специальная часть") -> tuple[str, str, str, str]:
    """A line of help with papers, by another agency unless said otherwise."""
    return "Восстановление документов", provider, result, note


def codes(found: Any) -> Counter[str]:
    outcomes = Outcome.objects.in_bulk([one.pk for one in found])
    return Counter(code_of(one, outcomes.get(one.pk)).value for one in found)


def came() -> Referral:
    return STANDING.get(source=Application.objects.get().pk)


def sent() -> Referral:
    return STANDING.get(source=Service.objects.get(number=1).pk)


def test_every_referral_of_the_pilot_is_told_to_its_end(worker: Worker) -> None:
    make.bring(make.pilot(), worker, settle="best")
    incoming = Referral.objects.filter(to_agency=worker.agency)
    outgoing = Referral.objects.filter(from_agency=worker.agency)
    probation = Agency.objects.get(name="служба пробации")
    assert (incoming.count(), codes(incoming)) == (65, {"completed": 43, "rejected": 22})
    assert (probation.kind, {one.from_agency_id for one in incoming}) == ("probation", {probation.pk})
    first = incoming.get(source=Application.objects.get(number=1).pk)
    assert (first.paper_number, first.paper_on) == ("791", date(2017, 7, 21))
    assert outgoing.count() == Service.objects.exclude(provider=worker.agency).count()
    assert codes(outgoing) == {"completed": 32, "failed": 7}
    reasons = Counter(Outcome.objects.filter(status="failed").values_list("reason", flat=True))
    assert reasons == {"no_show": 6, "lost": 1}
    assert not Referral.objects.filter(closed_at__isnull=True).exists()
    assert {(one.channel, one.closed_at.year) for one in Referral.objects.all() if one.closed_at} == {
        ("paper", 2017)
    }
    refusals = ReferralMove.objects.filter(verb="refuse", referral__status="rejected")
    assert Counter(refusals.values_list("reason", flat=True)) == {"no_programme": 18, "not_in_hardship": 4}
    assert not RefusalReason.objects.filter(proposed=True).exists()


def test_a_kind_of_help_is_one_need_of_the_pilot_and_help_through_a_referral_one_delivery(
    worker: Worker,
) -> None:
    make.bring(make.pilot(), worker, settle="best")
    asked = Service.objects.exclude(kind__help_kind__code="medical")
    kinds = asked.order_by().values_list("person", "kind__help_kind").distinct()
    needs = Need.objects.all()
    assert sorted(map(str, needs.values_list("person", "kind"))) == sorted(map(str, kinds))
    assert Counter(needs.values_list("state", flat=True)) == {"met": 170, "open": 24, "lapsed": 11}
    assert needs.filter(state="open", text__contains="водитель категории Д").count() == 9
    of_health = STANDING.filter(category=5)
    assert (of_health.count(), Outcome.objects.filter(referral__in=of_health).count()) == (26, 26)
    answering = ReferralMatter.objects.filter(need__in=needs.values("pk")).values("referral")
    nameless = STANDING.filter(from_agency=worker.agency).exclude(pk__in=answering)
    assert {one.pk for one in nameless} == {one.pk for one in of_health}
    received = Outcome.objects.filter(received=True)
    assert not received.filter(service__delivery__isnull=True).exists()
    assert (received.count(), Delivery.objects.count()) == (43 + 32, 332)


def test_the_same_file_again_tells_nothing_anew(worker: Worker) -> None:
    def standing() -> tuple[Any, ...]:
        versions = sorted(Referral.objects.values_list("source", "version"))
        told = JournalEntry.objects.filter(action__startswith="referrals.").count()
        return versions, sorted(Need.objects.values_list("id", "version")), told, ReferralMove.objects.count()

    make.bring(make.pilot(), worker, settle="best")
    before = standing()
    make.bring(make.pilot(), worker, settle="best")
    assert standing() == before


def test_a_file_of_many_people_tells_the_same_later_some_people_at_a_time(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committing, "MOST_AT_ONCE", 50)
    monkeypatch.setattr(later, "PIECE", 40)
    file = make.bring(make.pilot(), worker, settle="best")
    assert (Need.objects.count(), Referral.objects.count(), file.told_to) == (0, 0, UUID(int=0))
    for told in (40, 80, 93):
        jobs.tell(str(file.pk))
        with act_as(worker.actor):
            assert Need.objects.values("person").distinct().count() <= told
    file.refresh_from_db()
    assert file.told_to is None
    assert codes(Referral.objects.filter(to_agency=worker.agency)) == {"completed": 43, "rejected": 22}
    assert codes(Referral.objects.filter(from_agency=worker.agency)) == {"completed": 32, "failed": 7}
    assert Counter(Need.objects.values_list("state", flat=True)) == {"met": 170, "open": 24, "lapsed": 11}
    jobs.tell(str(file.pk))
    assert Referral.objects.count() == 65 + 39


@pytest.mark.parametrize(
    ("result", "note", "code", "reason", "state"),
    [
        ("оказана", "", "completed", "", "met"),
        ("не явился", "личные причины", "failed", "no_show", "open"),
        ("человек отказался", "передумал", "failed", "declined", "declined"),
        ("связь утрачена", "", "failed", "lost", "open"),
        ("в процессе", "", "requested", "", "in_work"),
    ],
)
def test_an_ending_at_another_agency_is_the_machines_own(
    worker: Worker, result: str, note: str, code: str, reason: str, state: str
) -> None:
    make.bring(book(papers(result, note)), worker)
    outcome = Outcome.objects.filter(referral=sent()).first()
    assert (code_of(sent(), outcome), outcome.reason if outcome else "") == (code, reason)
    assert Need.objects.get().state == state


def test_a_refusal_says_its_coded_reason_its_words_and_its_letter(worker: Worker) -> None:
    make.bring(book(papers("отказ", "не в трудной жизненной ситуации: трудоустроен")), worker)
    refusal = sent().moves.get(verb="refuse")
    assert (sent().status, sent().is_open, refusal.reason) == ("rejected", False, "not_in_hardship")
    assert refusal.note.startswith("трудоустроен")
    assert (Need.objects.get().state, Need.objects.get().ended_on) == ("lapsed", date(2017, 9, 1))


def test_help_of_our_own_and_a_sender_without_a_paper_are_no_referrals(worker: Worker) -> None:
    make.bring(book(papers("оказана", provider=""), papers=""), worker)
    assert not Referral.objects.exists()
    assert Need.objects.get().state == "met"


def test_a_corrected_line_is_told_anew_and_corrects_the_need(worker: Worker) -> None:
    make.bring(book(papers("оказана")), worker)
    make.bring(book(papers("не явился")), worker)
    was, now = Referral.objects.filter(from_agency=worker.agency).order_by("made_at")
    assert (was.status, now.status, now.outcome.reason) == ("entered-in-error", "accepted", "no_show")
    assert (Need.objects.get().state, Need.objects.get().version) == ("open", 2)
    assert (came().status, came().is_open) == ("accepted", True)


def test_an_answer_and_an_end_that_come_later_move_the_same_referral_on(worker: Worker) -> None:
    make.bring(book(entered=""), worker)
    waits = came()
    make.bring(book(entered="да"), worker)
    accepted = came()
    make.bring(book(papers("оказана")), worker)
    assert waits.pk == accepted.pk == came().pk
    assert (waits.status, accepted.status, accepted.is_open) == ("requested", "accepted", True)
    assert (came().is_open, came().outcome.service) == (False, Service.objects.get())


def test_whoever_did_not_enter_after_all_is_refused_anew(worker: Worker) -> None:
    make.bring(book(entered="да"), worker)
    make.bring(book(entered="нет", why="не в трудной жизненной ситуации"), worker)
    assert (came().status, came().moves.get(verb="refuse").reason) == ("rejected", "not_in_hardship")
    assert Referral.objects.filter(status="entered-in-error").count() == 1


def test_a_struck_line_takes_its_referral_with_it_and_brings_it_back(worker: Worker) -> None:
    missed = ("Юридическая консультация", "", "не явился", "личные причины")
    make.bring(book(missed, papers("оказана")), worker)
    row = make.rows_of(make.bring(book(missed), worker), "vanished")[0]
    need = Need.objects.filter(kind__code="documents")
    with act_as(worker.actor):
        vanished.strike(row=row, by=worker.actor)
    assert not STANDING.filter(from_agency=worker.agency).exists()
    assert (need.get().state, came().is_open) == ("lapsed", True)
    with act_as(worker.actor):
        vanished.restore(row=row, by=worker.actor)
    given = Service.objects.get(number=2)
    assert STANDING.get(source=given.pk).outcome.service == given
    assert (need.get().state, came().is_open) == ("met", False)


def test_a_referral_struck_by_hand_leaves_the_line_it_was_told_from(worker: Worker) -> None:
    make.bring(book(papers("оказана")), worker)
    with act_as(worker.actor):
        referral = sent()
        seen = stamp(referral, referral.outcome)
        referrals.mistake(referral=referral, seen=seen, note="не туда", by=worker.actor)
    assert Service.objects.get().struck_at is None


def test_a_need_that_somebody_looked_at_again_stays_as_it_was_written(worker: Worker) -> None:
    make.bring(book(papers("оказана")), worker)
    Need.objects.update(evidence="said", text="удостоверение личности", version=2)
    make.bring(book(papers("не явился")), worker)
    need = Need.objects.get()
    assert (need.text, need.state, need.version) == ("удостоверение личности", "met", 2)


def test_the_sender_reads_no_outcome_and_a_stranger_no_referral(worker: Worker) -> None:
    make.bring(book(papers("оказана")), worker)
    probation = Agency.objects.get(name="служба пробации")
    officer = staff.worker("officer", of=probation, roles={"probation_officer"})
    with act_as(officer.actor):
        assert [one.paper_number for one in Referral.objects.all()] == ["791"]
        assert not Outcome.objects.exists()
    with act_as(make.hire("other", "Другой фонд").actor):
        assert not Referral.objects.exists()
