"""Reading finished documents back in tests: their text, their numbers, and small pictures of their pages."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pypdfium2
from docx.document import Document as WordDocument
from docx.table import Table
from docx.text.paragraph import Paragraph

from tirek.reports.content import ReachPoint
from tirek.reports.layout.figures import day, money, month_of_year, number

GOLDEN_SCALE = 0.3


def pdf_pages(made: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(made)
    return [page.get_textpage().get_text_range() for page in document]


def plain(text: str) -> str:
    """One kind of space, and none doubled: extraction gives no-break spaces and line ends as it likes."""
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\ufffe", ""))


def word_document(made: bytes) -> WordDocument:
    """The Word file opened again."""
    return docx.Document(io.BytesIO(made))


def word_text(made: bytes) -> str:
    """The body's text, tables in their place."""
    lines: list[str] = []
    for part in word_document(made).iter_inner_content():
        if isinstance(part, Paragraph):
            lines.append(part.text)
        elif isinstance(part, Table):
            lines += [" ".join(cell.text for cell in row.cells) for row in part.rows]
    return "\n".join(lines)


def digits(text: str) -> Counter[str]:
    """Runs of digits and how often each stands in a text."""
    return Counter(re.findall(r"\d+", text))


def figures_of(value: Any) -> Iterator[str]:
    """Every number, sum and date of a report's content, formatted as a document must show it."""
    if isinstance(value, ReachPoint):
        yield from (month_of_year(value.month), number(value.fact))
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from figures_of(getattr(value, part.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from figures_of(part)
    elif isinstance(value, Decimal):
        yield money(value)
    elif isinstance(value, date):
        yield day(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield number(value)


def page_greys(made: bytes, index: int) -> tuple[int, int, bytes]:
    """Width, height and grey pixels of a page drawn small."""
    bitmap = pypdfium2.PdfDocument(made)[index].render(scale=GOLDEN_SCALE, grayscale=True)
    pixels = bytes(bitmap.buffer)
    rows = [pixels[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height)]
    return bitmap.width, bitmap.height, b"".join(rows)


def write_png(path: Path, width: int, height: int, greys: bytes) -> None:
    """A grey PNG without row filters, so that `read_png` stays small."""
    rows = b"".join(b"\0" + greys[y * width : (y + 1) * width] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)


def read_png(path: Path) -> tuple[int, int, bytes]:
    """Back from `write_png`."""
    raw = path.read_bytes()
    width, height = struct.unpack(">II", raw[16:24])
    at = raw.index(b"IDAT")
    size = struct.unpack(">I", raw[at - 4 : at])[0]
    rows = zlib.decompress(raw[at + 4 : at + 4 + size])
    return width, height, b"".join(rows[y * (width + 1) + 1 : (y + 1) * (width + 1)] for y in range(height))
