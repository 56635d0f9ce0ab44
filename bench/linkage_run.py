"""One measured run of a batch, in a process of its own: `python -m bench.linkage_run WHAT KIND FOLDER`; prints JSON.

The folder holds the lists and, in `prepared/`, their parts, which every run reads alike. A run's seconds begin when the process stands
and end when its last table does. The floor is the plain equi-join on the keys: all keys of both lists as they were prepared, joined, each
pair once, without folding, index or cap. Ours is the whole SQL pass: the same pairs, from the keys that the index left, with bounds,
levels and decision; of dedupe the clusters too. The index's own time stands in `whole`: the command from list to output.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tirek.linkage.batch import dedupe, link
from tirek.linkage.batch.deduping import clustered, one_list
from tirek.linkage.batch.duckdb_engine import DuckDB
from tirek.linkage.batch.engines import Engine, engine_called
from tirek.linkage.batch.indexing import Indexed, LeftOut, write_weights
from tirek.linkage.batch.linking import two_lists
from tirek.linkage.batch.measures import Thresholds
from tirek.linkage.batch.preparing import Prepared, Side
from tirek.linkage.batch.running import run_steps
from tirek.linkage.batch.scoring_sql import DEDUPE, LINK, PAIRS_OF_ONE, PAIRS_OF_TWO

_KEY = bytes(32)
Found = dict[str, Any]


def prepared(kind: str, folder: Path) -> Indexed:
    """The parts as they lie there; made where they are not yet."""
    parts = folder / "prepared" / kind
    done = parts / "done.json"
    if not done.exists():
        parts.mkdir(parents=True, exist_ok=True)
        if kind == "link":
            indexed = two_lists(folder / "list.csv", folder / "register.csv", parts, _KEY, lambda *_: None)
        else:
            indexed = one_list(folder / "duplicated.csv", parts, "0" * 64, lambda *_: None)
        done.write_text(json.dumps([indexed.asking.rows, indexed.stored.rows]))
    asking_rows, stored_rows = json.loads(done.read_text())
    names = ("left", "right") if kind == "link" else ("list", "list")
    asking, stored = (
        Prepared(Side(name, asks=True, is_stored=True), parts, rows)
        for name, rows in zip(names, (asking_rows, stored_rows), strict=True)
    )
    write_weights(parts, Thresholds.of(stored_rows))
    return Indexed(parts, asking, stored, LeftOut(0))


def prepare(kind: str, folder: Path) -> Found:
    """Fold, key and index both lists."""
    indexed = prepared(kind, folder)
    return {"rows": indexed.asking.rows + (indexed.stored.rows if kind == "link" else 0)}


def floor(kind: str, folder: Path) -> Found:
    """The plain equi-join."""
    engine = DuckDB(folder)
    indexed = prepared(kind, folder)
    began = time.monotonic()
    for name, side in (("asked", indexed.asking), ("stored", indexed.stored)):
        engine.read(f"all_{name}", side.files("keys"))
    text = PAIRS_OF_TWO if kind == "link" else PAIRS_OF_ONE
    for name in ("asked", "stored"):
        text = text.replace(f"{name}_keys", f"(SELECT * FROM all_{name} WHERE {name})")
    engine.make("pairs", text)
    return {"seconds": time.monotonic() - began, "pairs": engine.count("pairs")}


def whole(kind: str, folder: Path) -> Found:
    """The command from lists to output, and how much of it is reading, folding and keying."""
    began = time.monotonic()
    until: dict[str, float] = {}

    def tell(what: str, _: int, __: int) -> None:
        until.setdefault(what, time.monotonic() - began)

    if kind == "link":
        link(folder / "list.csv", folder / "register.csv", folder / "links.csv", tell=tell)
    else:
        dedupe(folder / "duplicated.csv", folder / "clusters.csv", tell=tell)
    return {
        "seconds": time.monotonic() - began,
        "preparing": until["index"],
        "index": until["compare"] - until["index"],
    }


def duckdb(kind: str, folder: Path) -> Found:
    """Ours in process."""
    return _ours(engine_called("duckdb", folder, None), kind, folder)


def spark(kind: str, folder: Path) -> Found:
    """Ours on a local cluster of two workers; the session's start is not counted."""
    engine = engine_called("spark", folder, "local-cluster[2,1,2048]")
    try:
        return _ours(engine, kind, folder)
    finally:
        engine.close()


def _ours(engine: Engine, kind: str, folder: Path) -> Found:
    indexed = prepared(kind, folder)
    steps: dict[str, float] = {}
    last: list[Any] = ["", time.monotonic()]

    def tell(_: str, number: int, total: int) -> None:
        now = time.monotonic()
        if last[0]:
            steps[last[0]] = round(now - last[1], 2)
        last[:] = [list(names)[number] if number < total else "", now]

    names = LINK if kind == "link" else DEDUPE
    began = time.monotonic()
    run_steps(engine, indexed, names, tell)
    pairs = engine.count("pairs") if isinstance(engine, DuckDB) else 0
    if kind == "link":
        query = "SELECT q.id, c.id, l.bits, l.outcome FROM links AS l JOIN near_asking AS q ON q.place = l.a JOIN near_known AS c ON c.place = l.b"
        rows = list(engine.rows(query))
        found: Found = {"seconds": time.monotonic() - began, "steps": steps, "pairs": pairs}
        best = [(left, right, bits, outcome == "same") for left, right, bits, outcome in rows]
        return found | _accuracy("list.csv", "register.csv", folder, best)
    clusters = clustered(engine)
    found = {"seconds": time.monotonic() - began, "steps": steps, "pairs": pairs}
    ids = dict(engine.rows("SELECT place, id FROM stored"))
    entity = _entities("duplicated.csv", folder)
    groups = [[entity[ids[row]] for row in rows] for rows in clusters.groups()]
    said = sum(len(rows) * (len(rows) - 1) // 2 for rows in groups)
    right = sum(_pairs(rows) for rows in groups)
    return found | _f1(right, said, _pairs(list(entity.values())))


def splink(kind: str, folder: Path) -> Found:
    """Splink on the same folded columns and the same pairs, trained without labels."""
    from bench.linkage_splink import run

    began = time.monotonic()
    engine = engine_called("duckdb", folder, None)
    prepared(kind, folder).open(engine)
    found, rows = run(engine, kind, began)
    if kind == "link":
        best: dict[str, tuple[str, str, float, bool]] = {}
        for left, right, weight in rows:
            if left not in best or weight > best[left][2]:
                best[left] = (left, right, weight, True)
        return found | _accuracy("list.csv", "register.csv", folder, list(best.values()))
    entity = _entities("duplicated.csv", folder)
    total = _pairs(list(entity.values()))
    return found | _best_f1(sorted(((w, entity[a] == entity[b]) for a, b, w in rows), reverse=True), total)


def _accuracy(left: str, right: str, folder: Path, links: list[tuple[str, str, float, bool]]) -> Found:
    """F1 as the links stand, and at the threshold that is best for these very data."""
    ours, theirs = _entities(left, folder), _entities(right, folder)
    known = set(theirs.values())
    total = sum(entity in known for entity in ours.values())
    judged = sorted(((score, ours[a] == theirs[b]) for a, b, score, _ in links), reverse=True)
    same = [ours[a] == theirs[b] for a, b, _, decided in links if decided]
    return _f1(sum(same), len(same), total) | _best_f1(judged, total)


def _best_f1(judged: list[tuple[float, bool]], total: int) -> Found:
    best, right = 0.0, 0
    for said, (_, is_right) in enumerate(judged, 1):
        right += is_right
        best = max(best, 2 * right / (said + total))
    return {"best_f1": best}


def _f1(right: int, said: int, total: int) -> Found:
    return {
        "precision": right / max(said, 1),
        "recall": right / max(total, 1),
        "f1": 2 * right / max(said + total, 1),
    }


def _entities(file: str, folder: Path) -> dict[str, str]:
    """Whom each row of a list really means."""
    import csv

    with (folder / "truth.csv").open(encoding="utf-8", newline="") as stream:
        return {row[1]: row[2] for row in csv.reader(stream) if row[0] == file}


def _pairs(entities: list[str]) -> int:
    from collections import Counter

    return sum(count * (count - 1) // 2 for count in Counter(entities).values())


RUNS: dict[str, Callable[[str, Path], Found]] = {
    "prepare": prepare,
    "floor": floor,
    "whole": whole,
    "duckdb": duckdb,
    "spark": spark,
    "splink": splink,
}

if __name__ == "__main__":
    what, kind, folder = sys.argv[1:4]
    print(json.dumps(RUNS[what](kind, Path(folder))))
