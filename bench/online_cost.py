"""The search of the register beside the primary-key floor, in one installation that is loaded already; prints JSON.

Everything is asked in random order within every query, over the same connection and in the same transaction: the floor reads one person by
the primary key as the program's role does, ours goes from the strings of a list to the decision. Present to absent are 2:1.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, Final
from uuid import UUID

import psycopg

from bench.measuring import median, percentile
from bench.registry import AGENCIES, LOGIN, TABLES, person_id, said
from tirek.config.installation import ready
from tirek.linkage.synth import TEST, Written, queries

CLIENTS: Final = 8
RUNS: Final = 5
WARM: Final = 1_500
FLOOR, BARE, TIER, BOTH = "floor", "bare floor", "first tier", "with second tier"
Times = dict[str, list[float]]
_FLOOR: Final = "SELECT id, name, birth_on FROM people_person WHERE id = %s"


class Asking:
    """One client: its worker acts in one transaction, as a page does; `bare` is the address of a role that row security lets past."""

    def __init__(self, worker: Any, people: int, seed: int, bare: str = "") -> None:
        self.worker, self.people, self.chance = worker, people, random.Random(seed)
        self.bare = psycopg.connect(bare, autocommit=True) if bare else None
        self.times: Times = {FLOOR: [], BARE: [], TIER: [], BOTH: []}
        self.ranks: dict[str, list[int | None]] = {TIER: [], BOTH: []}
        self.cut = 0
        self.ways: dict[str, Callable[[Written], None]] = {
            FLOOR: self._floor,
            BARE: self._bare,
            TIER: self._tier,
            BOTH: self._both,
        }

    def run(self, asked: Sequence[Written], ways: Sequence[str]) -> None:
        """Ask each question every way, in an order that chance gives; but one tier only, for the other would find it folded and fetched."""
        from tirek.gate.acting import act_as

        with act_as(self.worker.actor):
            for one in asked:
                spared = self.chance.choice((TIER, BOTH)) if {TIER, BOTH} <= set(ways) else ""
                for way in self.chance.sample(list(ways), len(ways)):
                    if way == spared:
                        continue
                    self.ways[way](one)

    def recall(self) -> dict[str, dict[str, float]]:
        """How often the right person came first, and among ten; of those who are in the register."""
        return {
            way: {
                f"@{most}": sum(one is not None and one <= most for one in each) / len(each)
                for most in (1, 10)
            }
            for way, each in self.ranks.items()
            if each
        }

    def _whose(self) -> UUID:
        return person_id(AGENCIES * self.chance.randrange(self.people // AGENCIES))

    def _floor(self, one: Written) -> None:
        from django.db import connection

        whose = self._whose()
        began = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(_FLOOR, [whose])
            found = cursor.fetchall()
        self.times[FLOOR].append(time.perf_counter() - began)
        assert len(found) == 1

    def _bare(self, one: Written) -> None:
        assert self.bare is not None
        whose = self._whose()
        began = time.perf_counter()
        found = self.bare.execute(_FLOOR, [whose], prepare=True).fetchall()
        self.times[BARE].append(time.perf_counter() - began)
        assert len(found) == 1

    def _tier(self, one: Written) -> None:
        from tirek.people import matching

        began = time.perf_counter()
        answer = matching.look_up(matching.subject_of(**said(one)))
        self.times[TIER].append(time.perf_counter() - began)
        self.cut += answer.is_cut
        self._rank(TIER, one, answer.decision)

    def _both(self, one: Written) -> None:
        from tirek.people import matching

        began = time.perf_counter()
        subject = matching.subject_of(**said(one))
        answer = matching.look_up(subject)
        if answer.decision.outcome == "new":
            answer = matching.look_up(subject, further=True)
        self.times[BOTH].append(time.perf_counter() - began)
        self._rank(BOTH, one, answer.decision)

    def _rank(self, way: str, one: Written, decision: Any) -> None:
        if one.entity < self.people:
            wanted = person_id(one.entity)
            places = [place for place, met in enumerate(decision.ranked, 1) if met.id == wanted]
            self.ranks[way].append(places[0] if places else None)


def alone(worker: Any, people: int, asked: Sequence[Written], bare: str) -> dict[str, Any]:
    """One client: percentiles of the floors and of ours in one run, and how often the right person was found."""
    client = Asking(worker, people, len(asked), bare)
    client.run(asked, (FLOOR, BARE, TIER, BOTH))
    return {"times": _percentiles(client.times), "recall": client.recall(), "cut": client.cut / len(asked)}


def together(people: int, shares: Sequence[Sequence[Written]]) -> dict[str, Any]:
    """A client for each share of the questions, all at once, each a process with a connection of its own."""
    context = get_context("fork")
    start = context.Barrier(len(shares))
    with ProcessPoolExecutor(len(shares), context, initializer=_begin, initargs=(start,)) as pool:
        found = list(pool.map(_client, [people] * len(shares), shares))
    return {
        "times": _percentiles({way: [each for one in found for each in one[way]] for way in (FLOOR, TIER)})
    }


_START: list[Any] = []


def _begin(barrier: Any) -> None:
    _START[:] = [barrier]


def _client(people: int, asked: Sequence[Written]) -> Times:
    """Warm up with the first questions, wait until everybody has, then ask the others."""
    from tirek.agencies.queries import worker_called

    worker = worker_called(LOGIN)
    warm = len(asked) // 5
    Asking(worker, people, 1).run(asked[:warm], (FLOOR, TIER))
    _START[0].wait()
    client = Asking(worker, people, 2)
    client.run(asked[warm:], (FLOOR, TIER))
    return client.times


def _percentiles(times: Times) -> dict[str, dict[str, float]]:
    return {
        way: {"p50": median(each), "p95": percentile(each, 0.95), "p99": percentile(each, 0.99)}
        for way, each in times.items()
        if each
    }


def measure(people: int, count: int, seed: int) -> dict[str, Any]:
    """All runs in a register that `bench.registry` has loaded with this seed; every run asks questions nobody asked before."""
    with ready() as connections:
        from django.db import connections as opened

        from tirek.agencies.queries import worker_called

        worker, bare = worker_called(LOGIN), connections.backup
        asked = list(queries(people, seed, WARM + 2 * RUNS * count, TEST))
        cold = alone(worker, people, asked[: WARM // 5], bare)
        _warm(str(connections.admin))
        alone(worker, people, asked[WARM // 5 : WARM], bare)
        shares = [asked[start : start + count] for start in range(WARM, len(asked), count)]
        runs = [alone(worker, people, share, bare) for share in shares[:RUNS]]
        opened.close_all()
        crowds = [
            together(people, [share[place::CLIENTS] for place in range(CLIENTS)]) for share in shares[RUNS:]
        ]
        return {"cold": [cold], "alone": runs, "together": crowds}


def _warm(admin: str) -> None:
    """Bring the register into the server's memory, where a server that runs for days has it."""
    with psycopg.connect(admin, autocommit=True) as database:
        for table in TABLES:
            database.execute(f"SELECT count(*) FROM {table} AS one WHERE one IS NOT NULL")
        database.execute("SET enable_seqscan = off")
        database.execute("SELECT count(*) FROM people_personrecord WHERE keys @> '{}'::int[]")
        for table, column in (
            ("people_person", "id"),
            ("people_personrecord", "person_id"),
            ("gate_permit", "person_id"),
            ("gate_sealedvalue", "person_id"),
            ("gate_sealedvalue", "digest"),
        ):
            database.execute(
                f"SELECT count(*) FROM (SELECT {column} FROM {table} ORDER BY {column} OFFSET 0) AS one"
            )


if __name__ == "__main__":
    print(json.dumps(measure(*(int(word) for word in sys.argv[1:4]))))
