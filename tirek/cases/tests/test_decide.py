"""Applying for help and the decision on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import JournalEntry
from tirek.cases import actions, queries
from tirek.cases.actions import ApplicationFacts, ReasonMissing
from tirek.cases.models import Application, EntryDecision, EntryReason, LegalGround
from tirek.cases.tests import make
from tirek.gate.acting import act_as
from tirek.people.models import Person
from tirek.people.registering import NewPerson
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def person(worker: Worker) -> Person:
    return people.nurlan(worker)


@pytest.fixture
def page(client: Client, worker: Worker) -> Client:
    client.force_login(worker.user)
    return client


def test_not_entering_without_a_reason_is_refused(worker: Worker, person: Person) -> None:
    application = make.application(worker, person)
    with pytest.raises(ReasonMissing):
        actions.decide(application=application, entered=False, decided_on=date(2017, 8, 2), by=worker.actor)
    assert not EntryDecision.objects.exists()


def test_an_application_with_a_bare_no_writes_nothing(worker: Worker, person: Person) -> None:
    with pytest.raises(ReasonMissing):
        make.application(worker, person, entered=False)
    assert not Application.objects.exists()


def test_the_database_itself_demands_the_reason(worker: Worker, person: Person) -> None:
    application = make.application(worker, person)
    with pytest.raises(IntegrityError), transaction.atomic():
        EntryDecision.objects.create(application=application, entered=False, decided_on=date(2017, 8, 2))


def test_a_release_date_is_never_required(worker: Worker, person: Person) -> None:
    application = make.application(worker, person, ground=LegalGround.Ground.CONDITIONAL)
    assert application.legal_ground.released_on is None
    assert not LegalGround.objects.filter(application=make.application(worker, person)).exists()


def test_whoever_entered_needs_no_reason(worker: Worker, person: Person) -> None:
    decision = actions.decide(
        application=make.application(worker, person),
        entered=True,
        decided_on=date(2017, 8, 2),
        reason=make.reason(),
        by=worker.actor,
    )
    assert decision.entered
    assert decision.reason is None


def test_a_decision_can_be_changed_and_stays_one(worker: Worker, person: Person) -> None:
    application = make.application(worker, person, entered=True)
    actions.decide(
        application=application,
        entered=False,
        decided_on=date(2017, 9, 1),
        reason=make.reason("changed_mind"),
        by=worker.actor,
    )
    assert EntryDecision.objects.get().reason == make.reason("changed_mind")
    assert JournalEntry.objects.filter(action="cases.decide", person_id=person.id).count() == 1


def test_a_newcomer_is_registered_with_the_application_or_not_at_all(worker: Worker) -> None:
    newcomer = NewPerson(name="Ким Олег")
    facts = ApplicationFacts(
        person_id=newcomer.id, agency_id=worker.agency_id, applied_on=make.APPLIED_ON, entered=False
    )
    with pytest.raises(ReasonMissing):
        actions.register_applicant(person=newcomer, application=facts, by=worker.actor)
    assert not Person.objects.exists()


def test_only_undecided_applications_of_the_own_agency_wait(worker: Worker, person: Person) -> None:
    waits = make.application(worker, person)
    make.application(worker, person, entered=True)
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        make.application(other, people.person(other, "Ким Олег"))
    assert list(queries.waiting(worker.agency_id)) == [waits]


def test_whatever_is_done_an_application_waits_while_nobody_has_decided(
    worker: Worker, person: Person
) -> None:
    def waits() -> bool:
        one.refresh_from_db()
        assert one.is_decided == EntryDecision.objects.filter(application=one).exists()
        return one in queries.waiting(worker.agency_id)

    one = make.application(worker, person)
    assert waits()
    actions.decide(application=one, entered=True, decided_on=one.applied_on, by=worker.actor)
    assert not waits()
    facts = ApplicationFacts(person_id=person.id, agency_id=worker.agency_id, applied_on=one.applied_on)
    actions.correct(application=one, facts=facts, by=worker.actor)
    assert waits()
    actions.correct(application=one, facts=replace(facts, entered=True), by=worker.actor)
    assert not waits()
    assert make.application(worker, person, entered=True) not in queries.waiting(worker.agency_id)


def test_those_that_wait_are_read_by_an_index_of_their_own(worker: Worker, person: Person) -> None:
    make.application(worker, person)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "application_waits" in queries.waiting(worker.agency_id).order_by("applied_on", "pk").explain()


def test_the_page_refuses_a_bare_no_and_loses_nothing(page: Client, worker: Worker, person: Person) -> None:
    application = make.application(worker, person)
    answer = page.post(
        reverse("cases:decide", args=[application.id]), {"entered": "no", "decided_on": "03.08.2017"}
    )
    assert answer.status_code == 422
    assert "03.08.2017" in answer.content.decode()
    assert not EntryDecision.objects.exists()


def test_the_page_takes_a_reason_in_the_workers_own_words(
    page: Client, worker: Worker, person: Person
) -> None:
    application = make.application(worker, person)
    said = {"entered": "no", "reason": "other", "reason_text": "уехал в Россию", "decided_on": "03.08.2017"}
    answer = page.post(reverse("cases:decide", args=[application.id]), said)
    assert answer.status_code == 302
    reason = EntryReason.objects.get(name_ru="уехал в Россию")
    assert reason.proposed
    assert EntryDecision.objects.get().reason == reason


def test_a_decision_is_not_older_than_the_application(page: Client, worker: Worker, person: Person) -> None:
    application = make.application(worker, person)
    said = {"entered": "yes", "decided_on": "01.07.2017"}
    assert page.post(reverse("cases:decide", args=[application.id]), said).status_code == 422


def test_another_agencys_application_is_not_there(page: Client) -> None:
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        application = make.application(other, people.person(other, "Ким Олег"))
    assert page.get(reverse("cases:decide", args=[application.id])).status_code == 404


def test_the_waiting_list_shows_who_waits(page: Client, worker: Worker, person: Person) -> None:
    make.application(worker, person)
    assert person.name in page.get(reverse("cases:waiting")).content.decode()


def test_a_reason_in_own_words_waits_until_somebody_checks_it(page: Client, worker: Worker) -> None:
    reason = actions.name_reason(text="уехал в Россию", by=worker.actor)
    assert "уехал в Россию" in page.get(reverse("services:kinds")).content.decode()
    said = {"name_ru": "уехал из страны", "name_kk": "елден кетті", "name_en": "left the country"}
    assert page.post(reverse("cases:check_reason", args=[reason.id]), said).status_code == 302
    reason.refresh_from_db()
    assert (reason.proposed, reason.name_kk) == (False, "елден кетті")
