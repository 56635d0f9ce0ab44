"""From asking to receiving: each person stands once, at the furthest step; nobody is seen who may not be, nobody worked out."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tirek.agencies.models import Agency, Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import Reading
from tirek.cases import actions as cases_actions
from tirek.cases.models import HelpKind, Need
from tirek.cases.tests import make as cases
from tirek.gate.acting import act_as, acts
from tirek.grants import actions as grants
from tirek.insights import funnel
from tirek.insights.funnel import Asked, Step, guarded
from tirek.people.models import Person
from tirek.people.tests import make as people
from tirek.referrals.models import Referral
from tirek.reports.disclosure import LEAST
from tirek.services import actions
from tirek.services.actions import Ending
from tirek.services.models import RefusalReason
from tirek.services.needed import NOT_FOR_THEM
from tirek.services.tests import make

pytestmark = pytest.mark.django_db
YEAR = (date(2017, 1, 1), date(2017, 12, 31))


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


def counted(worker: Worker, help_code: str = "", agency_id: Any = None) -> list[int]:
    """The steps as the report's role counts them."""
    help_id = HelpKind.objects.get(code=help_code).pk if help_code else None
    with act_as(acts(), purpose="figures", using="report"):
        counts = funnel.count(Asked(*YEAR, help_id, agency_id or worker.agency_id), "report")
    return [counts[step] for step in Step]


def sent(worker: Worker, person: Person, status: str = "requested", code: str = "social_package") -> Referral:
    """A referral of 2017, as its row says."""
    to = staff.agency("Центр занятости", Agency.Kind.EMPLOYMENT)
    at = datetime(2017, 9, 5, 12, tzinfo=ZoneInfo("Asia/Almaty"))
    made = Referral.objects.create(
        from_agency_id=worker.agency_id,
        to_agency=to,
        entered_by_id=worker.agency_id,
        person=person,
        kind=make.kind(code),
        initials="С. Н.",
        asked_for="помочь",
        days_to_answer=3,
        status="draft",
        made_by=worker.id,
    )
    Referral.objects.filter(pk=made.pk).update(status=status, sent_at=at, due_at=at, version=2)
    return made


@pytest.mark.parametrize(
    ("ending", "reason", "steps"),
    [
        (Ending.GIVEN, "", [1, 1, 1, 1, 1]),
        (Ending.NO_SHOW, "", [1, 1, 1, 1, 0]),
        (Ending.DECLINED, "", [1, 1, 1, 1, 0]),
        (Ending.LOST_CONTACT, "", [1, 1, 1, 1, 0]),
        (Ending.OPEN, "", [1, 1, 1, 0, 0]),
        (Ending.UNMET, "", [1, 1, 1, 0, 0]),
        (Ending.REFUSED, "out_of_stock", [1, 1, 1, 0, 0]),
        (Ending.REFUSED, "not_in_hardship", [1, 0, 0, 0, 0]),
    ],
)
def test_every_ending_stands_on_its_step(
    worker: Worker, ending: Ending, reason: str, steps: list[int]
) -> None:
    said: dict[str, Any] = {"reason_id": make.reason(reason).id} if reason else {}
    make.service(worker, people.nurlan(worker), ending, **said)
    assert counted(worker) == steps


def test_refusals_that_say_it_was_not_for_the_person_are_coded() -> None:
    assert RefusalReason.objects.filter(code__in=NOT_FOR_THEM).count() == len(NOT_FOR_THEM)


def test_whoever_was_refused_by_one_and_helped_by_another_received_it_and_is_one(worker: Worker) -> None:
    person = people.nurlan(worker)
    for ending in (Ending.REFUSED, Ending.GIVEN, Ending.GIVEN):
        make.service(worker, person, ending)
    assert counted(worker) == [1, 1, 1, 1, 1]


def test_an_application_and_a_need_are_asking(worker: Worker) -> None:
    cases.application(worker, people.nurlan(worker))
    other = people.person(worker, "Ким Олег")
    Need.objects.create(
        person=other,
        agency_id=worker.agency_id,
        kind=HelpKind.objects.get(code="housing"),
        text="негде жить",
        wish_of="person",
        noted_on=date(2017, 8, 1),
        noted_by=worker.id,
    )
    assert counted(worker) == [2, 2, 0, 0, 0]
    assert counted(worker, "housing") == [1, 1, 0, 0, 0]


def test_whoever_did_not_enter_asked_and_no_more(worker: Worker) -> None:
    application = cases.application(worker, people.nurlan(worker))
    cases_actions.decide(
        application=application,
        entered=False,
        decided_on=date(2017, 8, 2),
        reason=cases.reason(),
        by=worker.actor,
    )
    assert counted(worker) == [1, 0, 0, 0, 0]


def test_a_referral_counts_for_whoever_sent_it(worker: Worker) -> None:
    referral = sent(worker, people.nurlan(worker))
    assert counted(worker) == [1, 1, 1, 0, 0]
    assert counted(worker, agency_id=referral.to_agency_id) == [0, 0, 0, 0, 0]


def test_a_need_answered_by_a_kind_of_service_is_one_asking(worker: Worker) -> None:
    make.service(worker, people.nurlan(worker), code="legal_advice")
    assert counted(worker, "legal") == [1, 1, 1, 1, 1]
    assert counted(worker, "material") == [0, 0, 0, 0, 0]


def test_what_was_struck_out_and_other_years_count_nowhere(worker: Worker) -> None:
    person = people.nurlan(worker)
    service = make.service(worker, person)
    actions.strike(service=service, by=worker.actor)
    make.service(worker, person, happened_on=date(2018, 1, 1))
    assert counted(worker) == [0, 0, 0, 0, 0]


def test_joined_records_are_one_person(worker: Worker) -> None:
    person, again = people.nurlan(worker), people.person(worker, "Ким Олег")
    make.service(worker, person)
    make.service(worker, again, Ending.OPEN)
    people.joined(person, again, worker)
    assert counted(worker) == [1, 1, 1, 1, 1]


@given(st.dictionaries(st.sampled_from(Step), st.integers(0, 30)))
def test_the_oblasts_bars_only_fall_and_show_no_few(furthest: dict[Step, int]) -> None:
    counts = {step: sum(n for reached, n in furthest.items() if reached >= step) for step in Step}
    bars = guarded(counts)
    shown = [bar.people for bar in bars if bar.people is not None]
    assert shown == sorted(shown, reverse=True)
    assert all(n % LEAST == 0 for n in shown)
    for bar in bars:
        assert not 0 < counts[bar.step] < LEAST or bar.people is None


@given(st.dictionaries(st.sampled_from(Step), st.integers(0, 30)))
def test_nobody_works_out_how_few_were_lost_on_the_way(furthest: dict[Step, int]) -> None:
    """Two bars that are told never differ by one to four people, rounded as they are."""
    counts = {step: sum(n for reached, n in furthest.items() if reached >= step) for step in Step}
    told = [bar.people for bar in guarded(counts) if bar.people is not None]
    assert not any(0 < one - other < LEAST for one, other in pairwise(told))


@pytest.fixture
def page(client: Client, worker: Worker) -> Client:
    client.force_login(worker.user)
    return client


def in_2017(worker: Worker) -> None:
    """Without a grant of that year the pages know of no such year."""
    grants.open_grant(
        agency=worker.agency,
        title="Пилот",
        amount=Decimal(0),
        starts_on=date(2017, 7, 21),
        ends_on=date(2017, 11, 21),
        by=worker.actor,
    )


def test_every_bar_opens_the_people_behind_it(page: Client, worker: Worker) -> None:
    in_2017(worker)
    person = people.nurlan(worker)
    make.service(worker, person)
    opened = page.get(reverse("insights:funnel"))
    for bar in opened.context["bars"]:
        answer = page.get(reverse("insights:people"), {"period": "2017", "step": bar.code})
        assert [one.id for one in answer.context["people"]] == [person.id]
        assert bar.people == 1
    assert Reading.objects.filter(action="open", rows=1).count() == len(Step)


def test_another_agencys_people_are_neither_counted_nor_opened(page: Client, worker: Worker) -> None:
    in_2017(worker)
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        make.service(other, people.person(other, "Ким Олег"))
    opened = page.get(reverse("insights:people"), {"period": "2017"})
    assert opened.context["bar"].people == 0
    assert not opened.context["people"]


@pytest.mark.parametrize("address", ["?period=1917", "?period=x"])
def test_a_period_that_is_not_counted_is_not_there(page: Client, address: str) -> None:
    assert page.get(reverse("insights:funnel") + address).status_code == 404
    assert page.get(reverse("insights:people"), {"step": "nonsense"}).status_code == 404
