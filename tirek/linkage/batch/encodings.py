"""Lines of a text file as letters: UTF-8, UTF-16 or Windows-1251, told from the bytes, line by line where they are mixed."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

# Windows-1251 with the Kazakh letters in their places (KZ-1048): for Russian letters the two are one.
_EIGHT_BITS: Final = "kz1048"
_SAMPLE: Final = 4096


class Line(NamedTuple):
    """One line without its end; a note where its encoding differs from the lines before."""

    number: int
    text: str
    note: str = ""


def lines_of(path: Path) -> Iterator[Line]:
    """Every line of the file, ends of any system, however it is encoded."""
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
    sixteen = _sixteen_bits(sample)
    return _wide(path, sixteen) if sixteen else _mixed(path)


def _sixteen_bits(sample: bytes) -> str:
    """UTF-16 by its mark, or by the zeros that every second byte of its digits and commas is."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for name, start in (("utf-16-le", 1), ("utf-16-be", 0)):
        half = sample[start::2]
        if len(half) > 4 and half.count(0) + half.count(4) > 0.9 * len(half) and b"\0" in half:
            return name
    return ""


def _wide(path: Path, encoding: str) -> Iterator[Line]:
    with path.open(encoding=encoding, errors="replace", newline=None) as stream:
        for number, text in enumerate(stream, 1):
            note = "есть знаки, которые не читаются" if "\ufffd" in text else ""
            yield Line(number, text.rstrip("\n").replace("\0", ""), note)


def _mixed(path: Path) -> Iterator[Line]:
    """UTF-8 where a line is; a line that is not is read as Windows-1251, and said when others were UTF-8."""
    usual = ""
    with path.open("rb") as stream:
        for number, raw in enumerate(stream, 1):
            bare = raw.rstrip(b"\r\n")
            if number == 1 and bare.startswith(codecs.BOM_UTF8):
                bare, usual = bare[3:], "UTF-8"
            if bare.isascii():
                yield Line(number, bare.decode("ascii").replace("\0", ""))
                continue
            text, encoding = _decoded(bare)
            note = f"кодировка {encoding}, а не {usual}" if usual and encoding != usual else ""
            usual = usual or encoding
            yield Line(number, text.replace("\0", ""), note)


def _decoded(raw: bytes) -> tuple[str, str]:
    try:
        return raw.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return raw.decode(_EIGHT_BITS, errors="replace"), "Windows-1251"
