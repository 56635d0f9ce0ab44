"""Lists of the synthetic region as files, and small lists written by hand."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from tirek.linkage.identifiers import check_digit
from tirek.linkage.synth import COLUMNS, TEST, duplicated, queries, register

SEED = 20


def write_rows(path: Path, rows: Iterable[Sequence[str]], heading: Sequence[str] = COLUMNS) -> Path:
    """A list in UTF-8 with commas."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(heading)
        writer.writerows(rows)
    return path


def two_lists(folder: Path, people: int, asked: int) -> tuple[Path, Path]:
    """Another agency's list, and the register it is asked of."""
    left = write_rows(folder / "list.csv", (one.row for one in queries(people, SEED, asked, TEST)))
    return left, write_rows(folder / "register.csv", (one.row for one in register(people, SEED)))


def one_list(folder: Path, rows: int) -> Path:
    """A register with the same people written twice."""
    return write_rows(folder / "duplicated.csv", (one.row for one in duplicated(rows, SEED, TEST)))


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of an output."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def iin_of(born: str, century: str, serial: str) -> str:
    """An invented IIN with a right check digit."""
    first = f"{born}{century}{serial}"
    return f"{first}{check_digit(first)}"
