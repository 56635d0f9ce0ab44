"""Attempts by one press, silence, contact lost with a reason, the return, and what was a mistake."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tirek.access.tests import make as access
from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.agencies.workdays import working_days_after
from tirek.audit.models import JournalEntry, Reading
from tirek.cases import due
from tirek.cases.models import Plan
from tirek.cases.tests import make as cases
from tirek.gate.acting import act_as
from tirek.gate.fetching import fetch
from tirek.people import actions as people_actions
from tirek.people.models import Person
from tirek.people.tests import make as people
from tirek.visits import actions
from tirek.visits.models import Contact, LostEpisode
from tirek.visits.tests import make

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


def test_one_press_writes_an_attempt_down_once(page: Client, worker: Worker, person: Person) -> None:
    address = reverse("visits:contacts", args=[person.id])
    said = {"id": str(uuid.uuid4()), "way": "call", "outcome": "no_answer"}
    for _ in range(2):
        assert page.post(address, said).status_code == 302
    tried = Contact.objects.get()
    assert (tried.way, tried.outcome, tried.tried_by, tried.agency_id) == (
        "call",
        "no_answer",
        worker.id,
        worker.agency_id,
    )
    assert JournalEntry.objects.filter(action="visits.try_contact", person_id=person.id).count() == 1
    assert Reading.objects.filter(person_id=person.id, category=3, action="open").exists()


def test_what_came_of_it_must_be_pressed_and_nobody_was_reached_tomorrow(
    page: Client, person: Person
) -> None:
    address = reverse("visits:contacts", args=[person.id])
    tomorrow = (timezone.localdate() + timedelta(days=1)).strftime("%d.%m.%Y")
    assert page.post(address, {"way": "call"}).status_code == 422
    assert page.post(address, {"way": "call", "outcome": "reached", "on": tomorrow}).status_code == 422
    assert not Contact.objects.exists()


def test_a_wrong_press_is_struck_out_and_counts_nowhere(page: Client, worker: Worker, person: Person) -> None:
    tried = make.tried(worker, person, "reached")
    page.post(reverse("visits:strike_contact", args=[tried.id]))
    assert not Contact.objects.exists() and Contact.every.count() == 1
    assert page.get(reverse("visits:contacts", args=[person.id])).context["reached"] is None


def test_whoever_was_reached_is_silent_no_more_and_an_attempt_alone_breaks_no_silence(
    worker: Worker, person: Person
) -> None:
    cases.plan(worker, person)
    Plan.objects.update(
        contact_on=timezone.localdate() - timedelta(days=20),
        silent_from=timezone.localdate() - timedelta(days=13),
    )
    make.tried(worker, person, "no_answer")
    assert len(fetch(due.silent(worker.agency_id, timezone.localdate(), most=9))) == 1
    make.tried(worker, person, "reached", days_ago=2)
    assert not fetch(due.silent(worker.agency_id, timezone.localdate(), most=9))
    assert Plan.objects.get().contact_on == timezone.localdate() - timedelta(days=2)


def test_an_old_contact_entered_late_does_not_turn_the_clock_back(worker: Worker, person: Person) -> None:
    cases.plan(worker, person)
    make.tried(worker, person, "reached", days_ago=30)
    assert Plan.objects.get().contact_on == timezone.localdate()


@pytest.mark.parametrize(
    ("reason", "cause"),
    [("away", "objective"), ("not_own_wish", "objective"), ("avoids", "subjective"), ("unknown", "unknown")],
)
def test_contact_is_lost_for_a_reason_that_lies_with_the_person_or_outside(
    worker: Worker, person: Person, reason: str, cause: str
) -> None:
    assert make.lost(worker, person, reason).cause == cause


def test_every_reason_has_its_cause() -> None:
    assert set(LostEpisode.CAUSES) == set(LostEpisode.Reason)


def test_contact_is_lost_once_at_a_time(worker: Worker, person: Person) -> None:
    make.lost(worker, person)
    with pytest.raises(actions.LostAlready):
        make.lost(worker, person)
    with pytest.raises(IntegrityError), transaction.atomic():
        LostEpisode.objects.create(
            person=person,
            agency=worker.agency,
            declared_on=timezone.localdate(),
            declared_by=worker.id,
            cause="unknown",
            reason="unknown",
        )


def test_while_contact_is_lost_the_plan_reminds_nobody_and_the_return_opens_it(
    worker: Worker, person: Person
) -> None:
    cases.plan(worker, person, days=0)
    today = timezone.localdate()
    episode = make.lost(worker, person)
    assert not fetch(due.steps_due(worker.agency_id, today, most=9))
    assert not fetch(due.reviews_due(worker.agency_id, today + timedelta(99), most=9))
    actions.return_contact(episode=episode, note="сам пришёл", version=1, by=worker.actor)
    plan = Plan.objects.get()
    assert plan.is_running
    assert plan.review_on == working_days_after(today, 3)
    assert len(fetch(due.steps_due(worker.agency_id, today, most=9))) == 1


def test_a_return_is_written_down_once(worker: Worker, person: Person) -> None:
    episode = make.lost(worker, person)
    actions.return_contact(episode=episode, version=1, by=worker.actor)
    with pytest.raises(actions.NotLost):
        actions.return_contact(episode=episode, version=1, by=worker.actor)


def test_a_return_that_was_a_mistake_is_taken_back_unless_a_later_loss_stands(
    worker: Worker, person: Person
) -> None:
    cases.plan(worker, person)
    episode = make.lost(worker, person)
    actions.return_contact(episode=episode, version=1, by=worker.actor)
    again = actions.reopen_episode(episode=episode, by=worker.actor)
    assert again.returned_on is None and not Plan.objects.get().is_running
    actions.return_contact(episode=again, version=again.version, by=worker.actor)
    make.lost(worker, person, "away")
    with pytest.raises(actions.LostAlready):
        actions.reopen_episode(episode=again, by=worker.actor)


def test_lost_and_found_by_pages(page: Client, person: Person) -> None:
    lose = reverse("visits:lose", args=[person.id])
    assert page.post(lose, {"reason": ""}).status_code == 422
    assert page.post(lose, {"reason": "no_phone", "note": "номер отключён"}).status_code == 302
    episode = LostEpisode.objects.get()
    html = page.get(reverse("visits:contacts", args=[person.id])).content.decode()
    assert "номер отключён" in html
    assert page.post(reverse("visits:come_back", args=[episode.id]), {"version": 1}).status_code == 302
    episode.refresh_from_db()
    assert episode.returned_on == timezone.localdate()


def test_attempts_and_losses_stand_on_the_page_of_the_person(
    page: Client, worker: Worker, person: Person
) -> None:
    make.tried(worker, person, "left_word", note="передали через мать")
    make.lost(worker, person, "away")
    answer = page.get(reverse("desk:person", args=[person.id]), {"show": "contacts"})
    html = answer.content.decode()
    assert "передали через мать" in html
    assert sum(len(month.happenings) for month in answer.context["months"]) == 2
    assert any(tag.icon == "phone-off" for tag in answer.context["page"].tags)


def test_another_agency_reads_attempts_under_consent_and_strikes_none(worker: Worker, person: Person) -> None:
    tried = make.tried(worker, person)
    other = access.other_worker()
    with act_as(other.actor):
        assert not Contact.objects.exists()
    access.signed(person, worker, other.agency)
    with act_as(other.actor):
        assert Contact.objects.count() == 1
        assert Contact.objects.filter(pk=tried.pk).update(note="x") == 0
        make.tried(other, person, "reached")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Contact.objects.create(
                person=person,
                agency=worker.agency,
                at=timezone.now(),
                way="call",
                outcome="reached",
                tried_by=other.id,
            )


def test_erasure_leaves_no_word_of_needs_plans_and_contacts(worker: Worker, person: Person) -> None:
    cases.need(worker, person, "Удостоверение на имя Серікұлы")
    cases.plan(worker, person)
    make.tried(worker, person, note="говорил с сестрой")
    make.lost(worker, person, note="уехал в Семей")
    people_actions.erase(person=person, ground="заявление", by=worker.actor)
    with act_as(worker.actor):
        words = [
            *Contact.every.values_list("note", flat=True),
            *LostEpisode.objects.values_list("note", flat=True),
        ]
    assert not any(words)
