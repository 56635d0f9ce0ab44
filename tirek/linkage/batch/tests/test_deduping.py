"""Deduping: clusters obey the rules that forbid, are the same in every run, and a crowd of namesakes stays affordable."""

from __future__ import annotations

import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tirek.linkage import score
from tirek.linkage.batch import dedupe, deduping, indexing, preparing
from tirek.linkage.batch.clusters import Kept, cluster
from tirek.linkage.batch.tests import make
from tirek.linkage.batch.tests.test_linking import subjects


def clusters(out: Path) -> dict[str, list[str]]:
    found = defaultdict(list)
    for row in make.read_rows(out):
        found[row["cluster_id"]].append(row["id"])
    return found


def test_every_row_stands_in_one_cluster_called_by_its_first_row(tmp_path: Path) -> None:
    path = make.one_list(tmp_path, 400)
    done = dedupe(path, tmp_path / "clusters.csv")
    rows = make.read_rows(tmp_path / "clusters.csv")
    assert [row["id"] for row in rows] == list(subjects(path))
    groups = clusters(tmp_path / "clusters.csv")
    assert all(rows[0] == name for name, rows in groups.items())
    assert done.clusters == sum(len(rows) > 1 for rows in groups.values()) > 40


def test_no_cluster_holds_two_iins_or_twins(tmp_path: Path) -> None:
    path = make.one_list(tmp_path, 800)
    dedupe(path, tmp_path / "clusters.csv")
    people = subjects(path)
    several = [rows for rows in clusters(tmp_path / "clusters.csv").values() if len(rows) > 1]
    pairs = [pair for rows in several for pair in combinations(rows, 2)]
    assert pairs
    assert not [pair for pair in pairs if score(people[pair[1]], people[pair[0]]).forbidden]


def test_a_bridge_between_two_iins_joins_the_surer_side_only(tmp_path: Path) -> None:
    name = ("Серікұлы", "Нұрлан", "Ғабитұлы", "1989-03-08", "m")
    other = make.iin_of("890308", "3", "9901")
    path = make.write_rows(
        tmp_path / "list.csv", [("a", "890308399989", *name), ("b", "", *name), ("c", other, *name)]
    )
    dedupe(path, tmp_path / "clusters.csv")
    groups = sorted(clusters(tmp_path / "clusters.csv").values())
    assert groups == [["a", "b"], ["c"]]


def test_the_same_list_gives_the_same_bytes(tmp_path: Path) -> None:
    path = make.one_list(tmp_path, 300)
    for name in ("one.csv", "other.csv"):
        dedupe(path, tmp_path / name)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "other.csv").read_bytes()
    assert (tmp_path / "one-maybe.csv").read_bytes() == (tmp_path / "other-maybe.csv").read_bytes()


def test_an_interrupted_run_goes_on_from_its_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, out = make.one_list(tmp_path, 200), tmp_path / "clusters.csv"
    dedupe(path, tmp_path / "wanted.csv")

    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(deduping, "run_steps", break_off)
        with pytest.raises(KeyboardInterrupt):
            dedupe(path, out)
    assert not out.exists()
    with monkeypatch.context() as once:
        once.setattr(preparing, "understood", break_off)
        once.setattr(indexing, "_write_keys", break_off)
        dedupe(path, out)
    assert out.read_bytes() == (tmp_path / "wanted.csv").read_bytes()
    assert not list(tmp_path.glob(".*.work"))


@given(
    some.lists(
        some.tuples(some.integers(0, 12), some.integers(0, 12)).filter(lambda pair: pair[0] != pair[1])
    ),
    some.dictionaries(some.integers(0, 12), some.integers(1, 3)),
)
def test_whatever_the_edges_no_cluster_holds_two_iins(
    edges: list[tuple[int, int]], iins: dict[int, int]
) -> None:
    kept = {row: Kept(iins.get(row), None, "nurlan", "Серік", "Нұрлан", "", None, "") for row in range(13)}
    found = cluster(edges, kept)
    for rows in found.groups():
        assert len({iins[row] for row in rows if row in iins}) <= 1
        assert {found.of(row) for row in rows} == {min(rows)}


@pytest.mark.parametrize("date", ["", "1989-03-08"])
def test_a_crowd_of_namesakes_ends_soon_and_what_was_left_out_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, date: str
) -> None:
    monkeypatch.setattr(indexing, "MOST_ROWS", 50)
    rows = [(f"n{number}", "", "Серікұлы", "Нұрлан", "Ғабитұлы", date, "m") for number in range(3_000)]
    path = make.write_rows(
        tmp_path / "list.csv", [*rows, ("x", "", "Омаров", "Болат", "", "1990-01-02", "m")]
    )
    began = time.monotonic()
    done = dedupe(path, tmp_path / "clusters.csv")
    assert time.monotonic() - began < 60
    left_out = done.account.left_out
    assert left_out.keys >= 1
    assert left_out.rows == 3_000
    assert "full" in left_out.kinds
    assert len(make.read_rows(tmp_path / "clusters.csv")) == 3_001


def test_the_cap_falls_until_all_pairs_are_affordable() -> None:
    sizes = [(2, 1_000), (10, 5_000_000), (100, 9_000_000), (400, 90_000_000)]
    assert indexing._most_rows(sizes, asking_rows=0) == 10
    assert indexing._most_rows(sizes, asking_rows=10_000_000) == indexing.MOST_ROWS
    assert indexing._most_rows([(7, 1), (501, 1)], asking_rows=10) == 7
