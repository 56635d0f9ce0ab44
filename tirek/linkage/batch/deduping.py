"""Dedupe: which rows of one list are the same person."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from tirek.linkage.batch.clusters import Clusters, Kept, cluster
from tirek.linkage.batch.engines import Engine, engine_called
from tirek.linkage.batch.indexing import Indexed, index
from tirek.linkage.batch.preparing import Side, Tell, prepare_list
from tirek.linkage.batch.problems import plainly
from tirek.linkage.batch.running import (
    LEVEL_COLUMNS,
    Account,
    account,
    beside,
    doubled_ids,
    run_steps,
    score_of,
    write_table,
)
from tirek.linkage.batch.scoring_sql import DEDUPE
from tirek.linkage.batch.work_folder import digest_of, work_folder

HEADING: Final = ("id", "cluster_id")
_BOTH: Final = Side("list", asks=True, is_stored=True)
# The surest pair first; of equally sure ones the earlier rows.
_EDGES: Final = "SELECT a, b FROM likely WHERE is_founded ORDER BY bits DESC, b, a"
# Two rows that pair with nobody else were compared already: only of larger groups the rules are asked again.
_KEPT: Final = """
WITH edges AS (SELECT a, b FROM likely WHERE is_founded),
    several AS (SELECT place FROM (SELECT a AS place FROM edges UNION ALL SELECT b FROM edges) AS ends
        GROUP BY place HAVING COUNT(*) > 1),
    grouped AS (SELECT place FROM several
        UNION SELECT e.a FROM edges AS e JOIN several AS s ON s.place = e.b
        UNION SELECT e.b FROM edges AS e JOIN several AS s ON s.place = e.a)
SELECT n.place, n.iin, n.birth, n.given, n.said_surname, n.said_given, n.said_patronymic, n.birth_year, n.written_sex
FROM asking AS n JOIN grouped AS g ON g.place = n.place
"""


@dataclass(frozen=True, slots=True)
class Deduped:
    """What a dedupe came to: clusters of two rows and more, the rows in them, pairs to ask about."""

    account: Account
    clusters: int
    clustered_rows: int
    maybes: int


def _nothing(what: str, done: int, total: int) -> None:
    """For whoever does not want to be told."""


def dedupe(
    path: Path, out: Path, *, engine: str = "duckdb", master: str | None = None, tell: Tell = _nothing
) -> Deduped:
    """Compare a list with itself and write each row's cluster; an interrupted run goes on when repeated."""
    digest = digest_of(path)
    with plainly(out), work_folder(out, {"list": digest}) as folder:
        runs_on = engine_called(engine, folder, master)
        try:
            indexed = one_list(path, folder, digest, tell)
            run_steps(runs_on, indexed, DEDUPE, tell)
            tell("cluster", 0, 0)
            return _written(runs_on, indexed, clustered(runs_on), out, path.name)
        finally:
            runs_on.close()


def one_list(path: Path, folder: Path, digest: str, tell: Tell) -> Indexed:
    """A list prepared and indexed in a folder, to be compared with itself."""
    prepared = prepare_list(path, _BOTH, folder, sha256(f"tirek batch {digest}".encode()).digest(), tell)
    tell("index", 0, 0)
    return index(folder, prepared, prepared, size=prepared.rows)


def clustered(engine: Engine) -> Clusters:
    """Clusters from the table `likely`."""
    with _nothing_collected():
        edges = [(one, other) for one, other in engine.rows(_EDGES)]
        kept = {place: Kept(*cells) for place, *cells in engine.rows(_KEPT)}
        return cluster(edges, kept)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Clusters are many small lists and no garbage: to look through them for some again and again takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _written(engine: Engine, indexed: Indexed, found: Clusters, out: Path, name: str) -> Deduped:
    doubled = doubled_ids(engine, indexed.stored, "stored")
    ids: dict[int, str] = {}
    sizes: dict[int, int] = {}

    def rows() -> Iterator[tuple[str, str]]:
        for place, id in engine.rows("SELECT place, id FROM stored ORDER BY place"):
            root = found.of(place)
            if root == place and len(found.members(root)) > 1:
                ids[root] = id
            sizes[root] = sizes.get(root, 0) + 1
            yield id, ids.get(root, id)

    write_table(out, HEADING, rows())
    query = (
        f"SELECT q.id, c.id, l.bits, l.a, l.b, {', '.join(LEVEL_COLUMNS)} FROM likely AS l JOIN near_asking AS q ON q.place = l.a"
        " JOIN near_known AS c ON c.place = l.b ORDER BY l.bits DESC, l.b, l.a"
    )

    def maybes() -> Iterator[list[Any]]:
        for left, right, bits, a, b, *levels in engine.rows(query):
            if found.of(a) != found.of(b):
                yield [left, right, score_of(bits), *levels]

    asked = write_table(beside(out, "maybe"), ("left_id", "right_id", "score", *LEVEL_COLUMNS), maybes())
    several = [size for size in sizes.values() if size > 1]
    said = account(out, {name: indexed.stored}, {name: doubled}, indexed.left_out)
    return Deduped(said, len(several), sum(several), asked)
