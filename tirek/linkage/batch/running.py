"""Run the SQL text on an engine step by step, and say in files beside the output what was left out and what to ask about."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tirek.linkage.batch.engines import Engine
from tirek.linkage.batch.indexing import Indexed, LeftOut
from tirek.linkage.batch.lists import Fault
from tirek.linkage.batch.preparing import Prepared, Tell
from tirek.linkage.batch.work_folder import replacing

LEVEL_COLUMNS: Final = (
    "surname_level",
    "given_level",
    "patronymic_level",
    "birth_level",
    "sex_level",
    "rule",
)


@dataclass(frozen=True, slots=True)
class Account:
    """What every batch says of its lists when it is done."""

    rows: Mapping[str, int]
    left_out_rows: int
    doubtful_rows: int
    doubled_ids: int
    left_out: LeftOut
    faults_file: Path | None


def run_steps(engine: Engine, indexed: Indexed, steps: Mapping[str, str], tell: Tell) -> None:
    """Make one table after another."""
    indexed.open(engine)
    for number, (name, query) in enumerate(steps.items()):
        tell("compare", number, len(steps))
        engine.make(name, query)
    tell("compare", len(steps), len(steps))


def beside(out: Path, what: str) -> Path:
    """A file beside the output: links.csv, links-maybe.csv."""
    return out.with_name(f"{out.stem}-{what}{out.suffix or '.csv'}")


def write_table(out: Path, heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """A CSV file that appears when it is whole; returns its rows."""
    count = 0
    with replacing(out) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(heading)
        for row in rows:
            writer.writerow(row)
            count += 1
        stream.flush()
    return count


def account(
    out: Path, prepared: Mapping[str, Prepared], doubled: Mapping[str, int], left_out: LeftOut
) -> Account:
    """Say what was wrong with rows, in a file beside the output when there is anything to say."""
    faults: list[tuple[str, Fault]] = [
        (name, fault) for name, side in prepared.items() for fault in side.faults
    ]
    path = beside(out, "rows")
    if faults:
        ordered = sorted(faults, key=lambda one: (one[0], one[1].line))
        write_table(
            path,
            ("list", "line", "id", "what", "left_out"),
            ((name, one.line, one.id, one.what, "да" if one.left_out else "") for name, one in ordered),
        )
    else:
        path.unlink(missing_ok=True)
    return Account(
        rows={name: side.rows for name, side in prepared.items()},
        left_out_rows=sum(one.left_out for _, one in faults),
        doubtful_rows=len({(name, one.line) for name, one in faults if not one.left_out}),
        doubled_ids=sum(doubled.values()),
        left_out=left_out,
        faults_file=path if faults else None,
    )


def doubled_ids(engine: Engine, prepared: Prepared, table: str) -> int:
    """Rows whose id another row of the same list has too; each is said of by its line."""
    query = (
        f"SELECT t.line, t.id FROM {table} AS t JOIN (SELECT id FROM {table} GROUP BY id HAVING COUNT(*) > 1) AS twice"
        " ON twice.id = t.id ORDER BY t.line"
    )
    found = [Fault(line, id, "такой id есть и у другой строки") for line, id in engine.rows(query)]
    prepared.faults += found
    return len(found)


def score_of(bits: int) -> str:
    """Hundredths of a bit as a person reads them."""
    return f"{bits / 100:.2f}"
