"""The list of people and the search over it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.gate.acting import act_as
from tirek.gate.fetching import fetch
from tirek.people import actions, queries
from tirek.people.tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


def names(found: object) -> list[str]:
    return [person.name for person in found]  # type: ignore[attr-defined]


def test_people_stand_in_kazakh_order(worker: Worker) -> None:
    written = [
        "Қасым А",
        "Карим А",
        "Әбіл А",
        "Адам А",
        "Яна А",
        "Өмір А",
        "Орал А",
        "Ұлан А",
        "Уали А",
        "Ілияс А",
        "Ырыс А",
        "Бек А",
    ]
    for name in written:
        make.person(worker, name)
    ordered = [
        "Адам А",
        "Әбіл А",
        "Бек А",
        "Карим А",
        "Қасым А",
        "Орал А",
        "Өмір А",
        "Уали А",
        "Ұлан А",
        "Ырыс А",
        "Ілияс А",
        "Яна А",
    ]
    assert names(queries.people_of(worker.agency_id)) == ordered


@pytest.mark.parametrize(
    "text", ["Серік", "серікұлы нұр", "Нұрлан Серікұлы", "СЕРІКҰЛЫ", "Ғабит Сер", "Сер Нұр", "Серікұлы-Нұр"]
)
def test_a_name_is_found_by_the_beginnings_of_its_words_in_any_order(worker: Worker, text: str) -> None:
    make.nurlan(worker)
    make.person(worker, "Тұрсынов Серік")
    make.person(worker, "Нұрланов Ержан")
    assert names(queries.search(queries.people_of(worker.agency_id), text)) == ["Серікұлы Нұрлан Ғабитұлы"]


@pytest.mark.parametrize(
    "text", ["Серикулы", "серикулы нур", "Нурлан Серикулы", "Сер Нур", "серікулы нұрлан габит"]
)
def test_a_kazakh_name_typed_on_a_russian_keyboard_is_found(worker: Worker, text: str) -> None:
    make.nurlan(worker)
    make.person(worker, "Тұрсынов Серик")
    assert names(queries.search(queries.people_of(worker.agency_id), text)) == ["Серікұлы Нұрлан Ғабитұлы"]


def test_both_spellings_of_a_surname_are_found_by_either(worker: Worker) -> None:
    make.person(worker, "Қалиев Ғани")
    make.person(worker, "Калиев Олег")
    for text in ("Калиев", "Қалиев"):
        assert names(queries.search(queries.people_of(worker.agency_id), text)) == [
            "Калиев Олег",
            "Қалиев Ғани",
        ]


def test_a_double_surname_is_found_with_and_without_its_dash(worker: Worker) -> None:
    make.person(worker, "Ахметова-Ким Анна")
    for text in ("Ахметова-Ким", "ахметова ким", "Ахметова-К", "Анна Ахметова"):
        assert names(queries.search(queries.people_of(worker.agency_id), text)) == ["Ахметова-Ким Анна"]


def test_an_iin_finds_exactly_its_holder(worker: Worker) -> None:
    make.nurlan(worker)
    make.person(worker, "Другой Иван")
    assert names(queries.search(queries.people_of(worker.agency_id), "890308 399989")) == [
        "Серікұлы Нұрлан Ғабитұлы"
    ]
    assert names(queries.search(queries.people_of(worker.agency_id), "890308399988")) == []


def test_a_case_number_finds_the_case(worker: Worker) -> None:
    person = make.nurlan(worker)
    assert names(queries.search(queries.people_of(worker.agency_id), f"№ {person.number:04}")) == [
        person.name
    ]


def test_another_agencys_people_are_not_listed(worker: Worker) -> None:
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        make.nurlan(other)
    assert names(queries.people_of(worker.agency_id)) == []
    assert names(queries.search(queries.people_of(worker.agency_id), make.IIN)) == []


def test_a_person_joined_to_another_is_found_under_the_other(worker: Worker) -> None:
    first, second = make.person(worker, "Ким Олег"), make.nurlan(worker)
    make.joined(first, second, worker)
    assert names(queries.people_of(worker.agency_id)) == ["Ким Олег"]
    assert names(queries.search(queries.people_of(worker.agency_id), make.IIN)) == ["Ким Олег"]
    opened = queries.opened(first.id)
    assert opened is not None
    assert set(opened.ids) == {first.id, second.id}


@pytest.mark.parametrize("text", ["%", "_", "'; drop table people_person", "((", "\\", "*+?", "Ё", "  ", "-"])
def test_no_search_text_breaks_the_search(worker: Worker, text: str) -> None:
    make.nurlan(worker)
    list(queries.search(queries.people_of(worker.agency_id), text))


def test_the_iin_is_masked_but_for_its_last_digits() -> None:
    assert queries.masked_iin(make.IIN) == "•••• •••• 9989"
    assert queries.masked_iin("") == ""


def test_a_correction_keeps_the_former_spelling(worker: Worker) -> None:
    person = make.nurlan(worker)
    actions.correct(
        person=person,
        name="Серікұлы Нұрлан",
        birth_on=date(1989, 3, 8),
        birth_year=None,
        sex="m",
        by=worker.actor,
    )
    written = [spelling.name for spelling in fetch(queries.spellings_of([person.id]))]
    assert written == ["Серікұлы Нұрлан Ғабитұлы", "Серікұлы Нұрлан"]


def test_nobody_is_needed_for_an_empty_answer(worker: Worker) -> None:
    assert queries.iin_of([uuid4()]) == ""
    assert fetch(queries.reached([uuid4()])).phones == []
