"""Identity papers: a sealed number, a name to be found by, a state that changes with its history, and nothing of it after erasure."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import FormerRow, JournalEntry
from tirek.gate import vault
from tirek.gate.acting import act_as
from tirek.gate.fetching import fetch
from tirek.people import actions, matching, papers
from tirek.people.beside import papers_of
from tirek.people.models import NameKind, Paper, PaperKind, Person, PersonRecord
from tirek.people.reference import PAPER_KINDS
from tirek.people.registering import PaperFacts, Statement
from tirek.people.tests import make
from tirek.people.tests.test_erase import everything_in_text

pytestmark = pytest.mark.django_db
NUMBER = "045999123"


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def person(worker: Worker) -> Person:
    return make.nurlan(worker)


def facts(code: str = "id_card", **said: Any) -> PaperFacts:
    return PaperFacts(kind_id=PaperKind.objects.get(code=code).id, **{"number": NUMBER, **said})


def add(person: Person, by: Worker, code: str = "id_card", **said: Any) -> Paper:
    return papers.add_paper(person=person, paper=facts(code, **said), by=by.actor)


def test_every_kind_has_a_name_in_three_languages() -> None:
    assert PaperKind.objects.count() == len(PAPER_KINDS)
    for kind in PaperKind.objects.all():
        assert all(kind.name_in(language) for language in ("ru", "kk", "en"))
        assert len({kind.name_ru, kind.name_kk, kind.name_en}) == 3


def test_the_number_stands_sealed_and_nowhere_else(worker: Worker, person: Person) -> None:
    paper = add(person, worker)
    assert papers.number_of(paper) == NUMBER
    with connection.cursor() as cursor:
        cursor.execute("SELECT one::text FROM people_paper one")
        assert NUMBER not in cursor.fetchone()[0]
    assert NUMBER not in str(JournalEntry.objects.get(action="people.add_paper").detail)
    assert papers.masked_number(NUMBER) == "•••• 123"


def test_the_name_on_a_paper_finds_the_person(worker: Worker, person: Person) -> None:
    written = Statement(
        name="Оспанов Нұрлан Ғабитұлы", name_kind=NameKind.FORMER, birth_on=person.birth_on, source="paper"
    )
    paper = add(person, worker, "birth_certificate", written=written)
    assert paper.record is not None and paper.record.name_kind == NameKind.FORMER
    asked = matching.subject_of(name="Оспанов Нурлан Габитович", birth_on=person.birth_on)
    best = matching.find(asked).best
    assert best is not None and best.id == person.id and "surname_equal" in best.score.codes


def test_the_same_paper_sent_twice_stands_once(worker: Worker, person: Person) -> None:
    said = facts()
    for _ in range(2):
        papers.add_paper(person=person, paper=said, by=worker.actor)
    assert Paper.objects.count() == 1


def test_a_lost_paper_is_known_as_lost_and_what_it_was_before_is_kept(worker: Worker, person: Person) -> None:
    paper = add(person, worker)
    papers.change_paper(paper=paper, facts=facts(state=Paper.State.LOST), by=worker.actor)
    assert fetch(papers_of([person.id]))[0].state == "lost"
    former = FormerRow.objects.get(table="people_paper")
    assert former.former is not None and former.former["state"] == "held"


def test_an_empty_number_leaves_the_known_one_and_another_takes_its_place(
    worker: Worker, person: Person
) -> None:
    paper = add(person, worker)
    papers.change_paper(paper=paper, facts=facts(number=""), by=worker.actor)
    assert papers.number_of(paper) == NUMBER
    papers.change_paper(paper=paper, facts=facts(number="045 999 777"), by=worker.actor)
    assert papers.number_of(paper) == "045999777"
    assert len(fetch(vault.texts_of([person.id], vault.DOCUMENT))) == 2


def test_a_paper_does_not_run_out_before_it_is_issued(worker: Worker, person: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        add(person, worker, issued_on=date(2020, 1, 1), expires_on=date(2019, 1, 1))


def test_nobody_enters_a_paper_of_somebody_unseen_or_for_another_agency(
    worker: Worker, person: Person
) -> None:
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor), pytest.raises(DatabaseError), transaction.atomic():
        add(person, other, number="")
    with pytest.raises(DatabaseError), transaction.atomic():
        Paper.objects.create(
            person=person,
            kind=PaperKind.objects.get(code="other"),
            source="paper",
            agency=other.agency,
            entered_by=worker.id,
        )


@pytest.mark.django_db(transaction=True)
def test_nothing_of_papers_and_former_names_is_left_after_erasure(worker: Worker, addresses: Any) -> None:
    person = make.nurlan(worker)
    written = Statement(name="Прежнеименный Нұрлан", name_kind=NameKind.FORMER, source="paper")
    paper = add(person, worker, issued_by="Тайный отдел", told_by="Тайный источник", written=written)
    papers.change_paper(paper=paper, facts=facts(state="lost", issued_by="Другой отдел"), by=worker.actor)
    before = everything_in_text(addresses.admin)
    assert "Прежнеименный" in before and "Тайный отдел" in before
    assert NUMBER not in before
    actions.erase(person=person, ground="заявление человека", by=worker.actor)
    after = everything_in_text(addresses.admin)
    for word in ("Прежнеименный", "Тайный", "Другой отдел", NUMBER):
        assert word not in after, word
    assert not Paper.objects.exists() and not PersonRecord.objects.exists()
