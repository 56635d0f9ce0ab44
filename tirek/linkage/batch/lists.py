"""Read a list tolerantly, row by row: whatever the encoding, the delimiter and the order of columns; nothing is lost unsaid."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from tirek.linkage.batch import headings
from tirek.linkage.batch.encodings import Line, lines_of
from tirek.linkage.batch.problems import BatchProblem, unreadable

_DELIMITERS: Final = ",;\t|"
_LOOKED_AT: Final = 30
_LONGEST_QUOTED: Final = 10
_SPREADSHEET: Final = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something of a row that was left out or read with doubt; `line` counts from 1 as an editor shows it."""

    line: int
    id: str
    what: str
    left_out: bool = False


Row = tuple[Any, ...]
"""The line's number, then the cells in the order of headings.COLUMNS; "" where the list has no such column."""


def read_list(path: Path) -> Iterator[Row | Fault]:
    """Every row of a list with what was wrong with it; a list without the needed columns is a BatchProblem."""
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
    except OSError as error:
        raise unreadable(path, error) from None
    rows = _spreadsheet(path) if start == _SPREADSHEET else _text(path)
    found: dict[str, int] = {}
    width = 0
    looked: list[Fault] = []
    for one in rows:
        if isinstance(one, Fault):
            looked.append(one)
        elif meaning := _heading(one[1]):
            found, width = meaning, len(one[1])
            break
        elif one[0] > _LOOKED_AT:
            break
    headings.check(found, path)
    yield from looked
    order = [found.get(column) for column in headings.COLUMNS]
    for one in rows:
        if isinstance(one, Fault):
            yield one
            continue
        line, cells = one
        if not any(cell not in (None, "") for cell in cells):
            continue
        if len(cells) > width and any(str(cell or "").strip() for cell in cells[width:]):
            yield Fault(line, "", f"в строке {len(cells)} ячеек, а заголовков {width}: лишние не читаны")
        yield (line, *(cells[place] if place is not None and place < len(cells) else "" for place in order))


def _heading(cells: Sequence[object]) -> dict[str, int] | None:
    """What the columns of a heading line mean; None for a title above it or a row of the list."""
    found = headings.places(cells)
    named = len([cell for cell in cells if str(cell or "").strip()])
    return found if len(found) >= 2 or (found and named <= 2) else None


def _text(path: Path) -> Iterator[tuple[int, Sequence[object]] | Fault]:
    lines = lines_of(path)
    first = list(islice(lines, _LOOKED_AT))
    delimiter = _delimiter([one.text for one in first])
    yield from _records(_chained(first, lines), delimiter)


def _chained(first: list[Line], rest: Iterator[Line]) -> Iterator[Line]:
    yield from first
    yield from rest


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter that makes most headings of some line readable, else the most frequent one."""
    return max(
        _DELIMITERS,
        key=lambda mark: (
            max((len(headings.places(_cells(line, mark))) for line in lines), default=0),
            sum(line.count(mark) for line in lines),
        ),
    )


def _cells(line: str, delimiter: str) -> list[str]:
    if '"' not in line:
        return line.split(delimiter)
    return next(csv.reader([line], delimiter=delimiter), [])


def _records(lines: Iterator[Line], delimiter: str) -> Iterator[tuple[int, Sequence[object]] | Fault]:
    """Lines to cells. A quote nobody closed must not swallow the rest of the list: after ten lines it is a mere sign."""
    waiting: list[Line] = []
    while True:
        one = waiting.pop(0) if waiting else next(lines, None)
        if one is None:
            return
        if one.note:
            yield Fault(one.number, "", one.note)
        text = one.text
        if text.count('"') % 2:
            more = waiting + list(islice(lines, max(0, _LONGEST_QUOTED - len(waiting))))
            closing = next((place for place, other in enumerate(more) if other.text.count('"') % 2), None)
            if closing is None:
                waiting = more
                yield Fault(one.number, "", "кавычка не закрыта: прочитана как простой знак")
                yield one.number, text.split(delimiter)
                continue
            text = "\n".join([text, *(other.text for other in more[: closing + 1])])
            waiting = more[closing + 1 :]
        try:
            yield one.number, _cells(text, delimiter)
        except csv.Error:
            yield Fault(one.number, "", "строка не разбирается на ячейки", left_out=True)


def _spreadsheet(path: Path) -> Iterator[tuple[int, Sequence[object]] | Fault]:
    """The first sheet of a workbook, cells as they are typed there."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError):
        raise BatchProblem(
            f"{path.name} is not a workbook that opens. Save the list as CSV or XLSX and repeat.",
            f"Книга {path.name} не открывается. Сохраните список как CSV или XLSX и повторите.",
        ) from None
    try:
        sheet = book.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield number, ["" if cell is None else cell for cell in cells]
    finally:
        book.close()
