"""Names and papers of a person whom several agencies see: each adds what its sources say, the registering one decides, consent opens."""

from __future__ import annotations

from datetime import date

import pytest

from tirek.access import actions as consents
from tirek.access.tests import make as access
from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.gate import vault
from tirek.gate.acting import act_as
from tirek.gate.fetching import fetch
from tirek.people import actions, papers, stating
from tirek.people.beside import papers_of
from tirek.people.models import Paper, Person, PersonRecord
from tirek.people.tests import make
from tirek.people.tests.test_papers import NUMBER, add, facts
from tirek.people.tests.test_state import state

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def person(worker: Worker) -> Person:
    return make.nurlan(worker)


@pytest.fixture
def woman(worker: Worker) -> Person:
    return make.person(worker, "Ахметова Айгүл Болатқызы", birth_on=date(1990, 5, 5), sex="f")


def test_another_agency_that_sees_a_person_adds_and_does_not_decide(worker: Worker, woman: Person) -> None:
    other = access.other_worker()
    access.signed(woman, worker, other.agency)
    with act_as(other.actor):
        record = state(woman, other)
        with pytest.raises(stating.NotOurs):
            stating.choose(person=woman, record=record, what=[stating.NAME], by=other.actor)
        with pytest.raises(stating.NotOurs):
            actions.correct(person=woman, name="Ким", birth_on=None, birth_year=None, sex="", by=other.actor)
    assert PersonRecord.objects.filter(person=woman).count() == 2


def test_only_the_agency_that_entered_a_paper_changes_it(worker: Worker, person: Person) -> None:
    paper, other = add(person, worker), access.other_worker()
    access.signed(person, worker, other.agency)
    with act_as(other.actor):
        assert papers.number_of(Paper.objects.get()) == NUMBER
        with pytest.raises(papers.NotOurs):
            papers.change_paper(paper=paper, facts=facts(state=Paper.State.LOST), by=other.actor)
        assert not Paper.objects.filter(pk=paper.pk).update(state=Paper.State.LOST)
        theirs = add(person, other, "release_certificate")
    assert {one.agency for one in fetch(papers_of([person.id]))} == {worker.agency.name, other.agency.name}
    with pytest.raises(papers.NotOurs):
        papers.change_paper(paper=theirs, facts=facts(), by=worker.actor)


def test_a_withdrawn_consent_closes_papers_at_once(worker: Worker, person: Person) -> None:
    add(person, worker)
    other = access.other_worker()
    consent = access.signed(person, worker, other.agency)
    with act_as(other.actor):
        assert fetch(papers_of([person.id]))
    consents.withdraw(person_id=person.id, consents=[consent.id], by=worker.actor)
    with act_as(other.actor):
        assert fetch(papers_of([person.id])) == []
        assert fetch(vault.texts_of([person.id], vault.DOCUMENT)) == {}
