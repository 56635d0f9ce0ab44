"""A consent opens what it names to whom it names, as long as it says; nothing else does, and withdrawal ends it."""

from __future__ import annotations

import uuid
from dataclasses import replace

import psycopg
import pytest
from django.db import (
    IntegrityError,
    OperationalError,
    ProgrammingError,
    connection,
    transaction,
)
from django.utils import timezone

from tirek.access import actions, queries
from tirek.access.models import Consent
from tirek.access.tests import make
from tirek.access.withdrawing import standing_of
from tirek.agencies.models import Agency, Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import JournalEntry
from tirek.gate.acting import act_as
from tirek.gate.categories import ALL, Category
from tirek.gate.fetching import fetch
from tirek.machine.database import Connections
from tirek.people.models import Person, PersonContact
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


def sees(other: Worker, person: Person) -> tuple[bool, bool]:
    """Whether somebody sees the person, and the contacts."""
    with act_as(other.actor):
        return (
            Person.objects.filter(pk=person.pk).exists(),
            PersonContact.objects.filter(person_id=person.pk).exists(),
        )


def call(function: str, value: uuid.UUID) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT authz.{function}(%s)", [value])


def test_a_consent_drawn_up_opens_nothing(worker: Worker, person: Person, other: Worker) -> None:
    make.drawn_up(person, worker, other.agency)
    assert sees(other, person) == (False, False)


def test_a_signed_consent_opens_what_it_names_and_no_more(
    worker: Worker, person: Person, other: Worker
) -> None:
    make.signed(person, worker, other.agency, (1,))
    assert sees(other, person) == (True, False)
    make.signed(person, worker, other.agency, (1, 2))
    assert sees(other, person) == (True, True)


def test_a_consent_to_one_agency_opens_nothing_to_another(
    worker: Worker, person: Person, other: Worker
) -> None:
    make.signed(person, worker, other.agency)
    foreign = make.other_worker(make.centre(name="Пробация г. Риддер", kind="probation"), "probation")
    assert sees(foreign, person) == (False, False)


def test_what_is_withdrawn_is_gone_with_the_next_statement(
    worker: Worker, person: Person, other: Worker
) -> None:
    consent = make.signed(person, worker, other.agency)
    assert sees(other, person) == (True, True)
    assert make.withdrawn(consent, worker) == 1
    assert sees(other, person) == (False, False)


def test_permits_end_and_are_never_deleted(worker: Worker, person: Person, other: Worker) -> None:
    consent = make.signed(person, worker, other.agency)
    make.withdrawn(consent, worker)
    with act_as(other.actor), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), bool_and(valid_to <= now()) FROM gate_permit WHERE basis_ref = %s", [consent.id]
        )
        assert cursor.fetchone() == (3, True)


def test_a_withdrawn_consent_opens_nothing_again(worker: Worker, person: Person, other: Worker) -> None:
    consent = make.signed(person, worker, other.agency)
    make.withdrawn(consent, worker)
    with pytest.raises(IntegrityError, match="stands as it was signed"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(withdrawn_at=None, withdrawn_by=None)
    with pytest.raises(OperationalError, match="does not stand"):
        call("permit_by_consent", consent.id)
    with pytest.raises(actions.NotStanding):
        make.withdrawn(consent, worker)


def test_two_consents_hold_each_other(worker: Worker, person: Person, other: Worker) -> None:
    first = make.signed(person, worker, other.agency, (1, 2))
    make.signed(person, worker, other.agency, (1,))
    lost = {one.id: one.loses for one in standing_of(person.id)}
    assert lost[first.id] == queries.in_words([Category.CONTACT])
    make.withdrawn(first, worker)
    assert sees(other, person) == (True, False)


def test_a_term_that_ends_before_it_begins_is_refused(worker: Worker, person: Person, other: Worker) -> None:
    with pytest.raises(actions.EndsBeforeStart):
        make.drawn_up(person, worker, other.agency, starts_on=make.day(9), ends_on=make.day(8))


def test_the_database_refuses_such_a_term_too(worker: Worker, person: Person, other: Worker) -> None:
    consent = make.drawn_up(person, worker, other.agency)
    with pytest.raises(IntegrityError, match="consent_ends_after_start"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(ends_on=make.day(-1))


def test_an_expired_consent_cannot_be_received(worker: Worker, person: Person, other: Worker) -> None:
    consent = make.drawn_up(person, worker, other.agency, starts_on=make.day(-9), ends_on=make.day(0))
    Consent.objects.filter(pk=consent.pk).update(ends_on=make.day(-1))
    consent.refresh_from_db()
    with pytest.raises(actions.TermOver):
        actions.receive(consent=consent, signed_on=make.day(-1), by=worker.actor)
    assert sees(other, person) == (False, False)


def test_a_consent_ahead_opens_nothing_yet(worker: Worker, person: Person, other: Worker) -> None:
    make.signed(person, worker, other.agency, starts_on=make.day(1))
    assert sees(other, person) == (False, False)


def test_nobody_signs_tomorrow(worker: Worker, person: Person, other: Worker) -> None:
    consent = make.drawn_up(person, worker, other.agency)
    with pytest.raises(actions.SignedInFuture):
        actions.receive(consent=consent, signed_on=make.day(1), by=worker.actor)


def test_received_twice_it_opens_once(worker: Worker, person: Person, other: Worker) -> None:
    consent = make.signed(person, worker, other.agency)
    assert actions.receive(consent=consent, signed_on=make.day(0), by=worker.actor) == 0


def test_health_is_never_opened_by_an_ordinary_consent(worker: Worker, person: Person, other: Worker) -> None:
    with pytest.raises(actions.OthersToo):
        make.drawn_up(person, worker, other.agency, (1, 3, 5))
    consent = make.drawn_up(person, worker, other.agency, (1, 3))
    with pytest.raises(IntegrityError, match="consent_health_apart"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(categories=[1, 3, 5])
    with pytest.raises(IntegrityError, match="consent_health_apart"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(categories=[6])


def test_health_is_opened_by_its_own_consent(worker: Worker, person: Person) -> None:
    medic = make.other_worker(make.centre(Agency.Kind.CLINIC, "Поликлиника № 1"))
    make.signed(person, worker, medic.agency, (5,), purpose="treatment")
    seen = {
        one
        for sight in fetch(queries.sights_of(person.id))
        if sight.basis == "consent"
        for one in sight.categories
    }
    assert seen == {Category.IDENTITY, Category.HEALTH}


def test_only_who_registered_a_person_takes_the_consent(
    worker: Worker, person: Person, other: Worker
) -> None:
    make.signed(person, worker, other.agency)
    third = make.centre(name="Третий центр")
    with (
        act_as(other.actor),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        make.drawn_up(person, other, third)


def test_a_foreign_consent_is_neither_projected_nor_changed(
    worker: Worker, person: Person, other: Worker
) -> None:
    consent = make.signed(person, worker, other.agency)
    with act_as(other.actor):
        assert Consent.objects.get(pk=consent.pk).receiver_id == other.agency_id
        with pytest.raises(ProgrammingError, match="not the agency"):
            call("permit_by_consent", consent.id)
        assert Consent.objects.filter(pk=consent.pk).update(withdrawn_at=timezone.now()) == 0
    assert sees(other, person)[0]


def test_a_permit_is_never_written_by_a_plain_insert(worker: Worker, person: Person, other: Worker) -> None:
    with act_as(other.actor), connection.cursor() as cursor:
        values = f"'{uuid.uuid4()}', '{other.agency_id}', 1, '{person.id}', 'consent', now(), '9999-01-01'"
        columns = "id, principal, category, person_id, basis, valid_from, valid_to"
        for statement in (
            f"INSERT INTO gate_permit ({columns}) VALUES ({values})",
            "UPDATE gate_permit SET valid_to = '9999-01-01'",
            "DELETE FROM gate_permit",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)


def test_who_sees_what_is_told_to_who_registered_the_person_only(
    worker: Worker, person: Person, other: Worker
) -> None:
    make.signed(person, worker, other.agency)
    assert {sight.who for sight in fetch(queries.sights_of(person.id))} == {
        worker.agency.name,
        other.agency.name,
    }
    with act_as(other.actor):
        assert fetch(queries.sights_of(person.id)) == []
    blind = replace(worker.actor, id=uuid.uuid4(), categories=ALL - {Category.IDENTITY})
    with act_as(blind):
        assert fetch(queries.sights_of(person.id)) == []


def test_every_write_leaves_its_row_in_the_journal(worker: Worker, person: Person, other: Worker) -> None:
    consent = make.signed(person, worker, other.agency)
    make.withdrawn(consent, worker)
    told = (
        JournalEntry.objects.filter(subject_id=str(consent.id))
        .order_by("id")
        .values_list("action", flat=True)
    )
    assert list(told) == ["access.draw_up_consent", "access.receive_consent"]
    assert JournalEntry.objects.filter(action="access.withdraw_consents", person_id=person.id).exists()


@pytest.mark.parametrize("basis", ["consent", "referral", "law", "emergency"])
@pytest.mark.django_db(transaction=True)
def test_bar_and_page_say_on_which_ground_until_when(basis: str, addresses: Connections) -> None:
    worker = staff.worker()
    person, other = people.nurlan(worker), make.other_worker()
    holder = other.id if basis == "emergency" else other.agency_id
    assert addresses.admin is not None
    with psycopg.connect(addresses.admin) as admin:
        admin.execute(
            "INSERT INTO gate_permit (id, principal, category, person_id, basis, valid_from, valid_to)"
            " VALUES (gen_random_uuid(), %s, 1, %s, %s, now() - interval '1 hour', now() + interval '9 days')",
            [holder, person.id, basis],
        )
    ours = fetch(queries.bar_of(person.id))
    assert (ours.is_ours, ours.others, ours.basis, ours.own_until) == (True, 1, "own", None)
    told = [one for one in fetch(queries.sights_of(person.id)) if one.basis == basis]
    assert [one.who for one in told] == [other.name if basis == "emergency" else other.agency.name]
    with act_as(other.actor):
        theirs = fetch(queries.bar_of(person.id))
        assert (theirs.is_ours, theirs.basis) == (False, basis) and theirs.own_until is not None
        assert [one.basis for one in queries.own_sights(person.id)] == [basis]
