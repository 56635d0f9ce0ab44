"""DuckDB in process: what outgrows its memory goes to a folder of the work folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import duckdb

_AT_ONCE: Final = 50_000


class DuckDB:
    """An engine for one machine."""

    def __init__(self, folder: Path) -> None:
        self.database = duckdb.connect(
            ":memory:", config={"temp_directory": str(folder / "spill"), "preserve_insertion_order": False}
        )
        self.database.execute("SET enable_progress_bar = false")

    def read(self, name: str, files: str) -> None:
        """Parquet files under the name of a table."""
        quoted = files.replace("'", "''")
        self.database.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet('{quoted}')")

    def make(self, name: str, query: str) -> None:
        """A table from a query."""
        self.database.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")

    def count(self, name: str) -> int:
        """How many rows a table has."""
        row = self.database.execute(f"SELECT count(*) FROM {name}").fetchone()
        return int(row[0]) if row else 0

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query."""
        found = self.database.cursor().execute(query)
        while some := found.fetchmany(_AT_ONCE):
            yield from some

    def close(self) -> None:
        """Let go of the memory."""
        self.database.close()
