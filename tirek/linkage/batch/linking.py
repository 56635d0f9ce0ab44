"""Link: for every row of a list the row of another list, or the person of the register, that is the same person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol
from uuid import uuid4

from tirek.linkage.batch.engines import Engine, engine_called
from tirek.linkage.batch.folding_rows import Entry
from tirek.linkage.batch.indexing import Indexed, index
from tirek.linkage.batch.preparing import Prepared, Side, Tell, prepare_entries, prepare_list, prepare_sealed
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
from tirek.linkage.batch.scoring_sql import LINK
from tirek.linkage.batch.work_folder import digest_of, work_folder
from tirek.linkage.frequency import Frequency
from tirek.linkage.subject import Subject

HEADING: Final = ("left_id", "right_id", "score")
_LEFT: Final = Side("left", asks=True, is_stored=False)
_RIGHT: Final = Side("right", asks=False, is_stored=True)


class Registry(Protocol):
    """A register that answers for those a list could mean, and hands over nobody else."""

    def seal(self, iin: str) -> bytes:
        """The register's own seal of an IIN."""

    def meet(self, subjects: Sequence[Subject]) -> Iterable[tuple[int, Entry]]:
        """Records whose keys meet these subjects', each with its person's number; nobody twice in one run."""

    @property
    def size(self) -> int:
        """How many people the whole register holds."""

    @property
    def frequency(self) -> Frequency:
        """How common names are in the whole register."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link came to."""

    account: Account
    links: int
    maybes: int


def _nothing(what: str, done: int, total: int) -> None:
    """For whoever does not want to be told."""


def link(
    path: Path,
    against: Path | Registry,
    out: Path,
    *,
    engine: str = "duckdb",
    master: str | None = None,
    tell: Tell = _nothing,
) -> Linked:
    """Link a list against another or against the register, and write the links; an interrupted run goes on when repeated."""
    left_digest = digest_of(path)
    right = digest_of(against) if isinstance(against, Path) else uuid4().hex
    with plainly(out), work_folder(out, {"left": left_digest, "right": right}) as folder:
        runs_on = engine_called(engine, folder, master)
        try:
            if isinstance(against, Path):
                indexed = two_lists(path, against, folder, _key(left_digest, right), tell)
            else:
                indexed = _registry(path, against, folder, tell)
            run_steps(runs_on, indexed, LINK, tell)
            return _written(
                runs_on, indexed, out, path.name, against.name if isinstance(against, Path) else ""
            )
        finally:
            runs_on.close()


def two_lists(path: Path, against: Path, folder: Path, key: bytes, tell: Tell) -> Indexed:
    """Both lists prepared and indexed in a folder."""
    asking = prepare_list(path, _LEFT, folder, key, tell)
    stored = prepare_list(against, _RIGHT, folder, key, tell)
    tell("index", 0, 0)
    return index(folder, asking, stored, size=stored.rows)


def _registry(path: Path, registry: Registry, folder: Path, tell: Tell) -> Indexed:
    met: list[tuple[int, Entry]] = []
    tell("left", 0, 0)
    asking = prepare_sealed(
        path, _LEFT, folder, registry.seal, lambda subjects: met.extend(registry.meet(subjects))
    )
    stored = prepare_entries(met, _RIGHT, folder)
    return index(folder, asking, stored, size=registry.size, frequency=registry.frequency)


def _key(*digests: str) -> bytes:
    """The key IINs are sealed with in the work folder: the same for both lists and for a run that goes on."""
    return sha256(f"tirek batch {' '.join(sorted(digests))}".encode()).digest()


def _written(engine: Engine, indexed: Indexed, out: Path, left_name: str, right_name: str) -> Linked:
    prepared: dict[str, Prepared] = {left_name: indexed.asking}
    doubled = {left_name: doubled_ids(engine, indexed.asking, "asking")}
    if right_name:
        name = right_name if right_name != left_name else f"{right_name} (2)"
        prepared[name] = indexed.stored
        doubled[name] = doubled_ids(engine, indexed.stored, "stored")

    def rows(outcome: str, more: Sequence[str] = ()) -> Iterator[list[Any]]:
        columns = "".join(f", l.{one}" for one in more)
        query = (
            f"SELECT q.id, c.id, l.bits{columns} FROM links AS l JOIN near_asking AS q ON q.place = l.a"
            f" JOIN near_known AS c ON c.place = l.b WHERE l.outcome = '{outcome}' ORDER BY l.a"
        )
        for left, right, bits, *levels in engine.rows(query):
            yield [left, right, score_of(bits), *levels]

    links = write_table(out, HEADING, rows("same"))
    maybes = write_table(beside(out, "maybe"), (*HEADING, *LEVEL_COLUMNS), rows("maybe", LEVEL_COLUMNS))
    return Linked(account(out, prepared, doubled, indexed.left_out), links, maybes)
