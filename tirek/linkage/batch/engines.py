"""What a batch asks of an engine: take files as tables, make one table after another from a query, hand over rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from tirek.linkage.batch.problems import BatchProblem

NAMES = ("duckdb", "spark")


class Engine(Protocol):
    """DuckDB in process, or Spark on a cluster."""

    def read(self, name: str, files: str) -> None:
        """Parquet files under the name of a table."""

    def make(self, name: str, query: str) -> None:
        """A table from a query, worked out once."""

    def count(self, name: str) -> int:
        """How many rows a table has."""

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, a few at a time."""

    def close(self) -> None:
        """Leave nothing running."""


def engine_called(name: str, folder: Path, master: str | None) -> Engine:
    """The engine of a name; `folder` may hold what does not fit into memory."""
    if name == "duckdb":
        if master:
            raise BatchProblem(
                "--master is for Spark: add --engine spark, or leave --master out.",
                "Ключ --master нужен только для Spark: добавьте --engine spark или уберите --master.",
            )
        from tirek.linkage.batch.duckdb_engine import DuckDB

        return DuckDB(folder)
    from tirek.linkage.batch.spark_engine import Spark

    return Spark(folder, master)
