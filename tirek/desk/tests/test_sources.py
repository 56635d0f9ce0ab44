"""The pages of sources and papers: what is shown, where others differ, numbers behind a logged click, and who may what."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access.tests import make as access
from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import Reading
from tirek.people import papers, stating
from tirek.people.models import NameKind, Paper, PaperKind, Person, PersonRecord
from tirek.people.registering import PaperFacts, Statement
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db
NUMBER = "045999123"


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


@pytest.fixture
def paper(worker: Worker, person: Person) -> Paper:
    kind = PaperKind.objects.get(code="id_card")
    said = PaperFacts(kind_id=kind.id, number=NUMBER, expires_on=date(2020, 1, 1))
    return papers.add_paper(person=person, paper=said, by=worker.actor)


def say(person: Person, by: Worker, **said: object) -> PersonRecord:
    statement = Statement(**{"name": person.name, **said})  # type: ignore[arg-type]
    return stating.state(person=person, said=statement, by=by.actor)


def test_the_page_says_in_how_many_sources_a_value_stands_and_which_differ(
    page: Client, worker: Worker, person: Person
) -> None:
    say(person, worker, birth_on=person.birth_on)
    say(person, worker, birth_year=1989)
    say(person, worker, birth_on=date(1987, 3, 8), source="agency", told_by="Центр занятости")
    shown = {one.code: one for one in page.get(reverse("desk:person", args=[person.id])).context["page"].said}
    assert shown["birth"].agreeing == 3
    assert [(value.text, len(value.sources)) for value in shown["birth"].others] == [("08.03.1987", 1)]
    assert shown["birth"].others[0].sources[0].source.endswith("Центр занятости")
    assert shown["name"].others == []


def test_a_shorter_or_reordered_name_contradicts_nothing(
    page: Client, worker: Worker, person: Person
) -> None:
    say(person, worker, name="Нұрлан Серікұлы")
    say(person, worker, name="Оспанов Нұрлан", name_kind=NameKind.FORMER)
    said = page.get(reverse("desk:person", args=[person.id])).context["page"].said[0]
    assert (said.agreeing, [(one.text, one.kind) for one in said.others]) == (
        2,
        [("Оспанов Нұрлан", str(NameKind.FORMER.label))],
    )


def test_a_statement_is_added_on_its_page_and_chosen_on_the_list(page: Client, person: Person) -> None:
    page.post(
        reverse("desk:state", args=[person.id]),
        {
            "statement_id": "3d1f7c1e-0000-4000-8000-000000000001",
            "name": "Серікұлы Нұрлан Ғабитұлы",
            "name_kind": "current",
            "birth": "08.03.1987",
            "source": "agency",
            "told_by": "Центр занятости",
            "told_on": "12.08.2017",
        },
    )
    record = PersonRecord.objects.get(told_by="Центр занятости")
    listed = page.get(reverse("desk:sources", args=[person.id]))
    assert "12.08.2017" in listed.content.decode()
    answer = page.post(
        reverse("desk:choose", args=[person.id]), {"record_id": str(record.id), "what": "birth"}
    )
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.birth_on == date(1987, 3, 8)
    changes = page.get(reverse("desk:sources", args=[person.id])).context["changes"]
    assert [was for _label, was in changes[0].lines] == ["08.03.1989"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"birth": "31.02.1989"},
        {"name_from_on": "01.01.2015", "name_to_on": "01.01.2012"},
        {"told_on": "01.01.2090"},
        {"name_kind": "invented"},
    ],
)
def test_a_statement_with_a_mistake_is_refused_and_loses_nothing(
    page: Client, person: Person, wrong: dict[str, str]
) -> None:
    said = {
        "statement_id": "3d1f7c1e-0000-4000-8000-000000000001",
        "name": "Ким Олег",
        "name_kind": "former",
        "source": "person",
        "told_by": "со слов сестры",
    }
    answer = page.post(reverse("desk:state", args=[person.id]), {**said, **wrong})
    assert answer.status_code == 422
    assert "со слов сестры" in answer.content.decode()
    assert PersonRecord.objects.count() == 1


def test_somebody_elses_statement_and_a_silent_source_are_not_there_to_be_chosen(
    page: Client, worker: Worker, person: Person
) -> None:
    stranger = PersonRecord.objects.get(person=people.person(worker, "Ким Олег"))
    silent = say(person, worker, name="Оспанов Нұрлан")
    for record, what in ((stranger, "name"), (silent, "birth"), (silent, "weight")):
        asked = {"record_id": str(record.id), "what": what}
        assert page.post(reverse("desk:choose", args=[person.id]), asked).status_code == 404


def test_a_papers_number_is_masked_shown_once_and_written_down(
    page: Client, person: Person, paper: Paper
) -> None:
    html = page.get(reverse("desk:person", args=[person.id])).content.decode()
    assert NUMBER not in html and "•••• 123" in html
    address = reverse("desk:reveal_number", args=[person.id, paper.id])
    assert page.get(address).status_code == 405
    assert NUMBER in page.post(address).content.decode()
    assert NUMBER in page.post(address, headers={"HX-Request": "true"}).content.decode()
    assert Reading.objects.filter(action="reveal", person_id=person.id).count() == 2


def test_an_expired_paper_is_said_to_have_run_out(page: Client, person: Person, paper: Paper) -> None:
    shown = page.get(reverse("desk:person", args=[person.id])).context["page"].papers[0]
    assert shown.has_expired


def test_a_paper_is_changed_without_typing_its_number_again(
    page: Client, person: Person, paper: Paper
) -> None:
    address = reverse("desk:change_paper", args=[person.id, paper.id])
    assert NUMBER not in page.get(address).content.decode()
    said = {"paper_id": str(paper.id), "kind": str(paper.kind_id), "state": "lost", "source": "person"}
    assert page.post(address, said).status_code == 302
    paper.refresh_from_db()
    assert (paper.state, papers.number_of(paper)) == ("lost", NUMBER)


def test_a_paper_of_another_person_is_not_there(page: Client, worker: Worker, paper: Paper) -> None:
    stranger = people.person(worker, "Ким Олег")
    for name in ("desk:change_paper", "desk:reveal_number"):
        assert page.post(reverse(name, args=[stranger.id, paper.id])).status_code == 404


def test_a_birth_date_on_a_paper_needs_the_name_beside_it(page: Client, person: Person) -> None:
    kind = PaperKind.objects.get(code="birth_certificate")
    said = {
        "paper_id": "3d1f7c1e-0000-4000-8000-000000000002",
        "kind": str(kind.id),
        "state": "held",
        "source": "paper",
        "written_birth_on": "08.03.1989",
    }
    answer = page.post(reverse("desk:add_paper", args=[person.id]), said)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["written_name"]
    said["written_name"] = "Оспанов Нұрлан"
    assert page.post(reverse("desk:add_paper", args=[person.id]), said).status_code == 302
    assert Paper.objects.get().record is not None


def test_another_agency_that_sees_the_person_adds_and_is_offered_no_correction(
    client: Client, worker: Worker, person: Person, paper: Paper
) -> None:
    other = access.other_worker()
    access.signed(person, worker, other.agency)
    client.force_login(other.user)
    html = client.get(reverse("desk:person", args=[person.id])).content.decode()
    assert reverse("desk:correct", args=[person.id]) not in html
    assert f'href="{reverse("desk:change_paper", args=[person.id, paper.id])}"' not in html
    assert reverse("desk:state", args=[person.id]) in html
    assert client.get(reverse("desk:correct", args=[person.id])).status_code == 404
    assert client.get(reverse("desk:change_paper", args=[person.id, paper.id])).status_code == 404
    record = PersonRecord.objects.get()
    asked = {"record_id": str(record.id), "what": "name"}
    assert client.post(reverse("desk:choose", args=[person.id]), asked).status_code == 404
    assert _("Show this name") not in client.get(reverse("desk:sources", args=[person.id])).content.decode()
