"""Sheets of figures on their way to the public: counted exactly, guarded, and only then written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tirek.reports.disclosure import (
    ALL,
    Cell,
    Exposed,
    Shown,
    Table,
    by_rows,
    by_rows_and_columns,
    nested,
    protect,
)
from tirek.reports.disclosure.tables import TOTAL
from tirek.reports.indicators.indicator import Names

Printed = tuple[str, str]
"""A line's code and a column's code."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet; `planned` is what a grant promised, which is no secret."""

    code: str
    names: Names
    planned: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Exact counts under their lines and columns: one or several tables, each with the places where its cells are printed."""

    key: str
    columns: Sequence[str]
    lines: Sequence[Line]
    tables: Sequence[tuple[Table, Mapping[Cell, Printed]]]

    def guarded(self, former: Mapping[Printed, Shown], whole: Shown) -> dict[Printed, Shown]:
        """What may be printed; raises Exposed where nothing may, beside what was printed last time."""
        printed: dict[Printed, Shown] = {}
        for table, places in self.tables:
            before = {cell: former[place] for cell, place in places.items() if place in former}
            if before and TOTAL in table.fixed and whole is not None:
                before[TOTAL] = whole
            shown = protect(table, before)
            printed |= {place: shown[cell] for cell, place in places.items()}
        return printed


def listed(
    key: str,
    lines: Sequence[Line],
    counts: Mapping[str, int],
    *,
    people: Mapping[str, int] | None = None,
    fixed: bool = False,
) -> Sheet:
    """A sheet of one column whose lines add up to the last one, "all"."""
    table = by_rows(counts, people=people, fixed=fixed)
    places = {cell: cell for cell in table.counts if not (fixed and cell == TOTAL)}
    return Sheet(key, [ALL], lines, [(table, places)])


def crossed(
    key: str, lines: Sequence[Line], columns: Sequence[str], counts: Mapping[Printed, int], *, fixed: bool
) -> Sheet:
    """A sheet of lines and columns with the sums of both."""
    table = by_rows_and_columns(counts, fixed=fixed)
    return Sheet(key, [*columns, ALL], lines, [(table, {cell: cell for cell in table.counts})])


def parts_of(
    key: str, lines: Sequence[Line], columns: Sequence[str], whole: int, counts: Mapping[Printed, int]
) -> Sheet:
    """A sheet of which each line is a part of everybody, and each further column a part of the one before it."""
    tables = []
    for line in lines:
        parts = [(column, counts.get((line.code, column), 0)) for column in columns]
        places = {(column, ALL): (line.code, column) for column in columns}
        tables.append((nested(whole, *parts), places))
    return Sheet(key, columns, lines, tables)


def written(sheets: Sequence[Sheet], people: int, former: Mapping[str, Any] | None) -> dict[str, Any]:
    """The sheets as the register keeps them; one that may not be printed anew is left as it was printed last time."""
    before = {kept["key"]: kept for kept in (former or {}).get("sheets", [])}
    whole = (former or {}).get("people")
    found = []
    for sheet in sheets:
        kept = before.get(sheet.key)
        try:
            found.append(_kept(sheet, sheet.guarded(printed_in(kept) if kept else {}, whole)))
        except Exposed:
            if kept:
                found.append(kept)
    return {"people": people, "sheets": found}


def printed_in(kept: Mapping[str, Any]) -> dict[Printed, Shown]:
    """The counts of a kept sheet by their places."""
    return {(line["code"], column): shown for line, column, shown in cells_of(kept)}


def cells_of(kept: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str, Shown]]:
    """Every count of a kept sheet with its line and its column."""
    for line in kept["lines"]:
        for column, shown in zip(kept["columns"], line["cells"], strict=True):
            yield line, column, shown


def _kept(sheet: Sheet, printed: Mapping[Printed, Shown]) -> dict[str, Any]:
    lines = [
        {
            "code": line.code,
            "names": dict(line.names),
            "planned": line.planned,
            "cells": [printed[line.code, column] for column in sheet.columns],
        }
        for line in sheet.lines
    ]
    return {"key": sheet.key, "columns": list(sheet.columns), "lines": lines}
