"""The cells of a sheet as its XML streams by: the values that openpyxl gives, and which cells hold a formula.

One pass in a third of openpyxl's time, and the texts that cells share likewise; everything else of a workbook is read by openpyxl itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import IO, Any, Final
from xml.etree.ElementTree import Element
from xml.parsers import expat

from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

_PIECE: Final = 1 << 18
_NAMES: Final = ("row", "c", "v", "f", "is", "t", "rPh")
_FIGURES: Final = "0123456789"
_FORBIDDEN: Final = "a sheet declares no document type"


@dataclass(frozen=True, slots=True)
class Meanings:
    """What the numbers of cells point to in the rest of their workbook."""

    texts: Sequence[str]
    dates: Collection[int]
    durations: Collection[int]
    epoch: datetime


@dataclass(slots=True)
class Row:
    """A row of cells, its number, and the places (from 0) of those that hold a formula."""

    number: int
    values: list[Any]
    formulas: list[int]


class _Places(dict[str, int]):
    """Columns by their letters, counted from 0."""

    def __missing__(self, letters: str) -> int:
        found = self[letters] = column_index_from_string(letters) - 1
        return found


_TEXT, _PLAIN, _RUN = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "t", "r"))


def shared_texts(part: IO[bytes]) -> list[str]:
    """The texts that cells share, by their numbers, as openpyxl reads them: of one in several fonts all runs, of aids to reading none."""
    texts = []
    for _, node in iterparse(part):
        if node.tag == _TEXT:
            runs = [_last(run) for run in node if run.tag == _RUN]
            texts.append("".join([_last(node), *runs] if runs else [_last(node)]).replace("x005F_", ""))
            node.clear()
    return texts


def _last(node: Element) -> str:
    """The text of an element of texts; "" where it has none."""
    text = ""
    for child in node:
        if child.tag == _PLAIN:
            text = child.text or ""
    return text


def number_of(text: str) -> int | float:
    """A number as a cell writes it."""
    return float(text) if "." in text or "E" in text or "e" in text else int(text)


class CellStream:
    """The state of reading one sheet; `rows` may be asked for once."""

    def __init__(self, meanings: Meanings, columns: int) -> None:
        self._texts, self._dates, self._columns = meanings.texts, meanings.dates, columns
        self._places = _Places()
        self._ready: list[Row] = []
        self._row = Row(0, [], [])
        self._reached = 0
        self._cell: dict[str, str] = {}
        self._place = -1
        self._text = ""
        self._inline: str | None = None
        self._is_aid = False

        @lru_cache(maxsize=20_000)
        def date_of(text: str, style: int) -> Any:
            try:
                return from_excel(number_of(text), meanings.epoch, timedelta=style in meanings.durations)
            except (OverflowError, ValueError):
                return "#VALUE!"

        self._date_of = date_of

    def rows(self, part: IO[bytes]) -> Iterator[Row]:
        """Every row the sheet has, in ascending order; raises ExpatError and ValueError for a damaged one."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.CharacterDataHandler = self._say
        parser.StartDoctypeDeclHandler = _refuse

        def begin(tag: str, attributes: dict[str, str]) -> None:
            """The root says which prefix, if any, all names of the sheet carry."""
            prefix, colon, _ = tag.rpartition(":")
            if attributes.get(f"xmlns:{prefix}" if colon else "xmlns") == SHEET_MAIN_NS:
                parser.StartElementHandler = self._start_handler(prefix + colon)
                parser.EndElementHandler = self._end_handler(prefix + colon)
            else:
                parser.StartElementHandler = None

        parser.StartElementHandler = begin
        while piece := part.read(_PIECE):
            parser.Parse(piece, False)
            yield from self._ready
            self._ready.clear()
        parser.Parse(b"", True)

    def _start_handler(self, prefix: str) -> Callable[[str, dict[str, str]], None]:
        """What is done where an element starts; it runs millions of times, so the commonest name comes first."""
        row, cell, value, formula, inline, text, aid = (prefix + name for name in _NAMES)
        places = self._places

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == cell:
                self._cell = attributes
                letters = attributes.get("r", "").rstrip(_FIGURES)
                self._place = places[letters] if letters else self._place + 1
            elif tag == value:
                self._text = ""
            elif tag == row:
                self._begin_row(attributes.get("r"))
            elif tag == formula:
                self._row.formulas.append(self._place)
            elif tag == inline:
                self._inline = ""
            elif tag == text:
                self._text = ""
            elif tag == aid:
                self._is_aid = True

        return start

    def _end_handler(self, prefix: str) -> Callable[[str], None]:
        """What is done where an element ends."""
        row, _, value, _, inline, text, aid = (prefix + name for name in _NAMES)

        def end(tag: str) -> None:
            if tag == value:
                self._put_value()
            elif tag == row:
                self._end_row()
            elif tag == text and self._inline is not None and not self._is_aid:
                self._inline += self._text
            elif tag == inline:
                self._put_inline()
            elif tag == aid:
                self._is_aid = False

        return end

    def _say(self, text: str) -> None:
        self._text += text

    def _begin_row(self, number: str | None) -> None:
        self._row = Row(self._row.number + 1 if number is None else _row_number(number), [], [])
        self._place = -1

    def _end_row(self) -> None:
        if self._row.number > self._reached:
            self._reached = self._row.number
            self._ready.append(self._row)

    def _put_value(self) -> None:
        """Turn a cell's text into what it stands for, by the cell's type and style."""
        text = self._text
        if not text:
            return
        cell = self._cell
        match cell.get("t", "n"):
            case "s":
                self._put(self._texts[int(text)])
            case "n":
                style = int(cell.get("s", 0))
                self._put(self._date_of(text, style) if style in self._dates else number_of(text))
            case "b":
                self._put(bool(int(text)))
            case "d":
                self._put(from_ISO8601(text))  # type: ignore[no-untyped-call]
            case "inlineStr":
                pass
            case _:
                self._put(text)

    def _put_inline(self) -> None:
        if self._inline is not None and self._cell.get("t") == "inlineStr":
            self._put(self._inline)
        self._inline = None

    def _put(self, value: Any) -> None:
        values, place = self._row.values, self._place
        ahead = place - len(values)
        if place >= self._columns:
            return
        if ahead:
            values.extend([None] * (ahead + 1))
            values[place] = value
        else:
            values.append(value)


def _refuse(*_declared: object) -> None:
    raise ValueError(_FORBIDDEN)


def _row_number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        number = float(text)
        if not number.is_integer():
            raise
        return int(number)
