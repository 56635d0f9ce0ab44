"""`tirek link` against the registry: of other agencies' people only that a record exists, and every reading written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import JournalEntry, Reading
from tirek.desk.batch import run_dedupe, run_link
from tirek.desk.batch_registry import run_link_registry
from tirek.gate.acting import act_as
from tirek.linkage.batch.tests.make import read_rows, write_rows
from tirek.machine.problems import Problem
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db

NURLAN = ("a1", "", "Серикулы", "Нурлан", "Габитулы", "08.03.1989", "м")
BY_NUMBER = ("a2", people.IIN, "", "", "", "", "")


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


def of_another_agency() -> None:
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        people.nurlan(other)


def test_an_own_person_is_named_by_number(worker: Worker, tmp_path: Path) -> None:
    person = people.nurlan(worker)
    path = write_rows(tmp_path / "list.csv", [NURLAN, BY_NUMBER])
    assert run_link_registry(path, tmp_path / "links.csv", "duckdb", None, worker) == 0
    found = [(row["left_id"], row["right_id"]) for row in read_rows(tmp_path / "links.csv")]
    assert found == [("a1", str(person.number)), ("a2", str(person.number))]


def test_of_another_agencys_person_only_the_fact_is_written(worker: Worker, tmp_path: Path) -> None:
    of_another_agency()
    path = write_rows(tmp_path / "list.csv", [NURLAN])
    run_link_registry(path, tmp_path / "links.csv", "duckdb", None, worker)
    (row,) = read_rows(tmp_path / "links.csv")
    assert (row["left_id"], row["right_id"]) == ("a1", "elsewhere")


def test_a_list_of_numbers_alone_asks_nothing_of_other_agencies(worker: Worker, tmp_path: Path) -> None:
    of_another_agency()
    path = write_rows(tmp_path / "list.csv", [BY_NUMBER])
    run_link_registry(path, tmp_path / "links.csv", "duckdb", None, worker)
    assert read_rows(tmp_path / "links.csv") == []
    assert read_rows(tmp_path / "links-maybe.csv") == []


def test_the_reading_and_the_file_stand_in_the_log_and_the_journal(worker: Worker, tmp_path: Path) -> None:
    people.nurlan(worker)
    path = write_rows(tmp_path / "list.csv", [NURLAN])
    run_link_registry(path, tmp_path / "links.csv", "duckdb", None, worker)
    assert [(one.action, one.rows) for one in Reading.objects.order_by("action")] == [
        ("export", 1),
        ("search", 1),
    ]
    assert JournalEntry.objects.filter(action="people.link_list").count() == 1


def test_what_stops_a_batch_is_one_russian_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    path = write_rows(tmp_path / "list.csv", [("1", "Серік")], heading=("id", "фамилия"))
    with pytest.raises(Problem, match="нет колонки имя"):
        run_link(path, path, tmp_path / "links.csv", "duckdb", None)


def test_what_was_left_out_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    rows = [(f"n{number}", "", "Серікұлы", "Нұрлан", "", "", "") for number in range(600)]
    run_dedupe(write_rows(tmp_path / "list.csv", rows), tmp_path / "clusters.csv", "duckdb", None)
    said = capsys.readouterr().err
    assert "на 600 строк" in said
    assert "фамилия и имя" in said
