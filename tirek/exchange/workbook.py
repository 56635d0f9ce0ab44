"""Opening a workbook that somebody sent: refused with a reason before anything in it is unpacked or parsed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS

from tirek.exchange.cell_stream import CellStream, Meanings, Row, shared_texts
from tirek.exchange.issues import FileRefused
from tirek.exchange.scanning import SheetScan, scan

MAX_FILE: Final = 60 * 1024 * 1024
MAX_UNPACKED: Final = 900 * 1024 * 1024
MAX_STRINGS: Final = 150 * 1024 * 1024
MAX_RATIO: Final = 120
"""A journal's XML packs 8 to 30 times; a bomb packs a thousand times."""
RATIO_FROM: Final = 20 * 1024 * 1024
MAX_PARTS: Final = 2000
MAX_ROWS: Final = 400_000
MAX_COLUMNS: Final = 60

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of an opened workbook, its cells still unread."""

    title: str
    scanned: SheetScan
    _archive: zipfile.ZipFile
    _path: str
    _meanings: Meanings

    def rows(self) -> Iterator[Row]:
        """The rows that are not blank."""
        with self._archive.open(self._path) as part:
            for row in CellStream(self._meanings, MAX_COLUMNS).rows(part):
                if any(value is not None and value != "" for value in row.values):
                    yield row


def open_workbook(body: bytes) -> list[Sheet]:
    """The sheets of an .xlsx file; raises FileRefused with a code for everything else."""
    archive = _archive(body)
    _refuse_bombs(archive)
    _refuse_entities(archive)
    try:
        reader = _Reader(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
        reader.read()
        book = reader.wb
        sheets = []
        for worksheet in book.worksheets:
            path = str(getattr(worksheet, "_worksheet_path", "")).lstrip("/")
            scanned = scan(archive, path)
            if scanned.rows > MAX_ROWS:
                raise FileRefused("too_many_rows")
            sheets.append(Sheet(worksheet.title or "", scanned, archive, path, _meanings(book, worksheet)))
    except FileRefused:
        raise
    except (
        Exception
    ) as error:  # openpyxl raises whatever its parsers raise; every one means an unreadable file
        raise FileRefused("damaged") from error
    return sheets


class _Reader(ExcelReader):
    """openpyxl's own, but for the texts that the cells share: it builds an object for each, which takes a fifth of the reading."""

    def read_strings(self) -> None:
        """What openpyxl calls for the texts."""
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = shared_texts(source)


def _meanings(book: Any, worksheet: Any) -> Meanings:
    """What openpyxl read of the rest of the workbook and hands to its own reader of sheets."""
    return Meanings(worksheet._shared_strings, book._date_formats, book._timedelta_formats, book.epoch)


def _archive(body: bytes) -> zipfile.ZipFile:
    if len(body) > MAX_FILE:
        raise FileRefused("too_big")
    if body.startswith(_OLE):
        raise FileRefused("password" if _ENCRYPTED in body else "xls")
    if not body.startswith(b"PK"):
        raise FileRefused(_of_plain(body))
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise FileRefused("damaged") from error
    names = set(archive.namelist())
    if "mimetype" in names and "content.xml" in names:
        raise FileRefused("ods")
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise FileRefused("password")
    if "xl/workbook.xml" not in names:
        raise FileRefused("not_xlsx")
    return archive


def _of_plain(body: bytes) -> str:
    """What a file is that is neither a zip nor an OLE container."""
    if not body:
        return "empty"
    start = body[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if b"\x00" in body[:4096] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "not_xlsx"
    if start.startswith((b"<", b"%pdf", b"{\\rtf")):
        return "not_xlsx"
    return "csv"


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """Judge by the sizes the archive declares: reading a part never yields more than it declared."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise FileRefused("bomb")
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked / packed > MAX_RATIO):
        raise FileRefused("bomb")
    for part in parts:
        if part.filename.endswith("sharedStrings.xml") and part.file_size > MAX_STRINGS:
            raise FileRefused("bomb")


def _refuse_entities(archive: zipfile.ZipFile) -> None:
    """A spreadsheet declares no entities; one that does means to grow without end when it is parsed."""
    for part in archive.infolist():
        if not part.filename.endswith((".xml", ".rels")):
            continue
        try:
            with archive.open(part) as opened:
                start = opened.read(4096)
        except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as error:
            raise FileRefused("damaged") from error
        if b"<!" in start and (b"<!DOCTYPE" in start or b"<!ENTITY" in start):
            raise FileRefused("bomb")
