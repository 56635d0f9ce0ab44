"""What is published keeps its promise against somebody who tries every table there can be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tirek.reports.disclosure import (
    ALL,
    Exposed,
    Table,
    by_rows,
    by_rows_and_columns,
    is_small,
    nested,
    protect,
    rounded,
    told,
)
from tirek.reports.disclosure.tests.attacker import worlds

COUNTS = st.integers(0, 60) | st.integers(0, 9)
ROWS, COLUMNS = ["a", "b"], ["x", "y"]


def tables(rows: int, columns: int) -> st.SearchStrategy[Table]:
    """Tables of a size, with or without a total that stands elsewhere too."""
    keys = [(f"r{row}", f"c{column}") for row in range(rows) for column in range(columns)]
    return st.builds(by_rows_and_columns, st.fixed_dictionaries(dict.fromkeys(keys, COUNTS)))


@given(st.fixed_dictionaries({(row, column): st.integers(0, 9) for row in ROWS for column in COLUMNS}))
@settings(max_examples=150, deadline=None)
def test_nobody_who_tries_every_table_tells_that_a_hidden_group_is_small(
    counts: dict[tuple[str, str], int],
) -> None:
    table = by_rows_and_columns(counts)
    shown = protect(table)
    low, high = dict(table.counts), dict(table.counts)
    for world in worlds(ROWS, COLUMNS, shown, 12):
        low = {cell: min(n, world[cell]) for cell, n in low.items()}
        high = {cell: max(n, world[cell]) for cell, n in high.items()}
    for cell, count in shown.items():
        if count is None:
            assert high[cell] >= 5, (cell, counts, shown)
            assert low[cell] < high[cell], (cell, counts, shown)


@given(tables(3, 3) | tables(5, 2) | tables(2, 7))
@settings(max_examples=300, deadline=None)
def test_no_published_count_is_of_one_to_four(table: Table) -> None:
    shown = protect(table)
    for cell, count in shown.items():
        assert count is None or count == rounded(table.counts[cell])
        assert count is None or not is_small(table.counts[cell])
        assert count is None or count % 5 == 0


@given(tables(3, 3), tables(3, 3))
@settings(max_examples=150, deadline=None)
def test_two_published_tables_never_differ_by_one_to_four(one: Table, other: Table) -> None:
    first, second = protect(one), protect(other)
    for cell, count in first.items():
        for mine in first.values():
            assert mine is None or second[cell] is None or abs(mine - (second[cell] or 0)) not in range(1, 5)
        assert count is None or second[cell] is None or abs(count - (second[cell] or 0)) not in range(1, 5)


@given(
    tables(2, 2),
    st.fixed_dictionaries({(f"r{r}", f"c{c}"): st.integers(0, 6) for r in (0, 1) for c in (0, 1)}),
)
@settings(max_examples=150, deadline=None)
def test_a_month_later_the_former_table_still_keeps_its_promise(
    before: Table, more: dict[tuple[str, str], int]
) -> None:
    after = by_rows_and_columns({cell: before.counts[cell] + n for cell, n in more.items()})
    then = protect(before)
    now = protect(after, then)
    for cell, count in then.items():
        if count is None and is_small(before.counts[cell]):
            known = {c: min(told(then[c]).high, told(now[c]).high) for c in then}
            # By every sum he can form, it may still have been five or more.
            row, column = cell
            if row != ALL and column != ALL:
                for margin, others in (
                    ((row, ALL), [(row, c) for c in ("c0", "c1") if c != column]),
                    ((ALL, column), [(r, column) for r in ("r0", "r1") if r != row]),
                ):
                    assert known[margin] - sum(told(then[c]).low for c in others) >= 5
            assert known[cell] >= 5


def test_a_lone_small_count_takes_a_neighbour_along() -> None:
    shown = protect(by_rows({"a": 1, "b": 6, "c": 60}, fixed=True))
    assert shown == {("a", ALL): None, ("b", ALL): None, ("c", ALL): 60, (ALL, ALL): 65}


def test_where_rounding_leaves_room_enough_nobody_else_is_hidden() -> None:
    shown = protect(by_rows({"a": 3, "b": 20, "c": 30}, fixed=True))
    assert shown == {("a", ALL): None, ("b", ALL): 20, ("c", ALL): 30, (ALL, ALL): 55}


def test_what_was_published_before_is_known_and_people_only_grow_more() -> None:
    former = {("a", ALL): 0, ("b", ALL): 10, (ALL, ALL): 10}
    assert protect(by_rows({"a": 2, "b": 10}))[ALL, ALL] == 10
    assert protect(by_rows({"a": 2, "b": 10}), former)[ALL, ALL] is None


def test_a_later_total_does_not_open_what_the_former_table_hid() -> None:
    former = {("a", ALL): None, ("b", ALL): 5, (ALL, ALL): None}
    assert protect(by_rows({"a": 1, "b": 6}))[ALL, ALL] == 5
    assert protect(by_rows({"a": 1, "b": 6}), former)[ALL, ALL] is None


def test_a_corrected_count_makes_the_former_table_no_knowledge() -> None:
    former = {("a", ALL): 0, ("b", ALL): 40, (ALL, ALL): 40}
    assert protect(by_rows({"a": 6, "b": 10}), former)[ALL, ALL] == 15


def test_what_is_left_over_is_guarded_as_if_it_were_printed() -> None:
    assert protect(nested(12, ("asked", 10)))["asked", ALL] is None
    assert protect(nested(40, ("asked", 20), ("given", 18)))["given", ALL] is None
    assert protect(nested(40, ("asked", 20), ("given", 10))) == {
        (ALL, ALL): 40,
        ("asked", ALL): 20,
        ("given", ALL): 10,
    }


def test_people_behind_a_count_decide_not_the_count() -> None:
    table = by_rows({"food": 12, "advice": 40}, people={"food": 2, "advice": 30, ALL: 31})
    assert protect(table)["food", ALL] is None


def test_fewer_than_five_people_are_not_told_of_at_all() -> None:
    with pytest.raises(Exposed):
        protect(by_rows({"a": 2, "b": 1}, fixed=True))


@pytest.mark.parametrize(("count", "published"), [(0, 0), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_counts_are_rounded_to_fives(count: int, published: int) -> None:
    assert rounded(count) == published
    assert told(published).low <= count <= told(published).high
