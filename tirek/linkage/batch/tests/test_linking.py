"""Linking a list: the decisions are Python's, and whatever breaks off loses nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tirek.linkage import FrequencyTable, Subject, decide
from tirek.linkage.batch import BatchProblem, duckdb_engine, link, linking, preparing
from tirek.linkage.batch.folding_rows import sealing, understood
from tirek.linkage.batch.lists import Fault, read_list
from tirek.linkage.batch.running import beside, run_steps
from tirek.linkage.batch.tests import make

HEAD = ("id", "iin", "surname", "given_name", "patronymic", "birth_date", "sex")


def subjects(path: Path) -> dict[str, Subject]:
    found = {}
    for row in read_list(path):
        assert not isinstance(row, Fault)
        entry, _ = understood(row, sealing(b"k"))
        assert entry is not None
        found[entry.id] = entry.subject
    return found


def test_outcome_person_and_score_are_those_of_decide(tmp_path: Path) -> None:
    left, right = make.two_lists(tmp_path, people=300, asked=150)
    out = tmp_path / "links.csv"
    link(left, right, out)
    asked, register = subjects(left), subjects(right)
    frequency = FrequencyTable.of(register.values())
    same: dict[str, tuple[str, str]] = {}
    maybe: dict[str, tuple[str, str]] = {}
    for id, query in asked.items():
        decision = decide(query, list(register.items()), len(register), frequency)
        if decision.best is not None:
            chosen = same if decision.outcome == "same" else maybe
            chosen[id] = (decision.best.id, f"{decision.best.score.bits:.2f}")
    said = {row["left_id"]: (row["right_id"], row["score"]) for row in make.read_rows(out)}
    asked_about = {
        row["left_id"]: (row["right_id"], row["score"]) for row in make.read_rows(beside(out, "maybe"))
    }
    assert said == same
    assert len(same) > 60
    # Candidates are those who share a key: a maybe may have none, never the other way round.
    assert asked_about.items() <= maybe.items()
    assert len(asked_about) > 0.6 * len(maybe)


def test_the_output_has_two_ids_and_a_score_and_the_work_folder_is_gone(tmp_path: Path) -> None:
    left, right = make.two_lists(tmp_path, people=60, asked=30)
    done = link(left, right, tmp_path / "links.csv")
    assert (tmp_path / "links.csv").read_text().splitlines()[0] == "left_id,right_id,score"
    assert done.links == len(make.read_rows(tmp_path / "links.csv"))
    assert not list(tmp_path.glob(".*"))


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left, right = make.two_lists(tmp_path, people=90, asked=90)
    wanted = tmp_path / "wanted.csv"
    link(left, right, wanted)
    monkeypatch.setattr(preparing, "CHUNK", 20)
    monkeypatch.setattr(preparing, "ProcessPoolExecutor", InThisProcess)
    folded: list[int] = []
    real = understood

    def counting(*row: Any) -> Any:
        folded.append(1)
        if len(folded) == 100:
            raise KeyboardInterrupt
        return real(*row)

    monkeypatch.setattr(preparing, "understood", counting)
    out = tmp_path / "links.csv"
    with pytest.raises(KeyboardInterrupt):
        link(left, right, out)
    assert not out.exists()
    assert len(list(tmp_path.glob(".links.csv.*.work"))) == 1
    link(left, right, out)
    assert len(folded) < 180 + 20, "parts that were whole were folded again"
    assert out.read_bytes() == wanted.read_bytes()


class InThisProcess:
    """A pool that works where a test can interrupt it."""

    def __init__(self, *_: Any, **__: Any) -> None: ...

    def __enter__(self) -> InThisProcess:
        return self

    def __exit__(self, *_: object) -> None: ...

    def shutdown(self, **_: Any) -> None: ...

    def submit(self, function: Any, *arguments: Any) -> Any:
        from concurrent.futures import Future

        done: Future[Any] = Future()
        done.set_result(function(*arguments))
        return done


def test_parts_of_another_list_or_another_version_are_never_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, right = make.two_lists(tmp_path, people=40, asked=20)
    out = tmp_path / "links.csv"

    def break_off(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(linking, "run_steps", break_off)
        with pytest.raises(KeyboardInterrupt):
            link(left, right, out)
    (former,) = tmp_path.glob(".links.csv.*.work")
    assert former.stat().st_mode & 0o077 == 0, "the work folder is nobody else's to read"
    make.write_rows(left, [("n1", "", "Серік", "Нұрлан", "", "1989-03-08", "m")])
    link(left, right, out)
    assert not former.exists()
    assert make.read_rows(out) == []


def test_a_full_disk_is_one_sentence_and_keeps_the_old_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, right = make.two_lists(tmp_path, people=40, asked=20)
    out = tmp_path / "links.csv"
    out.write_text("the old one")

    def full(*_: Any) -> int:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BatchProblem, match="disk is full"):
        link(left, right, out)
    assert out.read_text() == "the old one"
    assert not list(tmp_path.glob("*unfinished"))


def test_a_disk_that_duckdb_finds_full_is_the_same_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, right = make.two_lists(tmp_path, people=40, asked=20)

    def full(*_: Any) -> None:
        raise RuntimeError('IO Error: Could not write file "x": No space left on device')

    monkeypatch.setattr(duckdb_engine.DuckDB, "make", full)
    with pytest.raises(BatchProblem, match="disk is full"):
        link(left, right, tmp_path / "links.csv")


def test_two_runs_for_one_output_do_not_write_into_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, right = make.two_lists(tmp_path, people=40, asked=20)
    out = tmp_path / "links.csv"
    seen: list[str] = []

    def meanwhile(*_: Any) -> None:
        with pytest.raises(BatchProblem) as refused:
            link(left, right, out)
        seen.append(refused.value.english)

    real = run_steps

    def once(*arguments: Any) -> None:
        monkeypatch.setattr(linking, "run_steps", real)
        meanwhile()
        real(*arguments)

    monkeypatch.setattr(linking, "run_steps", once)
    link(left, right, out)
    assert "Another run" in seen[0]


def test_ids_that_stand_twice_are_said_and_rows_left_out_are_named(tmp_path: Path) -> None:
    left = make.write_rows(
        tmp_path / "list.csv",
        [
            ("1", "", "Серік", "Нұрлан", "", "1989-03-08", "m"),
            ("1", "", "Омар", "Болат", "", "", ""),
            ("2", *[""] * 6),
        ],
    )
    right = make.write_rows(tmp_path / "other.csv", [("9", "", "Серік", "Нұрлан", "", "1989-03-08", "m")])
    done = link(left, right, tmp_path / "links.csv")
    rows = make.read_rows(tmp_path / "links-rows.csv")
    assert done.account.doubled_ids == 2
    assert done.account.left_out_rows == 1
    assert [(row["line"], row["left_out"]) for row in rows] == [("2", ""), ("3", ""), ("4", "да")]


def test_nobody_in_the_lists_is_an_empty_output(tmp_path: Path) -> None:
    empty = make.write_rows(tmp_path / "empty.csv", [])
    assert link(empty, empty, tmp_path / "links.csv").links == 0


def test_an_output_nowhere_is_one_sentence(tmp_path: Path) -> None:
    left, right = make.two_lists(tmp_path, people=4, asked=2)
    with pytest.raises(BatchProblem, match="no folder"):
        link(left, right, tmp_path / "nowhere" / "links.csv")
