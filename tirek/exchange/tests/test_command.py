"""The command: exit codes, what it prints, what it leaves behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tirek.exchange.command import run_import
from tirek.exchange.models import Import
from tirek.exchange.tests import make
from tirek.gate.models import SealedValue
from tirek.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.xlsx"


def run(
    path: Path, body: bytes, *, dry_run: bool = False, as_json: bool = False, skip_errors: bool = False
) -> int:
    path.write_bytes(body)
    worker = make.hire()
    return run_import(
        path, dry_run=dry_run, settle="hold", as_json=as_json, skip_errors=skip_errors, worker=worker
    )


def test_json_says_sheet_row_outcome_score_and_person_and_nothing_else(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(path, make.pilot(), as_json=True) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 836
    services = [row for row in rows if row["sheet"] == "Услуги"]
    assert {row["row"] for row in services} == set(range(4, 378)) - {190}
    assert all(set(row) == {"sheet", "row", "outcome", "score", "person"} for row in rows)
    people = {row["person"] for row in rows if row["sheet"] in {"Обращения", "Услуги"}}
    assert len(people - {None}) == 93


def test_a_dry_run_leaves_nothing_behind(path: Path) -> None:
    assert run(path, make.pilot(), dry_run=True) == 0
    assert not Person.objects.exists() and not Import.objects.exists() and not SealedValue.objects.exists()


def test_errors_are_listed_and_the_exit_code_says_so(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [*make.TWO_PEOPLE, (3, "31.02.2017", "Пробный Пётр Петрович", "", "", "М", "да", "")]
    assert run(path, make.workbook({"Обращения": [make.APPLICATIONS, *rows]})) == 1
    assert "Обращения" in capsys.readouterr().out
    assert not Person.objects.exists() and not Import.objects.exists()


def test_errors_may_be_left_out(path: Path) -> None:
    rows = [*make.TWO_PEOPLE, (3, "31.02.2017", "Пробный Пётр Петрович", "", "", "М", "да", "")]
    assert run(path, make.workbook({"Обращения": [make.APPLICATIONS, *rows]}), skip_errors=True) == 0
    assert Person.objects.count() == 2


def test_a_file_that_is_no_workbook_is_refused_in_words(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(path, b"name;date\n1;2\n") == 1
    assert "CSV" in capsys.readouterr().out
    assert not Import.objects.exists()


def test_a_missing_file_is_said_plainly(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    worker = make.hire()
    assert (
        run_import(path, dry_run=False, settle="hold", as_json=False, skip_errors=False, worker=worker) == 1
    )
    assert capsys.readouterr().err
