"""`make bench-linkage [ARGS="PART ... --scale SHARE"]`: online, accuracy and batch of matching in one table."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from bench.installation import PREFIX
from bench.linkage_batch import batch
from bench.linkage_febrl import febrl
from bench.table import Line, render

Part = Callable[[Path, float], list[Line]]


def _online(_: Path, scale: float) -> list[Line]:
    from bench.linkage_online import USUAL, WHOLE, online

    sizes = WHOLE if scale > 1 else [max(2_000, round(size * scale)) for size in USUAL]
    found: list[Line] = online(sizes)
    return found


def _accuracy(_: Path, scale: float) -> list[Line]:
    from bench.linkage_accuracy import accuracy

    return accuracy(max(2_000, round(1_000_000 * scale)), 20, max(300, round(3_000 * min(1, scale))))


PARTS: Final[dict[str, tuple[str, Part]]] = {
    "online": ("bench.linkage_online", _online),
    "accuracy": ("bench.linkage_accuracy", _accuracy),
    "batch": ("bench.linkage_batch", lambda folder, scale: batch(folder, min(1, scale))),
    "febrl": ("bench.linkage_febrl", lambda folder, scale: febrl()),
}


def notes(scale: float) -> list[str]:
    """What one must know to read the table."""
    said = [
        "All people are invented, the noise of the lists is one the weights never saw; recall here promises nothing of a real register.",
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end; floor and measured by turns in one run; medians.",
        (
            "Batch: seconds begin with the prepared parts on the disk (folded, keyed, crowded keys left out) and end with the links or clusters;"
            " the floor is the plain equi-join on the same keys. Splink scores the same pairs on the same folded columns, trained without labels."
        ),
        "Memory is Pss of all Python processes, the engine's included, for DuckDB runs in the process.",
    ]
    if scale < 1:
        said.append("SMALLER THAN THE TARGETS SPEAK OF. The last column means little.")
    return said


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 when a target of the full size was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.linkage", description=__doc__)
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help="by default all")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="share of the sizes; more than 1: 5 M online too"
    )
    asked = parser.parse_args(arguments)
    lines: list[Line] = []
    for name in asked.part or PARTS:
        module, part = PARTS[name]
        if find_spec(module) is None:
            continue
        print(f"  … {name}", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
            lines += part(Path(folder), asked.scale)
    print(render(lines, notes(asked.scale)))
    return int(asked.scale >= 1 and any(line.met is False for line in lines))


if __name__ == "__main__":
    raise SystemExit(main())
