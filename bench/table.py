"""The table every benchmark prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

COLUMNS = ("what", "floor", "measured", "ratio", "target", "met?")


@dataclass(frozen=True)
class Line:
    """One line: what was measured, beside its floor and its target."""

    what: str
    measured: str
    target: str
    met: bool | None
    floor: str = "–"
    ratio: str = "–"

    def cells(self) -> tuple[str, ...]:
        """The line as it is printed."""
        met = {True: "yes", False: "NO", None: "–"}[self.met]
        return self.what, self.floor, self.measured, self.ratio, self.target, met


def ratio(what: str, floor: float, measured: float, at_most: float, unit: str = "s") -> Line:
    """A line for a time and the floor it is compared with."""
    found = measured / floor
    return Line(
        what,
        shown(measured, unit),
        f"≤ {at_most:g} ×",
        found <= at_most,
        shown(floor, unit),
        f"{found:.1f} ×",
    )


def limit(what: str, measured: float, at_most: float, unit: str) -> Line:
    """A line for something that has a limit of its own."""
    return Line(what, shown(measured, unit), f"≤ {at_most:g} {unit}", measured <= at_most)


def shown(value: float, unit: str) -> str:
    """A number with its unit, no more digits than it deserves."""
    return f"{value:.2f} {unit}" if value < 10 else f"{value:.0f} {unit}"


def render(lines: Sequence[Line], notes: Sequence[str] = ()) -> str:
    """The table as text, and below it what one must know to read it."""
    rows = [COLUMNS, *(line.cells() for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    drawn = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    drawn.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join([*drawn, *(["", *(f"* {note}" for note in notes)] if notes else [])])
