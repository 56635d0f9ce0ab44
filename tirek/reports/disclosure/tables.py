"""Tables of counts as networks: every cell is a pipe from one sum to another, and what flows in flows out.

A row's total flows into the row, from there through its cells into the columns, through the columns' totals into the end, and as the
grand total back to the start. So "the cells add up to their margins" becomes "nothing is lost at a joint", which makes an attacker's
question exact and quick to answer (Cox 1995, Network models for complementary cell suppression, JASA 90).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

Cell = tuple[str, str]
"""The row and the column of a count."""
Pipe = tuple[str, str]
ALL: Final = ""
"""Stands for "all of them" in the place of a row or a column."""
START, END = "start", "end"
TOTAL: Final[Cell] = (ALL, ALL)


@dataclass(frozen=True)
class Table:
    """Counts, the pipes they flow through, and what else is known of the cells.

    `people` are those behind a count that counts something else, as services; `unprinted` cells are remainders no page shows and anybody
    can work out ("all but these"); `fixed` ones stand in other tables too, and the attacker is taken to know them exactly.
    """

    counts: Mapping[Cell, int]
    pipes: Mapping[Cell, Pipe]
    people: Mapping[Cell, int] = field(default_factory=dict)
    unprinted: frozenset[Cell] = frozenset()
    fixed: frozenset[Cell] = frozenset()

    def behind(self, cell: Cell) -> int:
        """How many people stand behind a count."""
        return self.people.get(cell, self.counts[cell])


def by_rows(
    counts: Mapping[str, int],
    *,
    people: Mapping[str, int] | None = None,
    fixed: bool = False,
) -> Table:
    """A list of counts with its sum; the people behind the sum stand under ALL."""
    cells = {(row, ALL): count for row, count in counts.items()}
    pipes = dict.fromkeys(cells, (START, END))
    return Table(
        cells | {TOTAL: sum(counts.values())},
        pipes | {TOTAL: (END, START)},
        {(row, ALL): count for row, count in (people or {}).items()},
        fixed=frozenset({TOTAL} if fixed else ()),
    )


def by_rows_and_columns(counts: Mapping[tuple[str, str], int], *, fixed: bool = False) -> Table:
    """A table with the sums of its rows, of its columns, and of everything."""
    cells: dict[Cell, int] = dict(counts)
    pipes: dict[Cell, Pipe] = {(row, column): (f"row {row}", f"column {column}") for row, column in counts}
    for (row, column), count in counts.items():
        for margin, pipe in (
            ((row, ALL), (START, f"row {row}")),
            ((ALL, column), (f"column {column}", END)),
            (TOTAL, (END, START)),
        ):
            cells[margin] = cells.get(margin, 0) + count
            pipes[margin] = pipe
    return Table(cells, pipes, fixed=frozenset({TOTAL} if fixed else ()))


def nested(whole: int, *parts: tuple[str, int]) -> Table:
    """Groups within groups (everybody, those who asked, those who were given), with what is left over of each.

    Whoever knows the whole and a part knows the rest: so the rest is guarded as if it were printed.
    """
    counts: dict[Cell, int] = {TOTAL: whole}
    pipes: dict[Cell, Pipe] = {TOTAL: (END, START)}
    outer, joint = whole, START
    for place, (name, count) in enumerate(parts):
        last = place == len(parts) - 1
        counts |= {(name, ALL): count, (name, "rest"): outer - count}
        pipes |= {(name, ALL): (joint, END if last else name), (name, "rest"): (joint, END)}
        outer, joint = count, name
    rests = frozenset(cell for cell in counts if cell[1] == "rest")
    return Table(counts, pipes, unprinted=rests, fixed=frozenset({TOTAL}))
