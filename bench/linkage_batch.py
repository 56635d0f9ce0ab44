"""Batch lines of `make bench-linkage`: link and dedupe beside their floor and Splink, each run in a process of its own, by turns."""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from bench.installation import clean_environment
from bench.measuring import MEGABYTE, Measured, measure, median
from bench.table import Line, ratio, shown
from tirek.linkage.batch import dedupe
from tirek.linkage.synth.files import write

SEED: Final = 31
PEOPLE: Final = 1_000_000
SPARK_PEOPLE: Final = 20_000
"""Spark is there for what one machine cannot hold: its line is only to show that it works, and what it costs to use it for less."""
TARGETS: Final = {"link": (2.0, 0.95), "dedupe": (3.0, 0.94)}
_RUNS: Final = ("floor", "duckdb", "splink")


def _run(what: str, kind: str, folder: Path) -> tuple[dict[str, Any], Measured]:
    command = [sys.executable, "-m", "bench.linkage_run", what, kind, str(folder)]
    done = measure(command, clean_environment(), folder)
    return json.loads(done.stdout.strip().splitlines()[-1]), done


def batch(folder: Path, scale: float = 1.0, rounds: int = 3) -> list[Line]:
    """Link a tenth of the people against all, dedupe all; then Spark, small, and a crowd of namesakes."""
    people = max(300, round(PEOPLE * scale))
    write(people, SEED, folder)
    lines: list[Line] = []
    for kind in TARGETS:
        what = f"link {people:,} × {people // 10:,}" if kind == "link" else f"dedupe {people:,}"
        prepared, done = _run("prepare", kind, folder)
        lines.append(Line(f"{what}: folded, keyed, kept", shown(done.seconds, "s"), "–", None))
        lines += _compared(kind, what, folder, rounds)
        del prepared
    return [*lines, *_spark(folder / "spark", min(people, SPARK_PEOPLE)), _namesakes(folder, people)]


def _compared(kind: str, what: str, folder: Path, rounds: int) -> list[Line]:
    said: dict[str, list[dict[str, Any]]] = defaultdict(list)
    peaks: dict[str, int] = defaultdict(int)
    for turn in range(rounds):
        for run in _RUNS if not turn else _RUNS[:2]:
            found, done = _run(run, kind, folder)
            said[run].append(found)
            peaks[run] = max(peaks[run], done.peak_bytes)
    floor, ours = (median([one["seconds"] for one in said[run]]) for run in ("floor", "duckdb"))
    command = _run("whole", kind, folder)[0]
    at_most, least = TARGETS[kind]
    mine, peer = said["duckdb"][-1], said["splink"][0]
    quality = Line(
        f"{what}: F1 as it stands (precision / recall)",
        f"{mine['f1']:.3f} ({mine['precision']:.3f} / {mine['recall']:.3f})",
        f"≥ {least}",
        mine["f1"] >= least,
    )
    best = f", F1 {mine['best_f1']:.3f} at its best threshold" if "best_f1" in mine else ""
    return [
        ratio(
            f"{what}: SQL pass, {mine['pairs']:,} pairs ÷ equi-join on all keys{best}", floor, ours, at_most
        ),
        ratio(
            f"{what}: whole command ÷ (preparing {command['preparing']:.0f} s + equi-join); index {command['index']:.1f} s",
            command["preparing"] + floor,
            command["seconds"],
            at_most,
        ),
        quality,
        Line(
            f"{what}: Splink, same pairs, F1 {peer['best_f1']:.3f} at its best threshold",
            f"{peer['seconds']:.1f} s, {peer['without_training']:.1f} s without training",
            "–",
            None,
            shown(floor, "s"),
            f"{peer['seconds'] / floor:.1f} ×",
        ),
        Line(
            f"{what}: memory, floor / ours / Splink",
            " / ".join(f"{peaks[run] / MEGABYTE:.0f}" for run in _RUNS) + " MB",
            "–",
            None,
        ),
    ]


def _spark(folder: Path, people: int) -> list[Line]:
    folder.mkdir(exist_ok=True)
    write(people, SEED, folder)
    lines = []
    for kind in TARGETS:
        _run("prepare", kind, folder)
        here, there = (_run(run, kind, folder)[0] for run in ("duckdb", "spark"))
        lines.append(
            Line(
                f"{kind} {people:,} on Spark, two workers, its start not counted, ÷ DuckDB",
                shown(there["seconds"], "s"),
                "the same links",
                there["f1"] == here["f1"],
                shown(here["seconds"], "s"),
                f"{there['seconds'] / here['seconds']:.1f} ×",
            )
        )
    return lines


def _namesakes(folder: Path, rows: int) -> Line:
    """As many rows of one name: bounded time, and what was left out is said."""
    path = folder / "namesakes.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("id,surname,given_name,patronymic\n")
        stream.writelines(f"{row},Ахметов,Нұрлан,Серікұлы\n" for row in range(rows))
    began = time.monotonic()
    done = dedupe(path, folder / "namesakes-clusters.csv")
    left_out = done.account.left_out
    return Line(
        f"{rows:,} rows of one name: {left_out.keys} keys left out and said",
        shown(time.monotonic() - began, "s"),
        "ends",
        left_out.rows == rows or rows < 1_000,
    )
