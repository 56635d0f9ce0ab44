"""`tirek synth`: the region as files that `tirek link`, `tirek dedupe`, benches and demos read."""

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from tirek.linkage.synth import COLUMNS, TEST, TRAINING, Written, duplicated, queries, register

KINDS = {noise.name: noise for noise in (TEST, TRAINING)}


def write(people: int, seed: int, folder: Path, kind: str = TEST.name) -> None:
    """Write register.csv, list.csv, duplicated.csv, and truth.csv with whom each row means."""
    noise = KINDS[kind]
    lists: dict[str, Iterable[Written]] = {
        "register.csv": register(people, seed),
        "list.csv": queries(people, seed, max(1, people // 10), noise, present=0.6),
        "duplicated.csv": duplicated(people, seed, noise),
    }
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as opened:
        truth = csv.writer(
            opened.enter_context((folder / "truth.csv").open("w", encoding="utf-8", newline=""))
        )
        truth.writerow(("file", "id", "entity"))
        for name, rows in lists.items():
            file = opened.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
            write = csv.writer(file).writerow
            write(COLUMNS)
            for row in rows:
                write(row.row)
                truth.writerow((name, row.id, row.entity))
