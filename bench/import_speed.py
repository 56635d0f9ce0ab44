"""`tirek import` of a large workbook into an empty installation, against openpyxl alone reading the same file."""

from __future__ import annotations

import sys
from pathlib import Path

import psycopg
from psycopg import sql

from bench import workbook
from bench.installation import Installation, clean_environment, installation
from bench.measuring import MEGABYTE, Measured, measure, median
from bench.sizes import Sizes
from bench.table import Line, limit, ratio


def write_workbook(folder: Path, sizes: Sizes) -> Path:
    """The workbook everything is measured with."""
    path = folder / "journal.xlsx"
    workbook.write(path, sizes.services, sizes.served_people)
    return path


def _floor(path: Path, folder: Path) -> Measured:
    return measure([sys.executable, "-m", "bench.floor", str(path)], clean_environment(), folder)


def _bring_in(one: Installation, path: Path, sizes: Sizes, folder: Path) -> Measured:
    """Import the workbook as a command of its own, and make sure that the rows are there."""
    command = [sys.executable, "-m", "tirek.config.cli", "import", str(path), "--settle", "best"]
    taken = measure(command, one.environment, folder)
    _check_counts(one, sizes)
    return taken


def compare(one: Installation, path: Path, sizes: Sizes, folder: Path) -> list[Line]:
    """Floor, import, floor, import, ... each into an empty installation, the last into `one`; medians are compared."""
    floors, imports = [_floor(path, folder)], []
    for _ in range(sizes.rounds - 1):
        with installation() as other:
            imports.append(_bring_in(other, path, sizes, folder))
        floors.append(_floor(path, folder))
    imports.append(_bring_in(one, path, sizes, folder))
    floors.append(_floor(path, folder))
    return [
        ratio(
            f"import of {sizes.services:,} services, {sizes.served_people:,} people ÷ openpyxl",
            median([one.seconds for one in floors]),
            median([one.seconds for one in imports]),
            at_most=6,
        ),
        limit(
            "its memory, all Python processes", max(one.peak_bytes for one in imports) / MEGABYTE, 1024, "MB"
        ),
    ]


def _check_counts(one: Installation, sizes: Sizes) -> None:
    """A quick import that loses rows would be no import."""
    with one.database() as database:
        services = _count(database, "services_service")
        applications = _count(database, "cases_application")
    if (services, applications) != (sizes.services, sizes.served_people):
        raise AssertionError(f"{services} services and {applications} applications came in")


def _count(database: psycopg.Connection, table: str) -> int:
    found = database.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(found[0]) if found else 0
