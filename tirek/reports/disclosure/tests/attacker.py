"""An attacker who shares no code with the program: he writes out every table that agrees with what was published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from tirek.reports.disclosure import ALL, Cell


def agrees(count: int, shown: int | None) -> bool:
    """Whether a count may have been published so: hidden says nothing, all else is the nearest five."""
    if shown is None:
        return True
    return count == 0 if shown == 0 else count >= 5 and abs(count - shown) <= 2


def worlds(
    rows: list[str], columns: list[str], shown: Mapping[Cell, int | None], most: int
) -> Iterator[dict[Cell, int]]:
    """Every table with cells up to `most` that agrees with all that is shown, margins included."""
    cells = [(row, column) for row in rows for column in columns]
    choices = [[n for n in range(most + 1) if agrees(n, shown[cell])] for cell in cells]
    for counts in product(*choices):
        world = dict(zip(cells, counts, strict=True))
        for row in rows:
            world[row, ALL] = sum(world[row, column] for column in columns)
        for column in columns:
            world[ALL, column] = sum(world[row, column] for row in rows)
        world[ALL, ALL] = sum(counts)
        if all(agrees(world[cell], count) for cell, count in shown.items()):
            yield world
