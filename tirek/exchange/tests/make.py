"""Things the tests of exchange need: a worker, the pilot's workbook, workbooks made on the spot."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from tirek.agencies import actions as agencies
from tirek.agencies.models import Agency, Worker
from tirek.agencies.roles import FIRST
from tirek.audit.actors import MACHINE
from tirek.exchange import actions
from tirek.exchange.models import Import, ImportRow
from tirek.gate.acting import act_as
from tirek.gate.tests.stay import stay

PILOT = Path(__file__).resolve().parents[2] / "demo" / "pilot-2017"
Rows = Sequence[Sequence[Any]]

APPLICATIONS = (
    "№",
    "Дата обращения",
    "ФИО",
    "ИИН",
    "Дата рождения",
    "Пол",
    "Вошёл в программу",
    "Почему не вошёл",
)
SERVICES = (
    "№",
    "Дата",
    "ФИО",
    "ИИН",
    "Дата рождения",
    "Услуга",
    "Кто оказывает",
    "Результат",
    "Причина или примечание",
)
PROJECT: Rows = (
    ("Поле", "Значение"),
    ("Организация", "Общественный фонд «Тест»"),
    ("Проект", "Проверочный проект"),
    ("Начало", "01.07.2017"),
    ("Окончание", "30.11.2017"),
)
TWO_PEOPLE: Rows = (
    (1, "01.08.2017", "Тестов Иван Петрович", "", "03.05.1988", "М", "да", ""),
    (2, "02.08.2017", "Сынақова Әлия Бекқызы", "", "11.11.1990", "Ж", "да", ""),
)


def hire(login: str = "aigul", agency: str = "Наша организация") -> Worker:
    """A worker of an agency."""
    named = agencies.name_agency(name=agency, kind=Agency.Kind.NGO, by=MACHINE)
    hired = agencies.hire(
        login=login,
        password="a long password of tests",
        name="Айгүл",
        agency=named,
        roles=FIRST,
        by=MACHINE,
    )
    stay(hired.actor)
    return hired


def pilot() -> bytes:
    """The workbook of the 2017 pilot."""
    return (PILOT / "journal.xlsx").read_bytes()


def workbook(sheets: dict[str, Rows]) -> bytes:
    """A workbook of these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed_pilot(changes: dict[tuple[str, str], Any]) -> bytes:
    """The pilot's workbook with some cells changed: {(sheet, cell): value}."""
    book = openpyxl.load_workbook(io.BytesIO(pilot()))
    for (sheet, cell), value in changes.items():
        book[sheet][cell] = value
    return saved(book)


def read(body: bytes, worker: Worker, settle: str = "hold") -> Import:
    """A file taken in and read."""
    with act_as(worker.actor):
        file = actions.receive(
            name="journal.xlsx", body=body, agency=worker.agency, settle=settle, by=worker.actor
        )
        return actions.read(file=file, by=worker.actor)


def bring(body: bytes, worker: Worker, settle: str = "hold") -> Import:
    """A file taken in, read and written."""
    file = read(body, worker, settle)
    with act_as(worker.actor):
        return actions.commit(file=file, by=worker.actor)


def rows_of(file: Import, outcome: str) -> list[ImportRow]:
    """The rows of one outcome, in the order of the file."""
    return list(ImportRow.objects.filter(file=file, outcome=outcome).order_by("id"))


def issue_codes(file: Import) -> list[tuple[int, str]]:
    """(row number, code) of everything said about rows."""
    rows = ImportRow.objects.filter(file=file).order_by("id")
    return [(row.row_number, issue["code"]) for row in rows for issue in row.issues]


def problem_codes(file: Import) -> list[str]:
    """Codes of what is wrong with the file or its sheets."""
    return [problem["code"] for problem in file.problems]
