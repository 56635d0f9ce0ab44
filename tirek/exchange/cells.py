"""Turning the cells of a row into values; what cannot be turned becomes an issue, never an exception."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Final

from tirek.exchange.issues import Issue
from tirek.grants.naming import plain
from tirek.linkage import DateFault, DateReading, parse_age_band, parse_date

_ERRORS: Final = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
_DATE_CODES: Final = {
    DateFault.UNREADABLE: "date_unreadable",
    DateFault.IMPOSSIBLE: "date_impossible",
    DateFault.AMERICAN: "date_american",
    DateFault.AMBIGUOUS: "date_american",
}
_INVISIBLE: Final = re.compile("_x00[01][0-9A-Fa-f]_|[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0b-\x1f]")
"""Signs that nobody sees and that make two equal names differ."""
TEXT_LENGTH: Final = 300
_MOST: Final = 2_000_000_000
"""The largest whole number a column of the database takes."""


@lru_cache(maxsize=100_000)
def _one_line(text: str) -> str:
    """Journals repeat names and words many times over: each spelling is put in order once."""
    return " ".join(_INVISIBLE.sub("", text).split())


def as_text(value: Any) -> str:
    """A cell as people see it, on one line."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _one_line(value)
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.strftime("%d.%m.%Y")
    return str(value)


_UNREAD: Final = frozenset({"formula", "cell_error"})


@lru_cache(maxsize=50_000)
def _read_text(text: str, today: date) -> DateReading:
    return parse_date(text, today)


def as_date(value: Any, today: date) -> DateReading:
    """What a cell says of a date; journals repeat their dates, so those written as text are read once."""
    return _read_text(value, today) if isinstance(value, str) else parse_date(value, today)


@dataclass(slots=True)
class Cells:
    """One row under its heading, and what was found wrong with it while it was read."""

    places: Mapping[str, int]
    today: date
    row: int = 0
    values: Sequence[Any] = ()
    issues: list[Issue] = field(default_factory=list)

    def turn_to(self, row: int, values: Sequence[Any]) -> None:
        """Go on to the next row."""
        self.row, self.values, self.issues = row, values, []

    def blame(self, code: str, column: str = "") -> None:
        """Note something wrong; a cell that could not be read at all is not called empty besides."""
        if code.endswith("_missing") and any(
            one.code == "merged" or (one.column == column and one.code in _UNREAD) for one in self.issues
        ):
            return
        self.issues.append(Issue(code, column))

    def raw(self, column: str) -> Any:
        """The cell as the file has it; None where the sheet has no such column."""
        place = self.places.get(column)
        if place is None or place >= len(self.values):
            return None
        value = self.values[place]
        if value in _ERRORS:
            self.blame("cell_error", column)
            return None
        return value

    def text(self, column: str, length: int = TEXT_LENGTH) -> str:
        """The cell as text; what is too long for its place is cut, and that is said."""
        value = self.raw(column)
        if value is None:
            return ""
        text = _one_line(value) if type(value) is str else as_text(value)
        if text[:1] == "=":
            self.blame("text_equals", column)
        if len(text) > length:
            self.blame("text_cut", column)
            return text[:length].rstrip()
        return text

    def day(self, column: str, *, required: bool = False, past: bool = False) -> date | None:
        """The cell as a full date."""
        reading = as_date(self.raw(column), self.today)
        if reading.fault is DateFault.EMPTY:
            if required:
                self.blame("date_missing", column)
            return None
        if reading.on is None or not reading.ok:
            self.blame(_DATE_CODES[reading.fault] if reading.fault else "date_incomplete", column)
            return None
        if past and reading.on > self.today:
            self.blame("date_future", column)
        return reading.on

    def birth(self, column: str) -> tuple[date | None, int | None]:
        """A birth date, or only its year; an age band in its place tells neither."""
        value = self.raw(column)
        reading = as_date(value, self.today)
        if reading.fault is DateFault.EMPTY:
            return None, None
        if not reading.ok:
            if parse_age_band(value) is None and reading.fault is not None:
                self.blame(_DATE_CODES[reading.fault], column)
            return None, None
        if reading.on is not None and reading.on > self.today:
            self.blame("date_future", column)
        return reading.on, reading.year

    def whole(self, column: str, *, required: bool = False) -> int | None:
        """The cell as a whole number that is not negative."""
        value = self.raw(column)
        if type(value) is int and 0 <= value <= _MOST:
            return value
        found = self.amount(column, required=required)
        if found is None:
            return None
        if found != found.to_integral_value() or found > _MOST:
            self.blame("number_bad", column)
            return None
        return int(found)

    def amount(self, column: str, *, required: bool = False) -> Decimal | None:
        """The cell as a sum that is not negative."""
        value = self.raw(column)
        text = (
            as_text(value)
            .replace("\u00a0", "")
            .replace(" ", "")
            .replace(",", ".")
            .rstrip("₸")
            .removesuffix("тг")
        )
        if not text:
            if required:
                self.blame("number_missing", column)
            return None
        try:
            found = Decimal(text)
        except InvalidOperation:
            self.blame("number_bad", column)
            return None
        if not found.is_finite() or found < 0 or abs(found) > Decimal(10) ** 11:
            self.blame("number_bad", column)
            return None
        return found


Beginnings = tuple[tuple[str, tuple[str, ...]], ...]


@lru_cache(maxsize=5000)
def word_of(text: str, words: Beginnings) -> str:
    """The first code one of whose words begins a word of the text; "" when none does."""
    if not text:
        return ""
    wanted = f" {plain(text)}"
    for code, beginnings in words:
        if any(f" {beginning}" in wanted for beginning in beginnings):
            return code
    return ""


_YES: Final = frozenset({"да", "иә", "yes", "+", "1", "true", "вошел", "вошла", "принят", "принята", "кірді"})
_NO: Final = frozenset(
    {
        "нет",
        "жоқ",
        "no",
        "-",
        "0",
        "false",
        "не вошел",
        "не вошла",
        "не принят",
        "отказ",
        "отказано",
        "кірмеді",
    }
)
_WORD: Final = re.compile(r"[\s,;:.!()]+")


def answer_of(text: str) -> bool | None:
    """Yes, no, or None for anything else: the first word decides, so that «данные уточняются» is no «да»."""
    words = [word for word in _WORD.split(plain(text)) if word]
    if not words:
        return None
    begins = {words[0], " ".join(words[:2])}
    if begins & _NO:
        return False
    return True if begins & _YES else None
