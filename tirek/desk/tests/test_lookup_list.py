"""The command that asks the registry for every row of a list."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from django.db import connection

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import Reading
from tirek.desk import lookup_list, queries
from tirek.desk.lookup_list import run_lookup_list
from tirek.gate import tallies
from tirek.gate.acting import act_as
from tirek.machine.problems import Problem
from tirek.people import matching
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db
RUSSIAN = "№;ИИН;Фамилия;Имя;Отчество;Дата рождения;Пол\n"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


def hits(folder: Path, worker: Worker, text: str, top: int = 10) -> list[dict[str, str]]:
    """What is written for a list."""
    (folder / "list.csv").write_text(text, "utf-8")
    run_lookup_list(folder / "list.csv", folder / "hits.csv", top, worker)
    with (folder / "hits.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_row_is_answered_with_place_person_score_and_outcome(tmp_path: Path, worker: Worker) -> None:
    person = people.nurlan(worker)
    found = hits(
        tmp_path,
        worker,
        RUSSIAN + "7;;Серикулы;Нурлан;Габитулы;08.03.1989;м\n8;;Совсем;Другой;Человек;01.02.1971;\n",
    )
    assert [(one["id"], one["place"], one["person"], one["outcome"]) for one in found] == [
        ("7", "1", str(person.number), "same"),
        ("8", "", "", "new"),
    ]
    assert float(found[0]["score"]) > 20


def test_headings_may_be_english_and_an_iin_alone_is_enough(tmp_path: Path, worker: Worker) -> None:
    person = people.nurlan(worker)
    found = hits(
        tmp_path,
        worker,
        f"id,iin,surname,given_name,patronymic,birth_date,sex\na1,{people.IIN},,,,,\n",
    )
    assert [(one["id"], one["person"]) for one in found] == [("a1", str(person.number))]


def test_no_more_than_the_top_are_written(tmp_path: Path, worker: Worker) -> None:
    for _ in range(4):
        people.person(worker)
    found = hits(tmp_path, worker, RUSSIAN + "1;;Серікұлы;Нұрлан;Ғабитұлы;;\n", top=2)
    assert [one["place"] for one in found] == ["1", "2"]


def test_of_another_agencys_person_only_the_fact_is_written(tmp_path: Path, worker: Worker) -> None:
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        person = people.nurlan(other)
    found = hits(tmp_path, worker, RUSSIAN + "1;;Серікұлы;Нұрлан;Ғабитұлы;08.03.1989;м\n")
    assert found[0]["person"] == "elsewhere"
    assert str(person.id) not in (tmp_path / "hits.csv").read_text("utf-8")


def test_every_search_leaves_a_row_in_the_access_log(tmp_path: Path, worker: Worker) -> None:
    people.nurlan(worker)
    hits(tmp_path, worker, RUSSIAN + "1;;Серікұлы;Нұрлан;;1989;\n2;;Совсем;Другой;;1971;\n")
    assert list(Reading.objects.order_by("id").values_list("action", "rows")) == [
        ("search", 1),
        ("search", 0),
    ]


def test_searches_by_iin_are_limited_and_the_rest_is_asked_by_name(
    tmp_path: Path, worker: Worker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    person = people.nurlan(worker)
    monkeypatch.setattr(tallies, "SEARCH_BY_IIN", tallies.Limit("search.iin.test", 1, 3600))
    rows = [f"{n};{people.IIN};;;;;" for n in (1, 2)] + [f"3;{people.IIN};Серікұлы;Нұрлан;Ғабитұлы;;"]
    found = hits(tmp_path, worker, RUSSIAN + "\n".join(rows) + "\n")
    assert [(one["id"], one["person"], one["outcome"]) for one in found] == [
        ("1", str(person.number), "same"),
        ("2", "", "not_asked"),
        ("3", str(person.number), "same"),
    ]
    told = capsys.readouterr().err
    assert "limited" in told and "2, 3" in told


def test_whoever_was_left_out_for_a_common_name_is_told(
    tmp_path: Path, worker: Worker, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(matching.MOST_COMPARED + 1):
        people.person(worker)
    hits(tmp_path, worker, RUSSIAN + "5;;Серікұлы;Нұрлан;Ғабитұлы;;\n")
    assert "look alike" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [("a,b\n1,2\n", "no column"), ("", "no column"), ("id,surname\n1,Ким\n", "given_name")],
)
def test_a_list_without_its_columns_is_one_plain_sentence(
    text: str, said: str, tmp_path: Path, worker: Worker
) -> None:
    with pytest.raises(Problem, match=said):
        hits(tmp_path, worker, text)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["list.csv"]


def test_bad_input_is_said_in_russian_where_the_terminal_speaks_it(
    tmp_path: Path, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    with pytest.raises(Problem, match="нет колонки"):
        hits(tmp_path, worker, "a,b\n1,2\n")
    with pytest.raises(Problem, match="не читается"):
        run_lookup_list(tmp_path / "nothing.csv", tmp_path / "hits.csv", 10, worker)
    with pytest.raises(Problem, match="число от 1"):
        run_lookup_list(tmp_path / "list.csv", tmp_path / "hits.csv", 0, worker)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, worker: Worker) -> None:
    (tmp_path / "list.csv").write_text(RUSSIAN, "utf-8")
    with pytest.raises(Problem, match="cannot be written"):
        run_lookup_list(tmp_path / "list.csv", tmp_path / "away" / "hits.csv", 10, worker)


def test_an_interrupted_run_leaves_the_former_hits_as_they_were(
    tmp_path: Path, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.nurlan(worker)
    (tmp_path / "hits.csv").write_text("former", "utf-8")
    monkeypatch.setattr(lookup_list, "_AT_ONCE", 1)
    asked = queries.guesses

    def once(*said: object, **more: object) -> object:
        monkeypatch.setattr(lookup_list, "guesses", stop)
        return asked(*said, **more)  # type: ignore[arg-type]

    def stop(*said: object, **more: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(lookup_list, "guesses", once)
    with pytest.raises(KeyboardInterrupt):
        hits(tmp_path, worker, RUSSIAN + "1;;Серікұлы;Нұрлан;;1989;\n2;;Ким;Олег;;1971;\n")
    assert (tmp_path / "hits.csv").read_text("utf-8") == "former"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["hits.csv", "list.csv"]
    assert Reading.objects.count() == 1, "what was read before is in the access log"


def test_a_full_disk_is_said_and_leaves_nothing(
    tmp_path: Path, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Problem, match="disk is full"):
        hits(tmp_path, worker, RUSSIAN + "1;;Ким;Олег;;1971;\n")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["list.csv"]
    assert connection.in_atomic_block
