"""The floor of an import: openpyxl alone reads every cell of the workbook and does nothing with it."""

from __future__ import annotations

import sys

import openpyxl


def read(path: str) -> int:
    """Read all cells; returns how many hold something."""
    book = openpyxl.load_workbook(path, read_only=True)
    return sum(
        value is not None
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
    )


if __name__ == "__main__":
    print(read(sys.argv[1]))
