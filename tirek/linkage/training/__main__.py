"""`make train-linkage ARGS="--version 2026.2 …"`: write a new version of the weights; the one in use stays as it is."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tirek.linkage import weights
from tirek.linkage.table import load, save
from tirek.linkage.training.estimating import CHANCE_PAIRS, estimate
from tirek.linkage.training.lists import Lists, from_files, invented
from tirek.linkage.training.weighing import weigh


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, write, and say how a person takes the new version into use."""
    parser = argparse.ArgumentParser(prog="make train-linkage", description=__doc__)
    parser.add_argument("--version", required=True, help="the name of the new version, for example 2026.2")
    parser.add_argument(
        "--from",
        dest="old",
        default=weights.IN_USE,
        help="the version it starts from; by default the one in use",
    )
    parser.add_argument("--register", type=Path, metavar="CSV", help="a list with the columns of tirek synth")
    parser.add_argument("--list", type=Path, metavar="CSV", help="another agency's list of the same people")
    parser.add_argument(
        "--labels", type=Path, metavar="CSV", help="pairs of ids that are one person; without it: unlabelled"
    )
    parser.add_argument(
        "--people", type=int, default=40_000, help="without lists: people of the synthetic region"
    )
    parser.add_argument("--seed", type=int, default=2026, help="without lists: its seed")
    asked = parser.parse_args(arguments)
    if (asked.register is None) != (asked.list is None) or (asked.labels and not asked.list):
        parser.error("--register and --list go together, and --labels with them")
    lists = (
        from_files(asked.register, asked.list, asked.labels)
        if asked.list
        else invented(asked.people, asked.seed)
    )
    old = load(asked.old)
    said = f"{lists.provenance}\nTrained with Splink from version {old.version}; levels seen too rarely keep its bits.\n"
    shares = estimate(lists, dict(old.levels))
    path = save(weigh(old, shares, _true_pairs(lists), CHANCE_PAIRS, asked.version, said))
    print(
        f"{path}\nNot in use. Read it, run the tests and bench/linkage_accuracy.py, then change IN_USE in tirek/linkage/weights.py."
    )
    return 0


def _true_pairs(lists: Lists) -> float:
    """How many true pairs the m rest on; unlabelled, at most as many as the shorter list has rows."""
    return float(len(lists.labels) or min(len(lists.known), len(lists.asked)) / 2)


if __name__ == "__main__":
    sys.exit(main())
