"""Needs: by the law's kinds of help, whose wish they are, what waits for what, health apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tirek.access.tests import make as access
from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import FormerRow, JournalEntry, Reading
from tirek.cases import needing, needs
from tirek.cases.help_kinds import HELP_KINDS, seed
from tirek.cases.models import HelpKind, Need, NeedBlock
from tirek.cases.needing import ChangedMeanwhile, NeedFacts, NeedsReason, Ring
from tirek.cases.tests import make
from tirek.gate.acting import act_as
from tirek.people.models import Person
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db
CHECK = "Медицинский осмотр"


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


def facts(need: Need, **said: object) -> NeedFacts:
    """A need as it stands, with something said otherwise."""
    now = NeedFacts(
        kind=need.kind,
        text=need.text,
        wish_of=need.wish_of,
        evidence=need.evidence,
        noted_on=need.noted_on,
        state=need.state,
        ended_on=need.ended_on,
        ended_why=need.ended_why,
    )
    return replace(now, **said)  # type: ignore[arg-type]


def typed(**said: object) -> dict[str, object]:
    """What the form of a new need sends."""
    usual = {
        "kind": make.kind().pk,
        "text": "Удостоверение личности",
        "wish_of": "person",
        "evidence": "said",
    }
    return {**usual, "noted_on": "01.08.2017", **said}


def test_the_laws_thirteen_kinds_of_help_stand_first_and_only_the_medical_one_is_health() -> None:
    kinds = list(HelpKind.objects.all())
    assert [kind.code for kind in kinds] == [kind.code for kind in HELP_KINDS]
    assert [kind.code for kind in kinds if kind.category == 5] == ["medical"]
    assert sum(kind.source == "law" for kind in kinds) == 13
    assert all(kind.name_kk and kind.name_en for kind in kinds)
    seed(HelpKind)
    assert HelpKind.objects.count() == len(HELP_KINDS)


def test_whose_wish_it_is_must_be_said(page: Client, person: Person) -> None:
    answer = page.post(reverse("cases:add_need", args=[person.id]), typed(wish_of=""))
    assert answer.status_code == 422
    assert not Need.objects.exists()


def test_a_need_is_noted_once_however_often_the_form_is_sent(
    page: Client, worker: Worker, person: Person
) -> None:
    said = typed(
        id="8d9bb9f0-0000-4000-8000-000000000001", evidence="paper", evidence_text="справка об освобождении"
    )
    for _ in range(2):
        assert page.post(reverse("cases:add_need", args=[person.id]), said).status_code == 302
    need = Need.objects.get()
    assert (need.wish_of, need.evidence, need.noted_by) == ("person", "paper", worker.id)
    assert JournalEntry.objects.filter(action="cases.note_need", person_id=person.id).count() == 1


def test_what_is_declined_or_lapses_has_a_reason(worker: Worker, person: Person) -> None:
    need = make.need(worker, person)
    for state in ("declined", "lapsed"):
        with pytest.raises(NeedsReason):
            needing.change_need(need=need, facts=facts(need, state=state), version=1, by=worker.actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.update(state="declined", ended_on=timezone.localdate())


def test_a_need_that_was_declined_may_be_taken_up_again(worker: Worker, person: Person) -> None:
    need = make.need(worker, person)
    said = facts(need, state="declined", ended_on=timezone.localdate(), ended_why="хочет подумать")
    declined = needing.change_need(need=need, facts=said, version=1, by=worker.actor)
    again = needing.change_need(
        need=declined, facts=facts(declined, state="open"), version=2, by=worker.actor
    )
    assert (again.state, again.ended_on, again.ended_why) == ("open", None, "")
    assert FormerRow.objects.filter(table="cases_need", person_id=person.id).count() == 2


def test_nothing_is_overwritten_in_silence(page: Client, worker: Worker, person: Person) -> None:
    need = make.need(worker, person)
    needing.change_need(need=need, facts=facts(need, text="Паспорт"), version=1, by=worker.actor)
    with pytest.raises(ChangedMeanwhile):
        needing.change_need(need=need, facts=facts(need, text="Военный билет"), version=1, by=worker.actor)
    answer = page.post(
        reverse("cases:change_need", args=[need.id]), typed(version=1, text="Военный билет", state="open")
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Паспорт" in html and "Военный билет" in html
    assert answer.context["form"]["version"].value() == "2"


def test_a_need_that_waits_says_for_what(page: Client, worker: Worker, person: Person) -> None:
    first = make.need(worker, person)
    make.need(worker, person, "Работа сварщиком", "work", waits_for=[first.id])
    html = page.get(reverse("cases:needs", args=[person.id])).content.decode()
    assert "Сначала: Удостоверение личности" in html
    rows = {row.need.text: row for row in needs.rows([person.id], worker.agency_id)}
    assert rows["Работа сварщиком"].is_held
    assert [one.text for one in rows["Удостоверение личности"].holds_up] == ["Работа сварщиком"]
    met = facts(first, state="met", ended_on=timezone.localdate())
    needing.change_need(need=first, facts=met, version=1, by=worker.actor)
    assert not any(row.is_held for row in needs.rows([person.id], worker.agency_id))


def test_needs_never_wait_in_a_ring(page: Client, worker: Worker, person: Person) -> None:
    one = make.need(worker, person, "Документы")
    two = make.need(worker, person, "Прописка", waits_for=[one.id])
    three = make.need(worker, person, "Работа", "work", waits_for=[two.id])
    for blocked, blocker in ((one, three), (one, two), (one, one)):
        with pytest.raises(Ring):
            needing.change_need(
                need=blocked, facts=facts(blocked, waits_for=[blocker.id]), version=1, by=worker.actor
            )
    with pytest.raises(IntegrityError, match="ring"), transaction.atomic():
        NeedBlock.objects.create(blocked=one, blocker=three)
    said = typed(version=1, text="Документы", state="open", waits_for=[str(three.id)])
    answer = page.post(reverse("cases:change_need", args=[one.id]), said)
    assert answer.status_code == 422
    assert answer.context["form"].errors["waits_for"]


def test_a_need_waits_for_needs_of_the_same_person_alone(worker: Worker, person: Person) -> None:
    other = make.need(worker, people.person(worker, "Ким Олег"))
    with pytest.raises(IntegrityError):
        make.need(worker, person, waits_for=[other.id])


def test_health_is_noted_under_the_persons_separate_consent_alone(
    page: Client, worker: Worker, person: Person
) -> None:
    said = typed(kind=make.kind("medical").pk, text=CHECK)
    assert page.post(reverse("cases:add_need", args=[person.id]), said).status_code == 422
    with pytest.raises((ProgrammingError, InternalError), match="row-level security"), transaction.atomic():
        make.need(worker, person, CHECK, "medical")
    access.signed(person, worker, worker.agency, (1, 5))
    assert page.post(reverse("cases:add_need", args=[person.id]), said).status_code == 302
    assert Need.objects.get().category == 5
    page.get(reverse("cases:needs", args=[person.id]))
    assert Reading.objects.filter(person_id=person.id, category=5, action="open").exists()


def test_whoever_does_not_see_health_sees_neither_the_need_nor_what_waits_for_it(
    worker: Worker, person: Person
) -> None:
    access.signed(person, worker, worker.agency, (1, 5))
    check = make.need(worker, person, CHECK, "medical")
    make.need(worker, person, "Работа", "work", waits_for=[check.id])
    with act_as(replace(worker.actor, categories=frozenset({1, 3}))):
        rows = needs.rows([person.id], worker.agency_id)
        assert [row.need.text for row in rows] == ["Работа"]
        assert not rows[0].is_held and not NeedBlock.objects.exists()
        assert not FormerRow.objects.filter(table="cases_need", category=5).exists()


def test_another_agency_reads_needs_under_consent_and_changes_none(
    client: Client, worker: Worker, person: Person
) -> None:
    need = make.need(worker, person)
    other = access.other_worker()
    client.force_login(other.user)
    assert client.get(reverse("cases:needs", args=[person.id])).status_code == 404
    consent = access.signed(person, worker, other.agency)
    html = client.get(reverse("cases:needs", args=[person.id])).content.decode()
    assert need.text in html
    assert client.get(reverse("cases:change_need", args=[need.id])).status_code == 404
    with act_as(other.actor):
        assert Need.objects.filter(pk=need.pk).update(text="другое") == 0
    access.withdrawn(consent, worker)
    assert client.get(reverse("cases:needs", args=[person.id])).status_code == 404
