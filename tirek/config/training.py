"""`make train-linkage ARGS="--version 2026.2 …"`: write a new version of the weights; the one in use stays as it is.

What people have decided in the register trains only here, when somebody asks for it by `--decisions`. It is read in this process and
nothing of it is written: only the shares of the levels come out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import psycopg

from tirek.config.keys import seeing_all
from tirek.linkage import weights
from tirek.linkage.synth import Written
from tirek.linkage.table import load, save
from tirek.linkage.training.lists import Lists, from_files, invented
from tirek.linkage.training.weighing import weigh
from tirek.machine.database import running
from tirek.machine.home import Home
from tirek.machine.problems import Problem, words

FEWEST_LABELS: Final = 300
_FIRST: Final = """
    SELECT DISTINCT ON (person_id) id, person_id, surname, given, patronymic, birth_on, birth_year, sex FROM people_personrecord
    ORDER BY person_id, said_at, id"""
"""How each person was first written."""
_JOINED: Final = (
    "SELECT one_id, other_id FROM people_pairdecision WHERE outcome = 'same' AND ended_at IS NULL"
)
_DECIDED: Final = f"""
SELECT record.id, record.surname, record.given, record.patronymic, record.birth_on, record.birth_year, record.sex
FROM people_matchdecision AS decision JOIN people_personrecord AS record ON record.id = decision.record_id
WHERE decision.outcome IN ('chosen', 'new')
UNION SELECT id, surname, given, patronymic, birth_on, birth_year, sex FROM ({_FIRST}) AS first
WHERE person_id IN (SELECT other_id FROM ({_JOINED}) AS joined)
"""  # noqa: S608 - our own texts
_KNOWN: Final = f"""
SELECT id, surname, given, patronymic, birth_on, birth_year, sex FROM ({_FIRST}) AS first WHERE person_id IN (
    (SELECT person_id FROM people_matchdecision WHERE outcome = 'chosen')
    UNION (SELECT one_id FROM ({_JOINED}) AS joined)
    UNION (SELECT id FROM people_person ORDER BY id LIMIT 50000))
"""  # noqa: S608 - our own texts
_LABELS: Final = f"""
(SELECT DISTINCT ON (decision.record_id) first.id, decision.record_id FROM people_matchdecision AS decision
JOIN ({_FIRST}) AS first ON first.person_id = decision.person_id AND first.id <> decision.record_id
WHERE decision.outcome = 'chosen' ORDER BY decision.record_id, decision.decided_at DESC)
UNION SELECT one.id, other.id FROM ({_JOINED}) AS joined JOIN ({_FIRST}) AS one ON one.person_id = joined.one_id
    JOIN ({_FIRST}) AS other ON other.person_id = joined.other_id
"""  # noqa: S608 - our own texts
"""Rows that somebody gave to a person, and records that people joined and nobody split."""


def decided(database: psycopg.Connection) -> Lists:
    """People's first spellings, the rows and records somebody decided about, and whom they chose."""
    known = [_written(*row) for row in database.execute(_KNOWN)]
    asked = [_written(*row) for row in database.execute(_DECIDED)]
    labels = [(str(one), str(other)) for one, other in database.execute(_LABELS)]
    if len(labels) < FEWEST_LABELS:
        raise Problem(
            words(
                f"Only {len(labels)} pairs were decided by hand: too few to learn from, {FEWEST_LABELS} at least.",
                f"Решено вручную пар: {len(labels)}. Для обучения нужно не меньше {FEWEST_LABELS}.",
            )
        )
    said = (
        f"A register's own: {len(known):,} first spellings, {len(asked):,} rows and records decided by people, {len(labels):,}\n"
        f"of them given to somebody or joined, until {datetime.now(UTC):%Y-%m-%d}. Only doubtful rows are decided by people: m is of doubtful pairs, not of all."
    )
    return Lists(known, asked, labels, said)


def _written(
    id: UUID, surname: str, given: str, patronymic: str, born: date | None, year: int | None, sex: str
) -> Written:
    birth = born.isoformat() if born else str(year or "")
    return Written(str(id), "", surname, given, patronymic, birth, sex, -1)


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
    parser.add_argument(
        "--decisions", action="store_true", help="train from what people decided in this register"
    )
    asked = parser.parse_args(arguments)
    if (asked.register is None) != (asked.list is None) or (asked.labels and not asked.list):
        parser.error("--register and --list go together, and --labels with them")
    from tirek.linkage.training.estimating import CHANCE_PAIRS, estimate

    lists = _lists(asked)
    old = load(asked.old)
    said = f"{lists.provenance}\nTrained with Splink from version {old.version}; levels seen too rarely keep its bits.\n"
    shares = estimate(lists, dict(old.levels))
    path = save(weigh(old, shares, _true_pairs(lists), CHANCE_PAIRS, asked.version, said))
    print(
        f"{path}\nNot in use. Read it, run the tests and bench/linkage_accuracy.py, then change IN_USE in tirek/linkage/weights.py."
    )
    return 0


def _lists(asked: argparse.Namespace) -> Lists:
    if asked.decisions:
        with running(Home.from_environment()) as connections, seeing_all(connections.migrator) as database:
            return decided(database)
    return (
        from_files(asked.register, asked.list, asked.labels)
        if asked.list
        else invented(asked.people, asked.seed)
    )


def _true_pairs(lists: Lists) -> float:
    """How many true pairs the m rest on; unlabelled, at most as many as the shorter list has rows."""
    return float(len(lists.labels) or min(len(lists.known), len(lists.asked)) / 2)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Problem as problem:
        sys.exit(str(problem))
