"""The benchmarks run, at a tiny size: their figures mean nothing here, but they cannot rot."""

from __future__ import annotations

import random

import pytest

from bench.__main__ import QUICK, notes, run
from bench.people import invent, written
from bench.sizes import Sizes
from bench.table import limit, ratio, render
from tirek.linkage import check_iin


def test_invented_people_have_numbers_nobody_was_given() -> None:
    people = invent(2_000, seed=1)
    assert all(check_iin(one.iin, one.born, one.sex).ok and one.iin[7:9] == "99" for one in people)
    assert len({one.iin for one in people}) == len(people)


def test_the_same_seed_makes_the_same_people_and_a_longer_list_begins_the_same() -> None:
    assert invent(50, seed=3)[:20] == invent(20, seed=3)


def test_most_names_are_written_right_and_some_are_not() -> None:
    chance = random.Random(5)
    people = invent(1_000, seed=2)
    wrong = sum(written(one, chance) != one.name for one in people)
    assert 100 < wrong < 350


def test_a_line_says_whether_its_target_was_met() -> None:
    assert ratio("x", 1.0, 2.9, at_most=3).met is True
    assert ratio("x", 1.0, 3.1, at_most=3).met is False
    assert limit("x", 251, 250, "MB").met is False


@pytest.mark.slow
def test_every_part_measures_something() -> None:
    sizes = Sizes.scaled(QUICK)
    parts = ["import", "report", "web", "access"]
    table = render(run(parts, sizes), notes(parts, sizes))
    for what in (
        "import of",
        "memory",
        "figures over",
        "four documents",
        "Pss",
        "people list",
        "grant page",
        "card by key",
    ):
        assert what in table
    assert "SMALLER THAN THE TARGETS" in table
