"""Deeds of two people: signed by another, refused, or done after a delay where nobody second is there, and reviewed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from tirek.access import actions, erasure, exceptional, queries
from tirek.access.models import (
    Consent,
    Emergency,
    ErasureRequest,
    LegalRequest,
    ProtectedPerson,
    Protection,
)
from tirek.access.tests import make
from tirek.agencies import actions as approvals
from tirek.agencies.models import Agency, Approval, Worker
from tirek.agencies.queries import reviews_due
from tirek.agencies.roles import Role
from tirek.agencies.tests import make as staff
from tirek.agencies.workdays import working_days_after
from tirek.gate.acting import act_as
from tirek.gate.categories import Category
from tirek.people import actions as registry
from tirek.people.models import Erasure, LegalHold, Person, PersonContact
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db
REASON = "Человек без сознания, нужен телефон родных"


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def second(worker: Worker) -> Worker:
    return staff.worker("second", name="Дана Ахметова")


@pytest.fixture
def person(worker: Worker) -> Person:
    return people.nurlan(worker)


def protection(person: Person, by: Worker, wish: str = "protect") -> Protection:
    made = exceptional.propose_protection(
        person_id=person.id, wish=wish, reason="Угрозы бывшего мужа", by=by.actor
    )
    made.refresh_from_db()
    return made


def demand(person: Person, by: Worker) -> LegalRequest:
    return exceptional.register_legal_request(
        person_id=person.id,
        number="17-2/99",
        document_on=date(2026, 11, 20),
        requester="Суд № 2 г. Риддер",
        signer="Судья Е. Оспанов",
        article="pd-9-1",
        categories=(1, 4),
        by=by.actor,
    )


def wish(person: Person, by: Worker) -> ErasureRequest:
    return erasure.propose(person_id=person.id, ground="wish", asked_on=make.day(0), by=by.actor)


def test_protecting_alone_counts_at_once_and_is_reviewed(worker: Worker, person: Person) -> None:
    assert protection(person, worker).approved_at is not None
    assert ProtectedPerson.objects.filter(pk=person.pk).exists()
    assert reviews_due(worker.actor) == 1


def test_opening_again_alone_waits_for_a_day(worker: Worker, person: Person) -> None:
    protection(person, worker)
    again = protection(person, worker, "open")
    with pytest.raises(exceptional.SecondPersonMissing):
        exceptional.carry_out(subject=again, by=worker.actor)
    assert actions.call("SELECT authz.settle_protection(%s)", again.id) == "waits"
    assert ProtectedPerson.objects.exists()


def test_releasing_an_extract_alone_waits_for_a_day(worker: Worker, person: Person) -> None:
    request = demand(person, worker)
    with pytest.raises(exceptional.SecondPersonMissing):
        exceptional.carry_out(subject=request, by=worker.actor)
    request.refresh_from_db()
    assert request.decision == "waiting"


def test_erasing_alone_waits_but_less_than_the_law_gives(worker: Worker, person: Person) -> None:
    request = wish(person, worker)
    assert request.due_on == working_days_after(make.day(0), 1)
    (approval,) = Approval.objects.all()
    assert approval.is_alone and approval.effective_at is not None
    assert approval.effective_at - approval.asked_at < timedelta(hours=9)
    with pytest.raises(exceptional.SecondPersonMissing):
        erasure.erase(request=request, person=person, by=worker.actor)
    with pytest.raises(ProgrammingError, match="not approved"), transaction.atomic():
        actions.call("SELECT authz.forget_grounds(%s)", request.id)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", ["unprotect", "legal_request", "erase"])
def test_after_the_delay_whoever_is_alone_does_it(addresses: Any, deed: str) -> None:
    worker = staff.worker()
    person = people.nurlan(worker)
    protection(person, worker)
    asked: dict[str, Callable[[Person, Worker], Any]] = {
        "unprotect": lambda one, by: protection(one, by, "open"),
        "legal_request": demand,
        "erase": wish,
    }
    subject = asked[deed](person, worker)
    with psycopg.connect(addresses.admin) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute(
            "UPDATE agencies_approval SET effective_at = effective_at - interval '25 hours' WHERE kind = %s",
            [deed],
        )
    if deed == "erase":
        erasure.erase(request=subject, person=person, by=worker.actor)
    else:
        exceptional.carry_out(subject=subject, by=worker.actor)
    with psycopg.connect(addresses.admin) as admin:
        done = {
            "unprotect": "SELECT count(*) = 0 FROM access_protectedperson",
            "legal_request": "SELECT bool_and(decision = 'released' AND decided_by IS NULL) FROM access_legalrequest",
            "erase": "SELECT count(*) = 1 FROM people_erasure",
        }
        assert admin.execute(done[deed].encode()).fetchone() == (True,)


def test_a_refusal_lets_the_proposal_go(worker: Worker, person: Person, second: Worker) -> None:
    first, request, gone = protection(person, worker), demand(person, worker), wish(person, worker)
    with act_as(second.actor):
        for subject in (first, request, gone):
            exceptional.decide(subject=subject, agrees=False, by=second.actor)
    for subject in (first, request, gone):
        subject.refresh_from_db()
    assert first.closed_at and gone.closed_at and request.decision == "refused"
    assert not ProtectedPerson.objects.exists()
    assert queries.protection_of(person.id, worker.actor) == (None, None)
    assert protection(person, worker).id != first.id


def test_an_administrator_who_sees_no_person_signs_on_the_page_of_approvals(
    worker: Worker, person: Person
) -> None:
    boss = staff.worker("boss", name="Ерлан Сапаров", roles=[Role.AGENCY_ADMIN])
    proposal = protection(person, worker)
    with act_as(boss.actor):
        assert not Person.objects.exists()
        approvals.approve(approval=Approval.objects.get(), by=boss.actor)
    proposal.refresh_from_db()
    assert proposal.approved_by == boss.id and ProtectedPerson.objects.exists()


def test_an_objection_of_the_coordinator_stops_what_is_not_done(worker: Worker, person: Person) -> None:
    request = demand(person, worker)
    region = staff.worker("region", of=staff.agency("Акимат", Agency.Kind.AKIMAT), roles=[Role.COORDINATOR])
    with act_as(region.actor):
        approvals.review(approval=Approval.objects.get(), finding="objected", by=region.actor)
    request.refresh_from_db()
    assert request.decision == "refused"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("basis", ["consent", "referral", "law", "emergency"])
def test_no_ground_of_tomorrow_opens_the_contacts_of_a_protected_person(addresses: Any, basis: str) -> None:
    worker = staff.worker()
    person, other = people.nurlan(worker), make.other_worker()
    protection(person, worker)
    insert = (
        "INSERT INTO gate_permit (id, principal, category, person_id, basis, valid_from, valid_to)"
        " VALUES (gen_random_uuid(), %s, %s, %s, %s, now(), '9999-01-01')"
    )
    with psycopg.connect(addresses.admin, autocommit=True) as admin:
        admin.execute(insert, [other.agency_id, 1, person.id, basis])
        with pytest.raises(psycopg.Error, match="protected"):
            admin.execute(insert, [other.agency_id, 2, person.id, basis])
    with act_as(other.actor):
        assert Person.objects.exists() and not PersonContact.objects.exists()
        assert exceptional.open_in_emergency(
            person_id=person.id, agency=other.agency, category=2, reason=REASON, is_confirmed=True, by=other.actor
        ) is None  # fmt: skip


def test_an_emergency_where_nobody_is_second_is_reviewed_by_the_coordinator(
    worker: Worker, person: Person
) -> None:
    approvals.set_roles(
        worker=staff.worker("boss", name="Ерлан", roles=[Role.AGENCY_ADMIN]),
        roles=[Role.AUDITOR],
        by=worker.actor,
    )
    region = staff.worker("region", of=staff.agency("Акимат", Agency.Kind.AKIMAT), roles=[Role.COORDINATOR])
    opened = exceptional.open_in_emergency(
        person_id=person.id, agency=worker.agency, category=2, reason=REASON, is_confirmed=True, by=worker.actor
    )  # fmt: skip
    assert opened is not None and opened.is_alone
    with pytest.raises(exceptional.SecondPersonMissing):
        exceptional.review(emergency=opened, verdict="right", by=worker.actor)
    with act_as(region.actor):
        assert not Person.objects.exists()
        exceptional.review(emergency=Emergency.objects.get(), verdict="right", by=region.actor)


def test_an_emergency_tells_the_holder_and_has_the_person_told(worker: Worker, person: Person) -> None:
    other = make.other_worker()
    with act_as(other.actor):
        opened = exceptional.open_in_emergency(
            person_id=person.id, agency=other.agency, category=2, reason=REASON, is_confirmed=True, by=other.actor
        )  # fmt: skip
        assert opened is not None and not opened.is_alone
        assert queries.notices() == []
        assert queries.emergency_share(other.agency_id) == queries.Share(1, 0)
    assert opened.review_by == working_days_after(make.day(0), 2)
    told = queries.notices()
    assert {one.row.kind for one in told} == {"emergency", "tell_person"}
    assert {one.row.due_on for one in told} == {None, opened.review_by}
    make.signed(person, worker, other.agency)
    with act_as(other.actor):
        assert queries.emergency_share(other.agency_id) == queries.Share(1, 1)
        assert queries.emergency_share(other.agency_id).percent == 50
    assert queries.emergency_share(worker.agency_id).percent is None


def test_an_emergency_on_health_is_no_news_to_other_colleagues(worker: Worker, person: Person) -> None:
    medic = make.other_worker(make.centre(Agency.Kind.CLINIC, "Поликлиника № 1"), "medic")
    with act_as(medic.actor):
        exceptional.open_in_emergency(
            person_id=person.id, agency=medic.agency, category=Category.HEALTH, reason=REASON, is_confirmed=True, by=medic.actor
        )  # fmt: skip
    plain = staff.worker("plain", name="Олжас", roles=[Role.GRANT_MANAGER])
    with act_as(plain.actor):
        assert not Emergency.objects.exists() and queries.notices() == []
    assert Emergency.objects.exists() and len(queries.notices()) == 2


@pytest.fixture
def page(client: Client, worker: Worker) -> Client:
    client.force_login(worker.user)
    client.cookies["django_language"] = "en"
    return client


def test_an_erasure_by_the_pages(page: Client, worker: Worker, person: Person, second: Worker) -> None:
    make.signed(person, worker, make.centre())
    address = reverse("access:erase", args=[person.id])
    shown = page.get(address).content.decode()
    for word in ("IIN", "Phones", "Locality", "What stays"):
        assert word in shown
    page.post(address, {"ground": "wish", "asked_on": f"{make.day(0):%d.%m.%Y}", "note": "Заявление Нұрлана"})
    request = ErasureRequest.objects.get()
    destroy = reverse("access:destroy", args=[request.id])
    assert page.post(destroy).status_code == 404
    decide = reverse("access:decide_erasure", args=[request.id])
    assert page.post(decide, {"answer": "yes"}).status_code == 404
    theirs = Client()
    theirs.force_login(second.user)
    theirs.post(decide, {"answer": "yes"})
    assert "Erase for good" in page.get(address).content.decode()
    assert page.post(destroy)["Location"] == reverse("desk:people")
    request.refresh_from_db()
    assert request.done_by == worker.id and request.note == ""
    assert Approval.objects.get().why == ""
    assert page.get(address).status_code == 404
    assert not Erasure.objects.exists() and not Consent.objects.exists()


def test_what_the_law_holds_is_not_erased(
    page: Client, worker: Worker, person: Person, second: Worker
) -> None:
    page.post(reverse("access:hold", args=[person.id]), {"ground": "Определение суда № 5", "until": ""})
    kept = LegalHold.objects.get()
    request = wish(person, worker)
    with act_as(second.actor):
        exceptional.decide(subject=request, agrees=True, by=second.actor)
    address = reverse("access:erase", args=[person.id])
    assert "Определение суда № 5" in page.get(address).content.decode()
    assert "Erase for good" not in page.get(address).content.decode()
    assert page.post(reverse("access:destroy", args=[request.id])).status_code == 404
    with pytest.raises(registry.HeldByLaw), transaction.atomic():
        erasure.erase(request=request, person=person, by=worker.actor)
    page.post(reverse("access:lift", args=[kept.id]))
    assert "Erase for good" in page.get(address).content.decode()


def test_nobody_asks_for_an_erasure_tomorrow_or_holds_until_yesterday(page: Client, person: Person) -> None:
    tomorrow, yesterday = f"{make.day(1):%d.%m.%Y}", f"{make.day(-1):%d.%m.%Y}"
    erase = page.post(
        reverse("access:erase", args=[person.id]), {"ground": "wish", "asked_on": tomorrow, "note": ""}
    )
    hold = page.post(reverse("access:hold", args=[person.id]), {"ground": "Суд", "until": yesterday})
    assert (erase.status_code, hold.status_code) == (422, 422)
    assert not ErasureRequest.objects.exists() and not LegalHold.objects.exists()
