"""Rows of Python to a Parquet file, by way of a plain one that DuckDB reads: that needs no library more."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb

_NULL: Final = "\\N"


def quoted(path: Path | str) -> str:
    """A path inside SQL's quotes."""
    return str(path).replace("'", "''")


def write_parquet(
    target: Path,
    columns: Mapping[str, str],
    rows: Iterable[Sequence[Any]],
    queries: Mapping[str, str] | None = None,
) -> None:
    """Write a file that is whole or not there; `queries` writes several files of the same rows, by name beside the target."""
    plain = target.with_name(f".{target.name}.csv")
    with plain.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([_NULL if cell is None else cell for cell in row] for row in rows)
    kinds = ", ".join(f"'{column}': '{kind}'" for column, kind in columns.items())
    source = (
        f"read_csv('{quoted(plain)}', header=false, delim=',', quote='\"', escape='\"', nullstr='{_NULL}',"
        f" auto_detect=false, allow_quoted_nulls=false, max_line_size=10000000, columns={{{kinds}}})"
    )
    with duckdb.connect(":memory:", config={"threads": 1}) as database:
        database.execute("SET enable_progress_bar = false")
        database.execute(f"CREATE TEMP TABLE written AS SELECT * FROM {source}")
        for name, query in (queries or {target.name: "SELECT * FROM written"}).items():
            unfinished = target.with_name(f".{name}")
            database.execute(f"COPY ({query}) TO '{quoted(unfinished)}' (FORMAT parquet)")
            unfinished.replace(target.with_name(name))
    plain.unlink()
