"""Prepare a list: fold and key its rows in worker processes and keep them as Parquet parts, each whole or not there."""

from __future__ import annotations

import json
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Final

from tirek.linkage.batch.columns import PACKED_KEYS, PERSON
from tirek.linkage.batch.folding_rows import Entry, Seal, packed_keys, person_row, sealing, understood
from tirek.linkage.batch.lists import Fault, Row, read_list
from tirek.linkage.batch.parquet import write_parquet
from tirek.linkage.subject import Subject

CHUNK: Final = 25_000
Tell = Callable[[str, int, int], None]
"""Told what is being done, how far it is and of how much; a total of 0 is not known."""


@dataclass(frozen=True, slots=True)
class Side:
    """How the rows of one list take part: do they ask, are they asked for, or both."""

    name: str
    asks: bool
    is_stored: bool


@dataclass
class Prepared:
    """A list in its parts."""

    side: Side
    folder: Path
    rows: int = 0
    faults: list[Fault] = field(default_factory=list)

    def files(self, kind: str) -> str:
        """The parts of `people` or `keys`, as both engines take them."""
        return str(self.folder / f"{self.side.name}-{kind}-*.parquet")


def prepare_list(path: Path, side: Side, folder: Path, key: bytes, tell: Tell) -> Prepared:
    """Every row of a list file; parts an earlier run finished are taken as they are."""
    prepared = Prepared(side, folder)
    chunks = _chunks(read_list(path), prepared.faults)
    total = _lines(path)
    tell(side.name, 0, total)
    first = next(chunks, None)
    if first is None:
        _write_part(folder, side, 0, [], [])
        return prepared
    second = next(chunks, None)
    if second is None:
        _take(prepared, _prepare_chunk(folder, side, 0, first, sealing(key)))
        return prepared
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=spawn, initializer=_end_with_parent) as pool:
        try:
            _spread(pool, prepared, [first, second], chunks, key, lambda rows: tell(side.name, rows, total))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return prepared


def prepare_entries(entries: Iterable[tuple[int, Entry]], side: Side, folder: Path) -> Prepared:
    """Rows that are no file: (person, entry) of a register."""
    prepared = Prepared(side, folder)
    waiting: list[tuple[int, Entry]] = []
    number = 0
    for one in entries:
        waiting.append(one)
        if len(waiting) == CHUNK:
            _take(prepared, _fold(folder, side, number, waiting))
            waiting, number = [], number + 1
    _take(prepared, _fold(folder, side, number, waiting))
    return prepared


def prepare_sealed(
    path: Path, side: Side, folder: Path, seal: Seal, seen: Callable[[list[Subject]], None]
) -> Prepared:
    """A list whose IINs are sealed by a function that must not leave this process: the register's own."""
    prepared = Prepared(side, folder)
    number = -1
    for number, chunk in enumerate(_chunks(read_list(path), prepared.faults)):
        _take(prepared, _prepare_chunk(folder, side, number, chunk, seal, seen))
    if number < 0:
        _write_part(folder, side, 0, [], [])
    return prepared


def _lines(path: Path) -> int:
    """About how many rows a text has; 0 for a workbook, where only reading tells."""
    with path.open("rb") as stream:
        found = sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
        stream.seek(0)
        return 0 if stream.read(2) == b"PK" else found


def _chunks(rows: Iterable[Row | Fault], faults: list[Fault]) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    for one in rows:
        if isinstance(one, Fault):
            faults.append(one)
            continue
        chunk.append(one)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _spread(
    pool: ProcessPoolExecutor,
    prepared: Prepared,
    begun: list[list[Row]],
    chunks: Iterator[list[Row]],
    key: bytes,
    tell: Callable[[int], None],
) -> None:
    """Hand chunks to the processes, a few ahead of them, so that a large list never stands in memory whole."""
    waiting: set[Future[dict[str, Any]]] = set()
    for number, chunk in enumerate(chain(begun, chunks)):
        waiting.add(pool.submit(_in_process, prepared.folder, prepared.side, number, chunk, key))
        if len(waiting) > 2 * (os.cpu_count() or 1):
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for one in done:
                _take(prepared, one.result())
            tell(prepared.rows)
    for one in waiting:
        _take(prepared, one.result())
        tell(prepared.rows)


def _take(prepared: Prepared, account: dict[str, Any]) -> None:
    prepared.rows += account["rows"]
    prepared.faults += [Fault(**one) for one in account["faults"]]


def _end_with_parent() -> None:
    """A process of the pool must not outlive whoever asked it, however that one ended."""

    def watch() -> None:
        parent = multiprocessing.parent_process()
        assert parent is not None
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _in_process(folder: Path, side: Side, number: int, chunk: list[Row], key: bytes) -> dict[str, Any]:
    return _prepare_chunk(folder, side, number, chunk, sealing(key))


def _prepare_chunk(
    folder: Path,
    side: Side,
    number: int,
    chunk: list[Row],
    seal: Seal,
    seen: Callable[[list[Subject]], None] | None = None,
) -> dict[str, Any]:
    """Fold one chunk, unless an earlier run has its account: that is written last."""
    account = _account(folder, side, number)
    if account.exists():
        return dict(json.loads(account.read_text("utf-8")))
    faults: list[Fault] = []
    entries: list[tuple[int | None, Entry]] = []
    for row in chunk:
        entry, said = understood(row, seal)
        faults += said
        if entry is not None:
            entries.append((None, entry))
    if seen is not None:
        seen([entry.subject for _, entry in entries])
    return _write(folder, side, number, entries, faults)


def _fold(folder: Path, side: Side, number: int, entries: list[tuple[int, Entry]]) -> dict[str, Any]:
    return _write(folder, side, number, entries, [])


def _write(
    folder: Path, side: Side, number: int, entries: Iterable[tuple[int | None, Entry]], faults: list[Fault]
) -> dict[str, Any]:
    people, keys = [], []
    for place, (person, entry) in enumerate(entries, number * CHUNK):
        people.append(person_row(place, place if person is None else person, entry, asks=side.asks))
        keys.append([place, *packed_keys(entry.subject, asks=side.asks, is_stored=side.is_stored)])
    _write_part(folder, side, number, people, keys)
    account = {"rows": len(people), "faults": [asdict(one) for one in faults]}
    unfinished = folder / f".{side.name}-{number:05}.json"
    unfinished.write_text(json.dumps(account, ensure_ascii=False), "utf-8")
    unfinished.replace(_account(folder, side, number))
    return account


def _account(folder: Path, side: Side, number: int) -> Path:
    return folder / f"{side.name}-{number:05}.json"


def _write_part(
    folder: Path, side: Side, number: int, people: list[list[Any]], keys: list[list[Any]]
) -> None:
    write_parquet(folder / f"{side.name}-people-{number:05}.parquet", PERSON, people)
    apart = " UNION ALL ".join(
        f"SELECT CAST(unnest(string_split(keys_{kind}, ' ')) AS BIGINT) AS key, place,"
        f" {kind != 'stored'} AS asked, {kind != 'asked'} AS stored FROM written WHERE keys_{kind} <> ''"
        for kind in ("both", "asked", "stored")
    )
    name = f"{side.name}-keys-{number:05}.parquet"
    write_parquet(folder / name, {"place": "INTEGER", **PACKED_KEYS}, keys, {name: apart})
