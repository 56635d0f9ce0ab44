"""What must be known of a sheet before its cells are read: how many rows there are, and which cells are merged."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from typing import Final

_PIECE: Final = 1 << 20
_OVERLAP: Final = 1 << 12
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells, both ends included, counted from 1."""

    left: int
    top: int
    right: int
    bottom: int

    def meets(self, row: int) -> bool:
        """Whether the rectangle holds cells of this row."""
        return self.top <= row <= self.bottom


@dataclass(slots=True)
class SheetScan:
    """Where a sheet has merged cells, and how many rows it has."""

    merged: list[Range] = field(default_factory=list)
    rows: int = 0


def column_number(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def scan(archive: zipfile.ZipFile, path: str) -> SheetScan:
    """Read a sheet's XML in pieces, so that a long sheet costs a megabyte."""
    found = SheetScan()
    merged: set[Range] = set()
    with archive.open(path) as part:
        tail = b""
        while piece := part.read(_PIECE):
            text = tail + piece
            found.rows += piece.count(b"<row") + piece.count(b":row ")
            if b"mergeCell" in text:
                for left, top, right, bottom in _MERGED.findall(text):
                    merged.add(Range(column_number(left), int(top), column_number(right), int(bottom)))
            tail = text[-_OVERLAP:]
    found.merged = sorted(merged, key=lambda one: (one.top, one.left))
    return found
