"""The peer: pg_trgm's GIN on the whole name, fifty candidates by similarity, scored by the same weights; beside ours and the floor."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from typing import Any, Final

import psycopg

from bench.measuring import median, percentile
from bench.online_cost import BOTH, FLOOR, TIER, WARM, Asking
from bench.registry import LOGIN, said
from tirek.config.installation import ready
from tirek.linkage.synth import TEST, Written, queries

TRIGRAM: Final = "pg_trgm, 50 by similarity"
_NEAREST: Final = """
SELECT person_id, surname, given, patronymic, birth_on, birth_year, sex FROM trigram
WHERE name %% %(name)s ORDER BY similarity(name, %(name)s) DESC LIMIT 50
"""


class Trigrams(Asking):
    """Ours, the floor, and the peer's search as a role that row security lets past."""

    def __init__(self, worker: Any, people: int, database: psycopg.Connection[Any], bare: str) -> None:
        super().__init__(worker, people, people, bare)
        self.database = database
        self.times[TRIGRAM], self.ranks[TRIGRAM] = [], []
        self.ways[TRIGRAM] = self._trigram

    def _trigram(self, one: Written) -> None:
        from tirek.linkage import Subject, decide
        from tirek.people import matching

        began = time.perf_counter()
        words = said(one)
        subject = matching.subject_of(**words)
        rows = self.database.execute(_NEAREST, {"name": words["name"].lower()}).fetchall()
        met = [
            (who, Subject(surname, given, patronymic, on, year, sex or None))
            for who, surname, given, patronymic, on, year, sex in rows
        ]
        decision = decide(subject, met, self.people)
        self.times[TRIGRAM].append(time.perf_counter() - began)
        self._rank(TRIGRAM, one, decision)


def measure(people: int, count: int, seed: int) -> dict[str, Any]:
    """Make the peer's table and index, then ask everybody by turns."""
    with ready() as connections:
        from tirek.agencies.queries import worker_called

        with psycopg.connect(str(connections.admin), autocommit=True) as database:
            database.execute("CREATE EXTENSION pg_trgm")
            database.execute(
                "CREATE TABLE trigram AS SELECT person_id, lower(name) AS name, surname, given, patronymic, birth_on, birth_year, sex"
                " FROM people_personrecord"
            )
            began = time.perf_counter()
            database.execute("CREATE INDEX trigram_name ON trigram USING gin (name gin_trgm_ops)")
            build = time.perf_counter() - began
            database.execute("VACUUM ANALYZE trigram")
            asked: Sequence[Written] = list(queries(people, seed, count + WARM, TEST))
            worker = worker_called(LOGIN)
            Trigrams(worker, people, database, connections.backup).run(asked[count:], (FLOOR, TIER))
            client = Trigrams(worker, people, database, connections.backup)
            client.run(asked[:count], (FLOOR, TIER, TRIGRAM))
            row = database.execute("SELECT pg_relation_size('trigram_name')").fetchone()
        del client.times[BOTH]
        times = {
            way: {"p50": median(each), "p95": percentile(each, 0.95)}
            for way, each in client.times.items()
            if each
        }
        return {"times": times, "recall": client.recall(), "build": build, "size": row[0] if row else 0}


if __name__ == "__main__":
    print(json.dumps(measure(*(int(word) for word in sys.argv[1:4]))))
