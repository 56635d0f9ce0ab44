"""Emergencies, protected people, requests by law and for access: each opens what it may, to whom it may, and tells no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import ProgrammingError, transaction

from tirek.access import actions, exceptional, queries
from tirek.access.models import AccessRequest, Emergency, LegalRequest, ProtectedPerson, Protection
from tirek.access.tests import make
from tirek.agencies.models import Agency, Worker
from tirek.agencies.tests import make as staff
from tirek.gate.acting import act_as
from tirek.gate.categories import ALL, Category
from tirek.machine.database import Connections
from tirek.people import matching
from tirek.people.models import Person, PersonContact
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db
REASON = "Человек без сознания, нужен телефон родных"


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def colleague(worker: Worker) -> Worker:
    return staff.worker("second", name="Дана Ахметова")


@pytest.fixture
def person(worker: Worker) -> Person:
    return people.nurlan(worker)


@pytest.fixture
def other(worker: Worker) -> Worker:
    return make.other_worker()


def opened(other: Worker, person: Person, category: int = Category.CONTACT, **said: Any) -> Emergency | None:
    terms: dict[str, Any] = {"reason": REASON, "is_confirmed": True, "by": other.actor, **said}
    return exceptional.open_in_emergency(person_id=person.id, agency=other.agency, category=category, **terms)


def sees_contacts(who: Worker, person: Person) -> bool:
    with act_as(who.actor):
        return PersonContact.objects.filter(person_id=person.pk).exists()


def test_an_emergency_opens_one_category_of_one_person_to_one_worker(
    worker: Worker, person: Person, other: Worker
) -> None:
    second = people.person(worker, "Ким Олег", place="г. Риддер")
    colleague = make.other_worker(other.agency, "asem")
    with act_as(other.actor):
        emergency = opened(other, person)
        assert emergency is not None and emergency.ends_at - emergency.opened_at == timedelta(minutes=60)
        assert not Person.objects.filter(pk=person.pk).exists()
    assert sees_contacts(other, person)
    assert not sees_contacts(other, second)
    assert not sees_contacts(colleague, person)


@pytest.mark.parametrize("reason", ["", "срочно", " " * 40, "а" * 19])
def test_an_emergency_needs_a_reason_of_twenty_letters(person: Person, other: Worker, reason: str) -> None:
    with act_as(other.actor):
        with pytest.raises(exceptional.ReasonTooShort):
            opened(other, person, reason=reason)
        with pytest.raises(Exception, match="reason"), transaction.atomic():
            actions.call(
                "SELECT authz.open_emergency(%s, 2::smallint, %s, %s)", person.id, reason, date.today()
            )


def test_an_emergency_needs_the_second_factor(person: Person, other: Worker) -> None:
    with act_as(other.actor), pytest.raises(exceptional.SecondFactorMissing):
        opened(other, person, is_confirmed=False)
    assert not Emergency.objects.exists()


def test_health_is_not_opened_to_whoever_is_no_medic(worker: Worker, person: Person, other: Worker) -> None:
    seeing = replace(other.actor, categories=ALL)
    with act_as(seeing):
        with pytest.raises(exceptional.NotForThisRole):
            opened(other, person, Category.HEALTH, by=seeing)
        with pytest.raises(ProgrammingError, match="medics"), transaction.atomic():
            actions.call(
                "SELECT authz.open_emergency(%s, 5::smallint, %s, %s)", person.id, REASON, date.today()
            )
    medic = make.other_worker(make.centre(Agency.Kind.CLINIC, "Поликлиника № 1"), "medic")
    seeing = replace(medic.actor, categories=ALL)
    with act_as(seeing):
        assert opened(medic, person, Category.HEALTH, by=seeing) is not None


def test_a_specialists_notes_are_opened_to_nobody(person: Person, other: Worker) -> None:
    seeing = replace(other.actor, categories=ALL)
    with act_as(seeing):
        with pytest.raises(exceptional.NotForThisRole):
            opened(other, person, Category.PRIVATE, by=seeing)
        with pytest.raises(ProgrammingError, match="role"), transaction.atomic():
            actions.call(
                "SELECT authz.open_emergency(%s, 6::smallint, %s, %s)", person.id, REASON, date.today()
            )


def test_opened_twice_it_is_one_emergency(person: Person, other: Worker) -> None:
    with act_as(other.actor):
        first, second = opened(other, person), opened(other, person)
        assert first == second


def test_the_agency_that_registered_the_person_is_told_and_reviews(
    worker: Worker, person: Person, other: Worker
) -> None:
    with act_as(other.actor):
        emergency = opened(other, person)
        assert emergency is not None
        with pytest.raises(exceptional.SecondPersonMissing):
            exceptional.review(emergency=emergency, verdict="right", by=other.actor)
    (told,) = queries.emergencies(unreviewed=True)
    assert told.row == emergency and told.person == person and told.worker == other.name
    exceptional.review(emergency=told.row, verdict="wrong", note="Телефон был у дежурного", by=worker.actor)
    assert queries.emergencies(unreviewed=True) == []
    with act_as(make.other_worker(make.centre(name="Третий"), "third").actor):
        assert not Emergency.objects.exists()


def test_only_an_administrator_reviews_where_there_are_roles(
    worker: Worker, person: Person, other: Worker
) -> None:
    with act_as(other.actor):
        emergency = opened(other, person)
    assert emergency is not None
    plain = replace(worker.actor, roles=frozenset({"social_worker"}))
    with pytest.raises(exceptional.SecondPersonMissing):
        exceptional.review(emergency=emergency, verdict="right", by=plain)
    exceptional.review(
        emergency=emergency, verdict="right", by=replace(worker.actor, roles=frozenset({"agency_admin"}))
    )


def found(name: str = "Серікұлы Нұрлан Ғабитұлы") -> list[Any]:
    return matching.candidates([matching.subject_of(name=name, birth_on=date(1989, 3, 8), iin=people.IIN)])


def protect(person: Person, worker: Worker, colleague: Worker, wish: str = "protect") -> Protection:
    proposal = exceptional.propose_protection(
        person_id=person.id, wish=wish, reason="Угрозы бывшего мужа", by=worker.actor
    )
    with act_as(colleague.actor):
        exceptional.decide(subject=proposal, agrees=True, by=colleague.actor)
    return proposal


def test_protection_takes_two_workers(worker: Worker, person: Person, colleague: Worker) -> None:
    proposal = exceptional.propose_protection(
        person_id=person.id, wish="protect", reason="Угрозы", by=worker.actor
    )
    with pytest.raises(exceptional.SecondPersonMissing):
        exceptional.decide(subject=proposal, agrees=True, by=worker.actor)
    assert actions.call("SELECT authz.settle_protection(%s)", proposal.id) == "waits"
    assert not ProtectedPerson.objects.exists()
    with act_as(colleague.actor):
        exceptional.decide(subject=proposal, agrees=True, by=colleague.actor)
    assert ProtectedPerson.objects.get().person_id == person.id


def test_a_protected_person_is_not_found_by_another_agency(
    worker: Worker, person: Person, colleague: Worker, other: Worker
) -> None:
    with act_as(other.actor):
        assert len(found()) == 1
    protect(person, worker, colleague)
    assert found() != []
    with act_as(other.actor):
        assert found() == []
        assert actions.ask(person_id=person.id, purpose="support", by=other.actor) is None
        assert opened(other, person) is None
    protect(person, worker, colleague, "open")
    with act_as(other.actor):
        assert len(found()) == 1


def test_a_hidden_namesake_does_not_show_in_what_was_left_out(
    worker: Worker, person: Person, colleague: Worker, other: Worker
) -> None:
    for _ in range(matching.MOST_COMPARED):
        people.person(worker, person.name, birth_on=person.birth_on)
    asked = matching.subject_of(name=person.name, birth_on=person.birth_on)
    with act_as(other.actor):
        assert matching.look_up(asked).is_cut
    protect(person, worker, colleague)
    with act_as(other.actor):
        answer = matching.look_up(asked)
    assert (len(answer.decision.ranked), answer.is_cut) == (matching.MOST_COMPARED, False)


def test_protection_hides_contacts_from_whoever_saw_them(
    worker: Worker, person: Person, colleague: Worker, other: Worker
) -> None:
    make.signed(person, worker, other.agency, (1, 2))
    assert sees_contacts(other, person)
    protect(person, worker, colleague)
    assert not sees_contacts(other, person)
    with act_as(other.actor):
        assert Person.objects.filter(pk=person.pk).exists()
    with pytest.raises(Exception, match="protected"), transaction.atomic():
        make.signed(person, worker, other.agency, (1, 2))


def test_the_asking_agency_learns_the_answer_and_nothing_else(
    worker: Worker, person: Person, other: Worker
) -> None:
    with act_as(other.actor):
        assert actions.ask(person_id=person.id, purpose="employment", note="Ищет работу", by=other.actor)
        assert actions.ask(person_id=person.id, purpose="employment", by=other.actor)
        assert not AccessRequest.objects.exists()
        (asked,) = queries.asked_by_us()
        assert str(person.id) not in repr(asked) and worker.agency.name not in repr(asked)
    (waiting,) = queries.asked_of_us()
    assert waiting.person == person and waiting.row.asking == other.agency
    actions.refuse(asked=waiting.row, refusal="declined", by=worker.actor)
    with act_as(other.actor):
        (asked,) = queries.asked_by_us()
        assert (asked.answer, asked.refusal) == ("refused", "declined")
        assert not Person.objects.filter(pk=person.pk).exists()


def test_a_signed_consent_answers_the_request(worker: Worker, person: Person, other: Worker) -> None:
    with act_as(other.actor):
        actions.ask(person_id=person.id, purpose="support", by=other.actor)
    (waiting,) = queries.asked_of_us()
    make.signed(person, worker, other.agency, asked=waiting.row)
    with act_as(other.actor):
        assert [one.answer for one in queries.asked_by_us()] == ["agreed"]
        assert Person.objects.filter(pk=person.pk).exists()


def test_nobody_is_asked_about_somebody_unknown(worker: Worker, person: Person) -> None:
    assert actions.ask(person_id=uuid4(), purpose="support", by=worker.actor) is None
    assert actions.ask(person_id=person.id, purpose="support", by=worker.actor) is None


def demanded(person: Person, worker: Worker, **said: Any) -> LegalRequest:
    terms: dict[str, Any] = {
        "number": "17-2/99",
        "document_on": date(2026, 11, 20),
        "requester": "Суд № 2 г. Риддер",
        "signer": "Судья Е. Оспанов",
        "article": "pd-9-1",
        "categories": (1, 4),
    }
    return exceptional.register_legal_request(person_id=person.id, **{**terms, **said}, by=worker.actor)


def test_an_extract_is_released_by_two_workers(worker: Worker, person: Person, colleague: Worker) -> None:
    request = demanded(person, worker)
    with pytest.raises(exceptional.SecondPersonMissing):
        exceptional.decide(subject=request, agrees=True, by=worker.actor)
    assert actions.call("SELECT authz.settle_legal_request(%s)", request.id) == "waits"
    assert LegalRequest.objects.filter(pk=request.pk).update(decision="released") == 0
    with act_as(colleague.actor):
        exceptional.decide(subject=request, agrees=True, by=colleague.actor)
    request.refresh_from_db()
    assert request.decision == "released" and request.decided_by == colleague.id


def test_an_agency_releases_only_whom_it_registered(worker: Worker, person: Person, other: Worker) -> None:
    make.signed(person, worker, other.agency)
    with act_as(other.actor), pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
        demanded(person, other)


def test_health_is_demanded_on_the_health_code_only(worker: Worker, person: Person) -> None:
    with pytest.raises(exceptional.WrongArticle):
        demanded(person, worker, categories=(1, 5))
    demanded(person, worker, categories=(1, 5), article="health-273")


@pytest.fixture
def admin(addresses: Connections) -> Iterator[psycopg.Connection]:
    assert addresses.admin is not None
    with psycopg.connect(addresses.admin) as connection:
        yield connection


@pytest.mark.django_db(transaction=True)
def test_an_emergency_is_over_after_sixty_minutes(
    worker: Worker, person: Person, other: Worker, admin: psycopg.Connection
) -> None:
    with act_as(other.actor):
        emergency = opened(other, person)
    assert emergency is not None and sees_contacts(other, person)
    for minutes, stays in ((59, True), (1, False)):
        admin.execute(
            "UPDATE gate_permit SET valid_from = valid_from - %(gone)s, valid_to = valid_to - %(gone)s WHERE basis_ref = %(ref)s",
            {"gone": timedelta(minutes=minutes), "ref": emergency.id},
        )
        admin.commit()
        assert sees_contacts(other, person) is stays
