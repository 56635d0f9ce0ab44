"""Which sheet is which: by its title, else by its headings; and where its heading row stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import ModuleType
from typing import Any, Final

from tirek.exchange.cell_stream import Row
from tirek.exchange.cells import Cells, as_text
from tirek.exchange.columns import Column, Headings, folded, match
from tirek.exchange.issues import Issue, Problem
from tirek.exchange.packing import pack
from tirek.exchange.rows import (
    applications,
    budget,
    declared,
    events,
    participants,
    plan,
    project,
    recipients,
    services,
)
from tirek.exchange.workbook import Sheet

_HEADING_WITHIN: Final = 30
_TOTALS: Final = frozenset({"итого", "итог", "всего", "барлығы", "жиыны", "total", "totals", "итогов"})
TITLE_LENGTH: Final = 31
Record = tuple[int, Any, list[Issue], str]
"""A row's number, what it says, what is wrong with it, and what it says as one line."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sheet: what it is called, its columns, and how its rows are read."""

    code: str
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    read: Callable[[Cells], Any]

    @property
    def required(self) -> set[str]:
        """Columns without which no row can be read."""
        return {column.code for column in self.columns if column.required}

    @property
    def needed(self) -> set[str]:
        """The required columns and those that can stand for them."""
        return self.required | {
            column.instead for column in self.columns if column.required and column.instead
        }

    def missing(self, found: Collection[str]) -> set[str]:
        """Required columns of which neither they nor what can stand for them was found."""
        return {
            column.code
            for column in self.columns
            if column.required and column.code not in found and column.instead not in found
        }

    def label_of(self, column: str) -> str:
        """The heading by which messages name a column."""
        return next((one.label for one in self.columns if one.code == column), column)


def _kind(code: str, module: ModuleType) -> Kind:
    return Kind(code, module.TITLES, module.COLUMNS, module.read)


KINDS: Final[Mapping[str, Kind]] = {
    kind.code: kind
    for kind in (
        _kind("project", project),
        _kind("applications", applications),
        _kind("services", services),
        _kind("events", events),
        _kind("participants", participants),
        _kind("recipients", recipients),
        _kind("plan", plan),
        _kind("budget", budget),
        _kind("declared", declared),
    )
}
"""In the order in which they are taken in: people are met in the applications first."""
OF_PEOPLE: Final = ("applications", "services")


@dataclass(slots=True)
class Table:
    """A sheet whose heading was found: its rows can be read."""

    kind: Kind
    title: str
    heading_row: int
    headings: Headings
    rest: Iterator[Row]
    sheet: Sheet
    heading_texts: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    """Rows that are a line of text, no record."""

    def records(self, today: date) -> Iterator[Record]:
        """Every row that is a record."""
        cells = Cells(self.headings.places, today)
        places = sorted(self.headings.places.values())
        for row in self.rest:
            number, values = row.number, row.values
            if self._is_no_record(values, places):
                if self._is_a_line_of_text(values, places) and any(
                    value not in (None, "") for value in values
                ):
                    self.left_out.append(number)
                continue
            cells.turn_to(number, values)
            self._blame_formulas(cells, row.formulas)
            self._blame_merged(cells)
            record = self.kind.read(cells)
            yield number, record, cells.issues, pack(record)

    def _is_no_record(self, values: Sequence[Any], places: Sequence[int]) -> bool:
        """Totals, repeated headings, the row of column numbers, and rows blank under every known heading."""
        length = len(values)
        filled = [values[place] for place in places if place < length and values[place] not in (None, "")]
        if not filled:
            return True
        if self._is_a_line_of_text(values, places):
            return True
        first = next(value for value in values if value not in (None, ""))
        if isinstance(first, str):
            words = folded(first).split(" ", 1)
            if words[0] in _TOTALS and self.kind.code != "declared":
                return True
            if words[0] == self.heading_texts[0].split(" ", 1)[0] and _texts(values) == self.heading_texts:
                return True
        return (
            first == 1 and len(filled) > 2 and list(values[: len(filled)]) == list(range(1, len(filled) + 1))
        )

    def _is_a_line_of_text(self, values: Sequence[Any], places: Sequence[int]) -> bool:
        """A signature under the table, a month between the rows: words in one cell, none of what a row needs."""
        everything = [value for value in values if value not in (None, "")]
        return (
            len(everything) <= 2
            and len(places) >= 5
            and self._lacks_everything(values)
            and (all(isinstance(value, str) for value in everything))
        )

    def _lacks_everything(self, values: Sequence[Any]) -> bool:
        """Whether at most one of the cells a row of this kind needs is filled."""
        needed = [place for code, place in self.headings.places.items() if code in self.kind.needed]
        return sum(place < len(values) and values[place] not in (None, "") for place in needed) <= 1

    def _blame_formulas(self, cells: Cells, formulas: Sequence[int]) -> None:
        if formulas:
            for code, place in self.headings.places.items():
                if place in formulas:
                    cells.blame("formula", code)

    def _blame_merged(self, cells: Cells) -> None:
        for area in self.sheet.scanned.merged:
            if area.meets(cells.row):
                first = next(
                    (c for c, p in self.headings.places.items() if area.left <= p + 1 <= area.right), ""
                )
                cells.blame("merged", first)
                return


def _texts(values: Sequence[Any]) -> tuple[str, ...]:
    return tuple(text for value in values if (text := folded(as_text(value))))


def find_table(sheet: Sheet, chosen: Mapping[str, Mapping[str, str]]) -> Table | Problem:
    """The table on a sheet, or why there is none; `chosen` is what people said headings mean, by kind of sheet."""
    title = sheet.title[:TITLE_LENGTH]
    named = _kind_called(title)
    rows = sheet.rows()
    start: list[Row] = []
    for row in rows:
        start.append(row)
        if len(start) >= _HEADING_WITHIN:
            break
    if not start:
        return Problem("sheet_empty", title)
    best: tuple[int, Kind, int, Headings] | None = None
    for kind in [named] if named else KINDS.values():
        for place, row in enumerate(start):
            headings = match(row.values, kind.columns, chosen.get(kind.code, {}))
            if best is None or len(headings.places) > best[0]:
                best = (len(headings.places), kind, place, headings)
    assert best is not None
    found, kind, place, headings = best
    if found < 2 or (named is None and not _is_clearly(kind, headings)):
        return Problem("heading_missing" if named else "sheet_unknown", title)
    after = iter(start[place + 1 :])
    table = Table(
        kind,
        title,
        start[place].number,
        headings,
        _chained(after, rows),
        sheet,
        _texts(start[place].values),
    )
    table.problems = list(_heading_problems(table))
    return table


def _chained(*parts: Iterator[Row]) -> Iterator[Row]:
    for part in parts:
        yield from part


def _is_clearly(kind: Kind, headings: Headings) -> bool:
    """Whether headings alone say what an untitled sheet is."""
    return not kind.missing(headings.places.keys()) and len(headings.places) >= min(4, len(kind.columns))


def _kind_called(title: str) -> Kind | None:
    wanted = folded(title)
    for kind in KINDS.values():
        if any(folded(one) == wanted for one in kind.titles):
            return kind
    return None


def _heading_problems(table: Table) -> Iterator[Problem]:
    for code in sorted(table.kind.missing(table.headings.places.keys())):
        yield Problem("column_missing", table.title, code, table.heading_row)
    for code in table.headings.twice:
        yield Problem("column_twice", table.title, code, table.heading_row)
    if any(area.meets(table.heading_row) for area in table.sheet.scanned.merged):
        yield Problem("heading_merged", table.title, "", table.heading_row)
