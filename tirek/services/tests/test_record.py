"""Typing a line of the journal: an ending is a fact of its own, and each asks for what it needs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import JournalEntry
from tirek.gate.acting import act_as
from tirek.people.models import Person
from tirek.people.tests import make as people
from tirek.services import actions
from tirek.services.actions import Ending, ReasonMissing, ServiceFacts
from tirek.services.endings import lines_of
from tirek.services.models import (
    Decline,
    Delivery,
    LostContact,
    NoShow,
    Refusal,
    RefusalReason,
    Service,
    UnmetDemand,
)
from tirek.services.queries import FACTS, ended_as
from tirek.services.tests import make

pytestmark = pytest.mark.django_db
MODELS = (Delivery, Refusal, Decline, NoShow, LostContact, UnmetDemand)


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


def typed(worker: Worker, **said: Any) -> dict[str, Any]:
    """What a worker sends: the form as it opens, with some answers."""
    opened = {
        "id": uuid4(),
        "kind": make.kind().id,
        "ending": "given",
        "happened_on": "05.09.2017",
        "wish_of": "person",
        "provider": worker.agency_id,
        "cause": "unknown",
    }
    return opened | said


@pytest.mark.parametrize("ending", [ending for ending in Ending if ending is not Ending.OPEN])
def test_each_ending_is_one_fact_in_a_table_of_its_own(
    worker: Worker, person: Person, ending: Ending
) -> None:
    service = make.service(worker, person, ending)
    facts = [fact for model in MODELS for fact in model._default_manager.filter(pk=service.pk)]
    assert len(facts) == 1
    assert ended_as(service).ending == ending
    assert "status" not in {field.name for field in Service._meta.get_fields()}


def test_a_line_without_a_fact_is_still_open(worker: Worker, person: Person) -> None:
    service = make.service(worker, person, Ending.OPEN)
    assert ended_as(service).ending == "open"


def test_every_ending_has_its_fact_and_its_words() -> None:
    assert set(FACTS) | {"open"} == {str(ending) for ending in Ending}


def test_a_refusal_without_a_reason_is_refused(worker: Worker, person: Person) -> None:
    bare = ServiceFacts(
        person_id=person.id,
        agency_id=worker.agency_id,
        kind_id=make.kind().id,
        provider_id=worker.agency_id,
        happened_on=make.HAPPENED_ON,
        ending=Ending.REFUSED,
    )
    with pytest.raises(ReasonMissing):
        actions.record(service=bare, by=worker.actor)
    assert not Service.objects.exists()


def test_a_corrected_ending_replaces_the_former_fact(worker: Worker, person: Person) -> None:
    service = make.service(worker, person, Ending.REFUSED)
    facts = ServiceFacts(
        id=service.id,
        person_id=person.id,
        agency_id=worker.agency_id,
        kind_id=service.kind_id,
        provider_id=worker.agency_id,
        happened_on=make.HAPPENED_ON,
        ending=Ending.UNMET,
        wish="курсы сварщиков",
    )
    actions.correct(service=service, facts=facts, by=worker.actor)
    assert not Refusal.objects.exists()
    assert UnmetDemand.objects.get().wish == "курсы сварщиков"


def test_a_service_given_is_typed_with_one_choice(page: Client, worker: Worker, person: Person) -> None:
    opened = page.get(reverse("services:record", args=[person.id]))
    assert opened.status_code == 200
    usual = opened.context["form"].initial
    said = typed(worker, happened_on=usual["happened_on"].strftime("%d.%m.%Y"), ending=usual["ending"])
    answer = page.post(reverse("services:record", args=[person.id]), said)
    service = Service.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("services:entry", args=[service.id])
    assert service.happened_on == timezone.localdate()
    assert Delivery.objects.filter(pk=service.pk).exists()
    assert JournalEntry.objects.filter(action="services.record", person_id=person.id).count() == 1


def test_the_next_step_is_offered_after_saving(page: Client, worker: Worker, person: Person) -> None:
    answer = page.post(reverse("services:record", args=[person.id]), typed(worker), follow=True)
    html = answer.content.decode()
    assert reverse("services:record", args=[person.id]) in html
    assert reverse("desk:person", args=[person.id]) in html


def test_the_same_form_sent_twice_enters_one_line(page: Client, worker: Worker, person: Person) -> None:
    said = typed(worker)
    for _ in range(2):
        assert page.post(reverse("services:record", args=[person.id]), said).status_code == 302
    assert Service.objects.count() == 1


def test_the_page_asks_for_the_reason_of_a_refusal_and_loses_nothing(
    page: Client, worker: Worker, person: Person
) -> None:
    said = typed(worker, ending="refused", letter="исх. 12", detail="мест нет до марта")
    answer = page.post(reverse("services:record", args=[person.id]), said)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "исх. 12" in html
    assert "мест нет до марта" in html
    assert 'href="#id_reason"' in html
    assert not Service.objects.exists()


def test_a_reason_in_the_workers_own_words_waits_to_be_checked(
    page: Client, worker: Worker, person: Person
) -> None:
    said = typed(worker, ending="refused", reason="other", reason_text="нет прописки")
    assert page.post(reverse("services:record", args=[person.id]), said).status_code == 302
    assert RefusalReason.objects.get(name_ru="нет прописки").proposed
    assert Refusal.objects.get().reason.name_ru == "нет прописки"


@pytest.mark.parametrize(
    ("ending", "said", "model", "field", "kept"),
    [
        ("refused", {"letter": "11/17", "detail": "работает"}, Refusal, "letter", "11/17"),
        ("declined", {"detail": "не готов"}, Decline, "detail", "не готов"),
        ("no_show", {"detail": "работал"}, NoShow, "detail", "работал"),
        ("lost_contact", {"cause": "objective", "detail": "уехал"}, LostContact, "cause", "objective"),
        ("unmet", {"wish": "сварщик"}, UnmetDemand, "wish", "сварщик"),
    ],
)
def test_each_ending_keeps_what_belongs_to_it(
    page: Client,
    worker: Worker,
    person: Person,
    ending: str,
    said: dict[str, str],
    model: Any,
    field: str,
    kept: str,
) -> None:
    every = {"reason": make.reason().id, "wish": "лишнее", "letter": "лишнее"} | said
    answer = page.post(reverse("services:record", args=[person.id]), typed(worker, ending=ending, **every))
    assert answer.status_code == 302
    assert getattr(model.objects.get(), field) == kept
    assert sum(one._default_manager.count() for one in MODELS) == 1


def test_a_wish_nobody_can_meet_is_written_down(page: Client, worker: Worker, person: Person) -> None:
    answer = page.post(reverse("services:record", args=[person.id]), typed(worker, ending="unmet"))
    assert answer.status_code == 422


def test_a_day_that_has_not_come_is_refused(page: Client, worker: Worker, person: Person) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=1)).strftime("%d.%m.%Y")
    answer = page.post(reverse("services:record", args=[person.id]), typed(worker, happened_on=tomorrow))
    assert answer.status_code == 422


def test_the_kinds_used_most_come_first(page: Client, worker: Worker, person: Person) -> None:
    for _ in range(3):
        make.service(worker, person, code="legal_advice")
    opened = page.get(reverse("services:record", args=[person.id]))
    assert opened.context["form"].fields["kind"].widget.choices[0][0] == str(make.kind("legal_advice").id)


def test_a_rare_kind_is_chosen_from_the_whole_list(page: Client, worker: Worker, person: Person) -> None:
    form = page.get(reverse("services:record", args=[person.id])).context["form"]
    rare = form.fields["other_kind"].widget.choices[-1][0]
    said = typed(worker, kind="other", other_kind=rare)
    assert page.post(reverse("services:record", args=[person.id]), said).status_code == 302
    assert Service.objects.get().kind_id == int(rare)
    assert (
        page.post(reverse("services:record", args=[person.id]), typed(worker, kind="other")).status_code
        == 422
    )


def test_a_line_is_corrected_in_the_form_that_shows_it(page: Client, worker: Worker, person: Person) -> None:
    service = make.service(worker, person, Ending.REFUSED, detail="работает", letter="11/17", number=7)
    form = page.get(reverse("services:correct", args=[service.id])).context["form"]
    assert form.initial["letter"] == "11/17"
    said = typed(worker, id=service.id, ending="given")
    assert page.post(reverse("services:correct", args=[service.id]), said).status_code == 302
    again = Service.objects.get()
    assert again.number == 7
    assert ended_as(again).ending == "given"


def test_an_open_line_may_stay_open_when_corrected(page: Client, worker: Worker, person: Person) -> None:
    service = make.service(worker, person, Ending.OPEN)
    said = typed(worker, id=service.id, ending="open")
    assert page.post(reverse("services:correct", args=[service.id]), said).status_code == 302
    assert (
        page.post(reverse("services:record", args=[person.id]), typed(worker, ending="open")).status_code
        == 422
    )


def test_another_agencys_person_and_line_are_not_there(page: Client) -> None:
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        stranger = people.person(other, "Ким Олег")
        service = make.service(other, stranger)
    assert page.get(reverse("services:record", args=[stranger.id])).status_code == 404
    assert page.get(reverse("services:correct", args=[service.id])).status_code == 404
    assert page.get(reverse("services:entry", args=[service.id])).status_code == 404


def test_a_line_for_a_joined_person_stands_under_the_canonical_one(
    page: Client, worker: Worker, person: Person
) -> None:
    joined = people.person(worker, "Ким Олег")
    people.joined(person, joined, worker)
    page.post(reverse("services:record", args=[joined.id]), typed(worker))
    assert Service.objects.get().person_id == person.id


def test_the_reason_of_an_ending_is_said_in_words(worker: Worker, person: Person) -> None:
    service = make.service(worker, person, Ending.REFUSED, detail="работает", letter="11/17")
    (line,) = lines_of([service])
    assert line.reason == make.reason().name
    assert "работает" in line.detail
    assert "11/17" in line.detail
