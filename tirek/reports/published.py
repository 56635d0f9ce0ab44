"""How published figures are told: on a page, as a table for a spreadsheet, as JSON for a program; the same figures in each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tirek.reports import editions
from tirek.reports.disclosure import ALL, LEAST, Shown
from tirek.reports.indicators.indicator import in_language
from tirek.reports.models import Edition
from tirek.reports.sheets import cells_of

TITLES: Final[Mapping[str, Promise]] = {
    "needs": _("People by need"),
    "ages": _("People by age and sex"),
    "agencies": _("People helped, by kind of organisation"),
    "entry": _("People in the programme"),
    "services": _("Services by category of help"),
    "endings": _("People by how help ended"),
    "participants_sex": _("Participations by sex"),
    "participants_age": _("Participations by age"),
    "participants_status": _("Participations by social status"),
}
COLUMNS: Final[Mapping[str, Promise]] = {
    "": _("All"),
    "asked": _("Asked"),
    "given": _("Got help"),
    "helped": _("People"),
    "counted": _("People"),
    "m": _("Men"),
    "f": _("Women"),
    "unknown": _("Not known"),
}
NUMBER: Final = _("Count")
HIDDEN: Final = _("fewer than 5")


@dataclass(frozen=True, slots=True)
class Told:
    """A line with its counts, and the bar that draws them: a fact, and a mark for the plan or for those who asked."""

    name: str
    planned: int | None
    cells: list[tuple[str, Shown]]
    bar: int = 0
    mark: int | None = None

    @property
    def first(self) -> Shown:
        """The count that stands beside the plan."""
        return self.cells[0][1]


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet as a page shows it, in the reader's language."""

    key: str
    title: str
    columns: list[str]
    lines: list[Told]
    most: int
    is_planned: bool
    has_bars: bool


def pages(edition: Edition) -> list[Page]:
    """The sheets of an edition, each with its lines and the longest bar."""
    return [_page(kept) for kept in edition.tables["sheets"]]


def rows(edition: Edition) -> Iterator[tuple[str, str, str, str]]:
    """Every count with the words that say what it counts: a line of the file for spreadsheets."""
    for kept in edition.tables["sheets"]:
        for line, column, shown in cells_of(kept):
            number = str(HIDDEN) if shown is None else str(shown)
            yield str(TITLES[kept["key"]]), _line_name(line), _column_name(kept, column), number


def as_csv(edition: Edition) -> str:
    """The figures as a file that a spreadsheet opens."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(_("Table")), str(_("Line")), str(_("Column")), str(NUMBER)])
    writer.writerows(rows(edition))
    return out.getvalue()


def as_json(edition: Edition) -> dict[str, Any]:
    """The figures as a program reads them: null is a hidden count."""
    return {
        "period": edition.period or None,
        "grant": str(edition.grant_id) if edition.grant_id else None,
        "counted_on": edition.counted_at.date().isoformat(),
        "next_on": editions.next_on(edition).isoformat(),
        "rounded_to": LEAST,
        "hidden": "null: fewer than 5 people, or hidden so that such a number cannot be worked out",
        **edition.tables,
    }


def _page(kept: Mapping[str, Any]) -> Page:
    names = [_column_name(kept, column) for column in kept["columns"]]
    lines = [_told(kept, line, names) for line in kept["lines"]]
    return Page(
        key=kept["key"],
        title=str(TITLES[kept["key"]]),
        columns=names,
        lines=lines,
        most=max([1, *(max(line.bar, line.mark or 0) for line in lines)]),
        is_planned=any(line.planned is not None for line in lines),
        has_bars=kept["key"] != "ages",
    )


def _told(kept: Mapping[str, Any], line: Mapping[str, Any], names: list[str]) -> Told:
    cells = line["cells"]
    told = Told(_line_name(line), line["planned"], list(zip(names, cells, strict=True)))
    if line["code"] == ALL:
        return told
    of_those_who_asked = kept["key"] == "needs"
    fact, mark = (cells[1], cells[0]) if of_those_who_asked else (cells[0], line["planned"])
    return replace(told, bar=fact or 0, mark=mark)


def _line_name(line: Mapping[str, Any]) -> str:
    if line["names"]:
        return in_language(line["names"], get_language() or "ru")
    return str(COLUMNS[line["code"]])


def _column_name(kept: Mapping[str, Any], column: str) -> str:
    return str(NUMBER if len(kept["columns"]) == 1 and column == "" else COLUMNS[column])
