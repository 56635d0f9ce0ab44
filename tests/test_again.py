"""The same workbook comes again: corrected, poorer, in parts. Nothing doubles and nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tirek.agencies.actions import hire, name_agency
from tirek.agencies.models import Agency, Worker
from tirek.agencies.roles import FIRST
from tirek.audit.actors import MACHINE
from tirek.cases.models import Application
from tirek.exchange.command import run_import
from tirek.gate.acting import act_as
from tirek.gate.tests.stay import stay
from tirek.grants.models import Grant
from tirek.people.models import Person
from tirek.reports.figures import figures
from tirek.services.models import Service

pytestmark = pytest.mark.django_db(transaction=True)
PILOT = Path(__file__).resolve().parent.parent / "tirek" / "demo" / "pilot-2017"


@pytest.fixture
def worker() -> Worker:
    agency = name_agency(name="Общественный фонд «Антарес А»", kind=Agency.Kind.NGO, by=MACHINE)
    hired = hire(
        login="manager",
        password="a long enough one",
        name="Сейтова А. М.",
        agency=agency,
        roles=FIRST,
        by=MACHINE,
    )
    stay(hired.actor)
    return hired


@pytest.fixture
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(PILOT / "journal.xlsx")


def bring(book: openpyxl.Workbook, folder: Path, worker: Worker) -> int:
    book.save(folder / "journal.xlsx")
    with act_as(worker.actor):
        return run_import(
            folder / "journal.xlsx",
            dry_run=False,
            settle="best",
            as_json=False,
            skip_errors=False,
            worker=worker,
        )


def counted() -> dict[str, object]:
    expected: dict[str, object] = json.loads((PILOT / "expected.json").read_text("utf-8"))
    found = figures(Grant.objects.get())
    return {key: (found[key], value) for key, value in expected.items() if found[key] != value}


def test_a_corrected_title_is_no_second_grant(
    book: openpyxl.Workbook, tmp_path: Path, worker: Worker
) -> None:
    bring(book, tmp_path, worker)
    book["Проект"]["B5"] = "Социальная адаптация освобождённых из мест лишения свободы"
    assert bring(book, tmp_path, worker) == 0
    assert not counted()
    assert Service.objects.count() == 373


def test_a_column_that_is_gone_empties_nothing(
    book: openpyxl.Workbook, tmp_path: Path, worker: Worker, capsys: pytest.CaptureFixture[str]
) -> None:
    bring(book, tmp_path, worker)
    book["Обращения"]["E3"] = "Какая-то колонка"
    assert bring(book, tmp_path, worker) == 1
    assert "Дата рождения" in capsys.readouterr().out
    assert not Person.objects.filter(birth_on__isnull=True).exists()
    assert not counted()


def test_services_first_and_the_whole_workbook_later_double_nothing(
    book: openpyxl.Workbook, tmp_path: Path, worker: Worker
) -> None:
    only = openpyxl.load_workbook(PILOT / "journal.xlsx")
    for title in only.sheetnames:
        if title != "Услуги":
            del only[title]
    assert bring(only, tmp_path, worker) == 0
    assert bring(book, tmp_path, worker) == 0
    assert Service.objects.filter(grant=Grant.objects.get()).count() == 373
    assert Application.objects.count() == 93
    found = figures(Grant.objects.get())
    assert (found["men"], found["women"], found["people_in_registry"]) == (197, 60, 93)


def test_names_in_three_columns_are_one_name(book: openpyxl.Workbook, tmp_path: Path, worker: Worker) -> None:
    sheet = book["Обращения"]
    sheet["C3"], sheet["Q3"], sheet["R3"] = "Фамилия", "Имя", "Отчество"
    for row in range(4, 97):
        parts = [*str(sheet.cell(row, 3).value).split(), "", ""]
        for column, part in zip((3, 17, 18), (parts[0], parts[1], " ".join(parts[2:]).strip()), strict=True):
            sheet.cell(row, column).value = part or None
    assert bring(book, tmp_path, worker) == 0
    assert not counted()


def test_signatures_and_months_between_rows_are_left_out_and_said(
    book: openpyxl.Workbook, tmp_path: Path, worker: Worker, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = book["Услуги"]
    sheet.insert_rows(30)
    sheet["A30"] = "Август 2017"
    sheet.append([None, None, "Руководитель", "Сейтова А. М."])
    assert bring(book, tmp_path, worker) == 0
    assert "строка 30" in capsys.readouterr().out
    assert not counted()


def test_what_was_not_given_is_not_counted_as_given(
    book: openpyxl.Workbook, tmp_path: Path, worker: Worker, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = book["Услуги"]
    changed = next(
        row
        for row in range(4, 377)
        if sheet.cell(row, 6).value == "Социальный пакет" and sheet.cell(row, 8).value == "оказана"
    )
    sheet.cell(changed, 8).value = "не оказана"
    assert bring(book, tmp_path, worker) == 0
    assert f"строка {changed}" in capsys.readouterr().out
    assert figures(Grant.objects.get())["services_total"] == 189


def test_two_promises_for_one_category_are_not_silently_merged(
    book: openpyxl.Workbook, tmp_path: Path, worker: Worker, capsys: pytest.CaptureFixture[str]
) -> None:
    book["План"].append(["Восстановление документов", 5])
    assert bring(book, tmp_path, worker) == 1
    assert "строка 10" in capsys.readouterr().out
    assert not Grant.objects.exists()


def test_without_a_readable_project_nothing_is_written_whatever_is_left_out(
    book: openpyxl.Workbook, tmp_path: Path, worker: Worker, capsys: pytest.CaptureFixture[str]
) -> None:
    book["Проект"]["B6"] = "когда-то"
    book.save(tmp_path / "journal.xlsx")
    refused = run_import(
        tmp_path / "journal.xlsx",
        dry_run=False,
        settle="best",
        as_json=False,
        skip_errors=True,
        worker=worker,
    )
    assert refused == 1
    assert "Проект" in capsys.readouterr().out
    assert not Person.objects.exists()
