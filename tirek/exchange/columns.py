"""Columns are found by their headings, in Russian, Kazakh or English, in any order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tirek.grants.naming import plain

_BRACKETS: Final = re.compile(r"\([^)]*\)")
_NOT_WORDS: Final = re.compile(r"[^\w№]+")
HEADING_LENGTH: Final = 80


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its code, the headings it goes by (the first is shown), and whether a row needs it."""

    code: str
    headings: tuple[str, ...]
    required: bool = False
    instead: str = ""
    """Another column that can stand for this one."""

    @property
    def label(self) -> str:
        """The heading by which messages name the column."""
        return self.headings[0]


@dataclass(slots=True)
class Headings:
    """Which cell of a heading row is which column."""

    places: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)


def folded(heading: object) -> str:
    """A heading without case, ё, punctuation and spare spaces."""
    text = plain(str(heading)) if heading is not None else ""
    return _NOT_WORDS.sub(" ", text).strip()[:HEADING_LENGTH]


def _named(columns: Sequence[Column]) -> dict[str, str]:
    return {folded(heading): column.code for column in columns for heading in column.headings}


def match(cells: Sequence[Any], columns: Sequence[Column], chosen: Mapping[str, str]) -> Headings:
    """Read a heading row; `chosen` holds what people said earlier unknown headings mean ("" means: leave out)."""
    named = _named(columns)
    found = Headings()
    for place, cell in enumerate(cells):
        heading = folded(cell)
        if not heading:
            continue
        code = named.get(heading) or named.get(folded(_BRACKETS.sub(" ", str(cell))))
        if code is None and heading in chosen:
            code = chosen[heading]
            if not code:
                continue
        if code is None:
            found.unknown.append(str(cell).strip()[:HEADING_LENGTH])
        elif code in found.places:
            found.twice.append(code)
        else:
            found.places[code] = place
    return found
