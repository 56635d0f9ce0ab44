"""Withdrawal anywhere: any agency that sees the person takes the person's word; health is told to nobody who may not know."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from tirek.access import actions, queries
from tirek.access.models import AccessRequest, Consent, Notice
from tirek.access.tests import make
from tirek.access.withdrawing import standing_of
from tirek.agencies.models import Agency, Worker
from tirek.agencies.tests import make as staff
from tirek.gate.acting import act_as
from tirek.gate.categories import ALL, Category
from tirek.gate.fetching import fetch
from tirek.people.models import Person
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db
HEALTH = int(Category.HEALTH)


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
def clinic(worker: Worker) -> Worker:
    return make.other_worker(make.centre(Agency.Kind.CLINIC, "Поликлиника № 1"), "medic")


def sees(who: Worker, person: Person) -> bool:
    with act_as(who.actor):
        return Person.objects.filter(pk=person.pk).exists()


def test_a_receiver_takes_the_word_for_its_own_consent(worker: Worker, person: Person, other: Worker) -> None:
    consent = make.signed(person, worker, other.agency)
    with act_as(other.actor):
        make.withdrawn(consent, other)
        assert not Person.objects.filter(pk=person.pk).exists()
    (told,) = queries.notices()
    assert (told.row.kind, told.row.subject_id, told.row.at_agency) == ("withdrawn", consent.id, other.agency)
    actions.note_told(notice=told.row, by=worker.actor)
    assert queries.notices() == []


def test_a_receiver_takes_the_word_for_another_receivers_consent(
    worker: Worker, person: Person, other: Worker
) -> None:
    third = make.other_worker(make.centre(name="Третий центр"), "third")
    make.signed(person, worker, other.agency)
    theirs = make.signed(person, worker, third.agency, (1,))
    with act_as(other.actor):
        assert {one.receiver for one in standing_of(person.id)} == {other.agency.name, third.agency.name}
        make.withdrawn(theirs, other)
    assert not sees(third, person) and sees(other, person)


def test_everything_is_withdrawn_with_what_the_reader_does_not_know(
    worker: Worker, person: Person, other: Worker, clinic: Worker
) -> None:
    make.signed(person, worker, other.agency)
    make.signed(person, worker, clinic.agency, (HEALTH,), purpose="treatment")
    draft = make.drawn_up(person, worker, other.agency, (1, 2))
    with act_as(other.actor):
        known = standing_of(person.id)
        assert [one.receiver for one in known] == [other.agency.name]
        assert actions.withdraw(person_id=person.id, consents=None, by=other.actor) == len(known)
    assert not sees(other, person) and not sees(clinic, person) and sees(worker, person)
    draft.refresh_from_db()
    with pytest.raises(actions.NotStanding):
        actions.receive(consent=draft, signed_on=make.day(0), by=worker.actor)


def test_only_a_new_consent_opens_again(worker: Worker, person: Person, other: Worker) -> None:
    make.signed(person, worker, other.agency)
    actions.withdraw(person_id=person.id, consents=None, by=worker.actor)
    assert not sees(other, person)
    make.signed(person, worker, other.agency)
    assert sees(other, person)


def test_whoever_does_not_see_the_person_withdraws_nothing(
    worker: Worker, person: Person, other: Worker
) -> None:
    consent = make.signed(person, worker, make.centre(name="Третий центр"))
    blind = replace(worker.actor, categories=ALL - {Category.IDENTITY})
    for actor in (other.actor, blind):
        for which in ([consent.id], None):
            with (
                act_as(actor),
                pytest.raises(ProgrammingError, match="not somebody the agency sees"),
                transaction.atomic(),
            ):
                actions.withdraw(person_id=person.id, consents=which, by=actor)


def test_a_consent_on_health_is_a_secret_to_whoever_does_not_work_with_health(
    worker: Worker, person: Person, other: Worker, clinic: Worker
) -> None:
    make.signed(person, worker, other.agency)
    health = make.signed(person, worker, clinic.agency, (HEALTH,), purpose="treatment")
    healthless = replace(worker.actor, categories=ALL - {Category.HEALTH})
    with act_as(healthless):
        assert not Consent.objects.filter(pk=health.pk).exists()
        sights = fetch(queries.sights_of(person.id))
        assert clinic.agency.name not in {one.who for one in sights}
        assert fetch(queries.bar_of(person.id)).others == 1
        assert [one.receiver for one in standing_of(person.id)] == [other.agency.name]
        with pytest.raises(actions.NotStanding):
            actions.withdraw(person_id=person.id, consents=[health.id], by=healthless)
    assert fetch(queries.bar_of(person.id)).others == 2
    with act_as(replace(clinic.actor, categories=frozenset({1}))):
        assert all(HEALTH not in one.categories for one in queries.own_sights(person.id))


def test_no_third_agency_learns_of_a_consent_on_health_whatever_its_roles(
    worker: Worker, person: Person, other: Worker, clinic: Worker
) -> None:
    make.signed(person, worker, other.agency)
    health = make.signed(person, worker, clinic.agency, (HEALTH,), purpose="treatment")
    seeing = replace(other.actor, categories=ALL)
    with act_as(seeing):
        assert [one.receiver for one in standing_of(person.id)] == [other.agency.name]
        with pytest.raises(actions.NotStanding):
            actions.withdraw(person_id=person.id, consents=[health.id], by=seeing)
    with act_as(clinic.actor):
        assert health.id in {one.id for one in standing_of(person.id)}


def test_a_third_agency_is_shown_only_what_its_role_covers(
    worker: Worker, person: Person, other: Worker
) -> None:
    career = make.other_worker(make.centre(Agency.Kind.EMPLOYMENT, "Карьерный центр"), "career")
    make.signed(person, worker, other.agency, (1, 4))
    make.signed(person, worker, career.agency, (1, 3), purpose="employment")
    with act_as(career.actor):
        assert [one.receiver for one in standing_of(person.id)] == [career.agency.name]


def test_a_notice_on_health_reaches_those_who_work_with_health(
    worker: Worker, person: Person, clinic: Worker
) -> None:
    health = make.signed(person, worker, clinic.agency, (HEALTH,), purpose="treatment")
    with act_as(clinic.actor):
        make.withdrawn(health, clinic)
    assert len(queries.notices()) == 1
    with act_as(replace(worker.actor, categories=ALL - {Category.HEALTH})):
        assert queries.notices() == []


def test_a_request_for_treatment_is_shown_to_those_who_work_with_health(
    worker: Worker, person: Person, clinic: Worker
) -> None:
    with act_as(clinic.actor):
        actions.ask(person_id=person.id, purpose="treatment", by=clinic.actor)
    assert AccessRequest.objects.count() == 1
    with act_as(replace(worker.actor, categories=ALL - {Category.HEALTH})):
        assert not AccessRequest.objects.exists()


def test_the_page_says_who_loses_sight_before(
    client: Client, worker: Worker, person: Person, other: Worker
) -> None:
    first = make.signed(person, worker, other.agency, (1, 2))
    make.signed(person, worker, other.agency, (1, 3))
    client.force_login(other.user)
    client.cookies["django_language"] = "en"
    address = reverse("access:withdraw", args=[person.id])
    shown = client.get(address).content.decode()
    assert "Will at once no longer see: contacts." in shown
    assert "identity, contacts" in shown
    assert f"{other.agency.name} itself no longer sees the person" in shown
    client.post(address, {"consent": str(first.id)})
    assert client.get(address).status_code == 200
    assert client.post(address, {"everything": "yes"})["Location"] == reverse("desk:people")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("said", [{}, {"consent": "nonsense"}, {"everything": "no"}])
def test_a_withdrawal_of_nothing_is_none(
    client: Client, worker: Worker, person: Person, other: Worker, said: dict[str, str]
) -> None:
    make.signed(person, worker, other.agency)
    client.force_login(worker.user)
    assert client.post(reverse("access:withdraw", args=[person.id]), said).status_code == 404
    assert not Notice.objects.exists() and sees(other, person)
