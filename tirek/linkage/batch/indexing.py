"""What is worked out once both lists are prepared: how rare each name is, and which keys too many rows share."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from tirek.linkage.batch.code_sql import ASKING_CODES, KNOWN_CODES
from tirek.linkage.batch.duckdb_engine import DuckDB
from tirek.linkage.batch.engines import Engine
from tirek.linkage.batch.measures import Thresholds, bounds, level_rows, rarity_rows
from tirek.linkage.batch.parquet import quoted, write_parquet
from tirek.linkage.batch.preparing import Prepared
from tirek.linkage.batch.scoring_sql import KNOWN, MET
from tirek.linkage.frequency import Frequency, FrequencyTable
from tirek.linkage.keys import key_kinds
from tirek.linkage.subject import Subject

MOST_ROWS: Final = 500
"""A key that more rows share says too little for what it costs: pairs grow with the square."""
PAIRS_A_ROW: Final = 150
PAIRS_ANYWAY: Final = 10_000_000
"""How many pairs, counted once a key, may be looked at: so many for each row, and so many in any case."""
_SAMPLES: Final = 300
_TABLES: Final = ("known", "asked_keys", "stored_keys", "asking_codes", "known_codes", "levels", "bounds")

# Keys that a row of each side has, and of one list not only the same row.
_BLOCKS: Final = """
SELECT key, asked_rows, stored_rows FROM
    (SELECT key, count(*) AS stored_rows, min(place) AS stored_place FROM stored_all_keys WHERE stored GROUP BY key)
    JOIN (SELECT key, count(*) AS asked_rows, min(place) AS asked_place FROM asking_all_keys WHERE asked GROUP BY key) USING (key)
{besides}
"""
_NOT_ALONE: Final = "WHERE asked_rows > 1 OR stored_rows > 1 OR asked_place <> stored_place"

_NAMES: Final = """
SELECT 'surname' AS field, surname AS name, count(*) AS rows FROM stored WHERE surname <> '' GROUP BY surname
UNION ALL SELECT 'given', given, count(*) FROM stored WHERE given <> '' AND NOT given_initial GROUP BY given
UNION ALL SELECT 'patronymic', patronymic, count(*) FROM stored WHERE patronymic <> '' AND NOT patronymic_initial
    GROUP BY patronymic
UNION ALL SELECT 'patronymic', father, 0 FROM stored WHERE father IS NOT NULL GROUP BY father
"""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The keys that were left out because too many rows share them."""

    most_rows: int
    keys: int = 0
    rows: int = 0
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indexed:
    """Two lists ready to be compared; the same list twice when it is compared with itself."""

    folder: Path
    asking: Prepared
    stored: Prepared
    left_out: LeftOut

    def open(self, engine: Engine) -> None:
        """Name every file as the SQL text calls it."""
        engine.read("asking", self.asking.files("people"))
        engine.read("stored", self.stored.files("people"))
        for name in _TABLES:
            engine.read(name, str(self.folder / f"{name}.parquet"))


def index(
    folder: Path,
    asking: Prepared,
    stored: Prepared,
    *,
    size: int,
    frequency: Frequency | None = None,
    thresholds: Thresholds | None = None,
) -> Indexed:
    """Write the tables of weights, and the keys without the crowded ones; the size is the register's."""
    write_weights(folder, thresholds or Thresholds.of(size))
    done = folder / "indexed.json"
    if done.exists():
        kept = json.loads(done.read_text("utf-8"))
        return Indexed(folder, asking, stored, LeftOut(**{**kept, "kinds": tuple(kept["kinds"])}))
    engine = DuckDB(folder)
    try:
        for name, side in (("asking", asking), ("stored", stored)):
            engine.read(name, side.files("people"))
            engine.read(f"{name}_all_keys", side.files("keys"))
        left_out = _write_keys(engine, folder, asking.rows, _NOT_ALONE if asking is stored else "")
        _write_known(engine, folder, frequency)
    finally:
        engine.close()
    unfinished = folder / ".indexed.json"
    unfinished.write_text(json.dumps(asdict(left_out), ensure_ascii=False), "utf-8")
    unfinished.replace(done)
    return Indexed(folder, asking, stored, left_out)


def write_weights(folder: Path, thresholds: Thresholds) -> None:
    """The tables `levels` and `bounds`, from the weights as they stand now."""
    write_parquet(
        folder / "levels.parquet",
        {"code": "VARCHAR", "bits": "INTEGER", "by_frequency": "INTEGER"},
        level_rows(),
    )
    row = bounds(thresholds)
    write_parquet(folder / "bounds.parquet", dict.fromkeys(row, "INTEGER"), [list(row.values())])


def _write_known(engine: DuckDB, folder: Path, frequency: Frequency | None) -> None:
    """The rows that are asked for, with the bits that the rarity of their names adds or takes."""
    counted = list(engine.rows(_NAMES))
    if frequency is None:
        table = FrequencyTable()
        for field, name, rows in counted:
            table.counts[field, name] += rows
            table.people[field] += rows
        frequency = table
    names = dict.fromkeys((field, name) for field, name, _ in counted)
    columns = {"field": "VARCHAR", "name": "VARCHAR", "bits": "INTEGER"}
    write_parquet(folder / "rarities.parquet", columns, rarity_rows(names, frequency))
    engine.read("rarities", str(folder / "rarities.parquet"))
    for name, query in (("known", KNOWN + MET), ("asking_codes", ASKING_CODES), ("known_codes", KNOWN_CODES)):
        _copy(engine, query, folder / f"{name}.parquet")
        engine.read(name, str(folder / f"{name}.parquet"))


def _copy(engine: DuckDB, query: str, target: Path) -> None:
    unfinished = target.with_name(f".{target.name}")
    engine.database.execute(f"COPY ({query}) TO '{quoted(unfinished)}' (FORMAT parquet)")
    unfinished.replace(target)


def _write_keys(engine: DuckDB, folder: Path, asking_rows: int, besides: str) -> LeftOut:
    """The keys both sides may meet by; of those that many rows share only as many as the work stays bounded."""
    engine.make("blocks", _BLOCKS.format(besides=besides))
    sizes = engine.rows(
        "SELECT stored_rows, sum(asked_rows * stored_rows) FROM blocks GROUP BY stored_rows ORDER BY stored_rows"
    )
    most = _most_rows([(int(rows), int(pairs)) for rows, pairs in sizes], asking_rows)
    engine.make("crowded", f"SELECT key, asked_rows, stored_rows FROM blocks WHERE stored_rows > {most}")
    for name, source, wanted in (
        ("asked_keys", "asking_all_keys", "asked"),
        ("stored_keys", "stored_all_keys", "stored"),
    ):
        query = f"SELECT * FROM {source} WHERE {wanted} AND key IN (SELECT key FROM blocks WHERE stored_rows <= {most})"
        _copy(engine, query, folder / f"{name}.parquet")
        engine.read(name, str(folder / f"{name}.parquet"))
    if not engine.count("crowded"):
        return LeftOut(most)
    rows = next(engine.rows("SELECT count(*), max(stored_rows) FROM crowded"))
    return LeftOut(most, int(rows[0]), int(rows[1]), _kinds(engine))


def _most_rows(sizes: Sequence[tuple[int, int]], asking_rows: int) -> int:
    """The largest block that may be looked at, so that all of them together stay within what is allowed."""
    allowed, most = PAIRS_A_ROW * asking_rows + PAIRS_ANYWAY, 0
    for rows, pairs in sizes:
        allowed -= pairs
        if rows > MOST_ROWS or allowed < 0:
            return most
        most = rows
    return MOST_ROWS


def _kinds(engine: DuckDB) -> tuple[str, ...]:
    """Which kinds of key were left out, told by a row of each of the most crowded ones."""
    found = engine.rows(
        "SELECT one.key, person.* FROM (SELECT key, min(place) AS place FROM stored_all_keys WHERE key IN"
        f" (SELECT key FROM crowded ORDER BY stored_rows DESC, key LIMIT {_SAMPLES}) AND stored GROUP BY key) AS one"
        " JOIN (SELECT place, said_surname, said_given, said_patronymic, birth, birth_year, written_sex, iin FROM stored)"
        " AS person ON person.place = one.place"
    )
    kinds = set()
    for key, _, *cells in found:
        subject = subject_from(*cells)
        sealed = subject.iin_digest and int.from_bytes(subject.iin_digest, "big", signed=True)
        kinds.add("iin" if key == sealed else key_kinds(subject).get(key, "?"))
    return tuple(sorted(kinds))


def subject_from(
    surname: str, given: str, patronymic: str, birth: int | None, year: int | None, sex: str, iin: int | None
) -> Subject:
    """A prepared row as the subject it was folded from."""
    on = date(birth // 10_000, birth // 100 % 100, birth % 100) if birth is not None else None
    told: Any = sex or None
    digest = iin.to_bytes(8, "big", signed=True) if iin is not None else None
    return Subject(surname, given, patronymic, on, year, told, digest)
