"""Rows with mistakes: each says what is wrong and where; a warning never keeps a row out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from tirek.cases.models import Application
from tirek.exchange import actions
from tirek.exchange.messages import issue_in_words
from tirek.exchange.models import ImportRow
from tirek.exchange.tests import make
from tirek.gate import vault
from tirek.gate.acting import acts
from tirek.people.models import Person
from tirek.services.models import Service, ServiceKind

pytestmark = pytest.mark.django_db

GOOD: dict[str, Any] = {
    "number": 1,
    "on": "01.08.2017",
    "name": "Тестов Иван Петрович",
    "iin": "",
    "birth": "03.05.1988",
    "sex": "М",
    "entered": "да",
    "reason": "",
}


def codes(*rows: dict[str, Any]) -> list[tuple[int, str]]:
    """What is said about applications that differ from a good one so."""
    lines = [list((GOOD | {"number": place} | row).values()) for place, row in enumerate(rows, start=1)]
    file = make.read(make.workbook({"Обращения": [make.APPLICATIONS, *lines]}), make.hire())
    return make.issue_codes(file)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"on": "31.02.2017"}, "date_impossible"),
        ({"on": "00.13.2017"}, "date_impossible"),
        ({"on": "08/25/2017"}, "date_american"),
        ({"on": "08/05/2017"}, "date_american"),
        ({"on": "08.25.2017"}, "date_american"),
        ({"on": "август"}, "date_unreadable"),
        ({"on": "2017"}, "date_incomplete"),
        ({"on": ""}, "date_missing"),
        ({"on": date(2099, 8, 1)}, "date_future"),
        ({"birth": "30.02.1988"}, "date_impossible"),
        ({"birth": "13/31/1988"}, "date_impossible"),
        ({"name": ""}, "name_missing"),
        ({"name": "12345"}, "name_missing"),
        ({"number": "первый"}, "number_bad"),
        ({"name": "#REF!"}, "cell_error"),
    ],
)
def test_a_row_with_a_mistake_is_an_error_that_names_it(row: dict[str, Any], code: str) -> None:
    assert (2, code) in codes(row)
    assert ImportRow.objects.get().outcome == "error"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"iin": "880503300000"}, "iin_bad"),
        ({"iin": "88050330"}, "iin_bad"),
        ({"iin": "890308399989"}, "iin_birth_differs"),
        ({"iin": "880503399991", "sex": "?"}, "sex_unknown"),
        ({"entered": "нет", "reason": ""}, "reason_missing"),
        ({"entered": "может быть"}, "entered_unknown"),
    ],
)
def test_a_warning_does_not_keep_a_row_out(row: dict[str, Any], code: str) -> None:
    assert (2, code) in codes(row)
    assert ImportRow.objects.get().outcome == "new"


@pytest.mark.parametrize(
    "row",
    [
        {"on": datetime(2017, 8, 1)},
        {"on": "1 августа 2017 г."},
        {"on": "2017-08-01"},
        {"on": 42948},
        {"birth": "1988"},
        {"birth": 1988},
        {"birth": "28–32"},
        {"birth": ""},
        {"name": "  Тестов   Иван "},
    ],
)
def test_what_is_normal_is_not_blamed(row: dict[str, Any]) -> None:
    assert codes(row) == []


def test_a_wrong_iin_is_left_out_and_the_row_goes_in() -> None:
    line = list((GOOD | {"iin": "880503300000"}).values())
    make.bring(make.workbook({"Обращения": [make.APPLICATIONS, line]}), make.hire())
    assert vault.person_values([Person.objects.get().pk], vault.IIN) == {}


def test_an_iin_against_the_birth_date_is_kept_with_the_written_date() -> None:
    line = list((GOOD | {"iin": "890308399989"}).values())
    make.bring(make.workbook({"Обращения": [make.APPLICATIONS, line]}), make.hire())
    person = Person.objects.get()
    assert person.birth_on == date(1988, 5, 3)
    assert vault.person_values([person.pk], vault.IIN) == {person.pk: ["890308399989"]}


def test_the_same_number_twice_names_both_rows() -> None:
    said = codes({}, {"number": 1, "name": "Другой Пётр"})
    assert said == [(2, "number_twice"), (3, "number_twice")]
    first = ImportRow.objects.order_by("id")[0]
    assert "3" in issue_in_words(first, first.issues[0])


def test_the_same_named_row_twice_names_both_rows() -> None:
    assert codes({}, {}) == [(2, "named_twice"), (3, "named_twice")]


def test_the_same_participant_twice_at_one_event_is_an_error_and_at_two_is_not() -> None:
    events = [
        ("№", "Начало", "Форма"),
        (1, "01.08.2017", "Рабочая встреча"),
        (2, "02.08.2017", "Рабочая встреча"),
    ]
    people = [
        ("Мероприятие №", "ФИО"),
        (1, "Тестов Иван"),
        (2, "Тестов Иван"),
        (2, "Тестов Иван"),
        (3, "Пробный Пётр"),
    ]
    book = make.workbook({"Проект": make.PROJECT, "Мероприятия": events, "Участники": people})
    assert make.issue_codes(make.read(book, make.hire())) == [
        (3, "named_twice"),
        (4, "named_twice"),
        (5, "event_unknown"),
    ]


def test_a_formula_is_an_error_and_text_beginning_with_an_equals_sign_is_text() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Услуги"
    sheet.append(list(make.SERVICES))
    sheet.append([1, "05.08.2017", "Тестов Иван", "", "03.05.1988", "=Стрижка", "", "оказана", "=1+1"])
    sheet.append(["=A2+1", "05.08.2017", "Тестов Иван", "", "03.05.1988", "Стрижка", "", "оказана", ""])
    for cell in ("F2", "I2"):
        sheet[cell].data_type = "s"
    file = make.read(make.saved(book), make.hire())
    assert [said for said in make.issue_codes(file) if said[1] != "kind_unknown"] == [
        (2, "text_equals"),
        (2, "text_equals"),
        (3, "formula"),
    ]
    actions.commit(file=file, skip_errors=True, by=acts())
    assert ServiceKind.objects.get(proposed=True).name_ru == "=Стрижка"
    assert Service.objects.get().note == "=1+1"


def test_merged_cells_in_the_data_are_errors_of_their_rows() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Обращения"
    for row in (make.APPLICATIONS, *make.TWO_PEOPLE):
        sheet.append(list(row))
    sheet.merge_cells("C2:D2")
    assert make.issue_codes(make.read(make.saved(book), make.hire())) == [(2, "merged")]


def test_totals_blank_rows_titles_and_column_numbers_are_no_rows() -> None:
    rows = [
        ["Журнал обращений за 2017 год"],
        [],
        make.APPLICATIONS,
        [1, 2, 3, 4, 5, 6, 7, 8],
        make.TWO_PEOPLE[0],
        [],
        make.TWO_PEOPLE[1],
        ["Итого", 2],
        ["ВСЕГО:", "", 2],
    ]
    file = make.read(make.workbook({"Лист1": rows}), make.hire())
    assert [row.row_number for row in make.rows_of(file, "new")] == [5, 7]
    assert make.issue_codes(file) == []


def test_headings_are_known_in_kazakh_and_english_in_any_order() -> None:
    rows = [("Аты-жөні", "Sex", "Жүгінген күні", "ЖСН"), ("Тестов Иван Петрович", "m", "01.08.2017", "")]
    file = make.read(make.workbook({"Өтініштер": rows}), make.hire())
    assert make.issue_codes(file) == []
    assert len(make.rows_of(file, "new")) == 1


def test_an_unknown_reason_or_status_never_blocks() -> None:
    heading = [*make.APPLICATIONS, "Социальный статус"]
    line = [*(GOOD | {"entered": "нет", "reason": "уехал в Астану"}).values(), "космонавт"]
    file = make.bring(make.workbook({"Обращения": [heading, line]}), make.hire())
    decision = Application.objects.get().decision
    assert decision.reason is not None
    assert decision.reason.name_ru == "уехал в Астану" and decision.reason.proposed
    assert (2, "status_unknown") in make.issue_codes(file)


def test_errors_say_sheet_row_and_column() -> None:
    codes({"on": "31.02.2017"})
    row = ImportRow.objects.get()
    text = issue_in_words(row, row.issues[0])
    assert "Обращения" in text and "2" in text and "Дата обращения" in text
