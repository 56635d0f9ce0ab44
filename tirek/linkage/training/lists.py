"""What weights are trained on: two lists, and whom their rows mean where somebody knows."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tirek.linkage.synth import TRAINING, Written, queries, register


@dataclass(frozen=True)
class Lists:
    """A register, another list, pairs of their ids that are one person (none: unlabelled), and what to say of them."""

    known: list[Written]
    asked: list[Written]
    labels: list[tuple[str, str]]
    provenance: str


def invented(people: int, seed: int) -> Lists:
    """Labelled lists of the synthetic region with its TRAINING noise, never its TEST noise."""
    known = list(register(people, seed))
    asked = list(queries(people, seed, people // 2, TRAINING))
    labels = [(f"r{one.entity}", one.id) for one in asked if one.entity < people]
    said = (
        f"Invented people only: {people:,} of the synthetic region of seed {seed} and {len(asked):,} rows with its TRAINING noise,"
        f" {len(labels):,} of them labelled pairs. No real register was seen: no figure is a promise about one."
    )
    return Lists(known, asked, labels, said)


def from_files(known: Path, asked: Path, labels: Path | None) -> Lists:
    """Lists with the columns of `tirek synth`; labels are two columns, an id of either list, without a heading."""
    pairs = []
    if labels is not None:
        with labels.open(encoding="utf-8-sig", newline="") as file:
            pairs = [(left, right) for left, right, *_ in csv.reader(file)]
    one, other = list(_rows(known)), list(_rows(asked))
    said = f"{known.name} ({len(one):,} rows) and {asked.name} ({len(other):,} rows), " + (
        f"{len(pairs):,} labelled pairs of {labels.name}." if labels else "unlabelled."
    )
    return Lists(one, other, pairs, said)


def _rows(path: Path) -> Iterable[Written]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield Written(
                row["id"], row["iin"], row["surname"], row["given_name"], row["patronymic"], row["birth_date"], row["sex"], -1,
            )  # fmt: skip
