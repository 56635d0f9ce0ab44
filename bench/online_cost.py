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

import psycopg

from bench.measuring import median, percentile
from bench.registry import AGENCIES, agencies_for, load, person_id, said, through_the_action, write_list
from tirek.config.installation import ready
from tirek.linkage.synth import TEST, Written, queries

CLIENTS: Final = 8
RUNS: Final = 5
WARM: Final = 200
REGISTER_SEED: Final = 2017
FLOOR, TIER, BOTH = "floor", "first tier", "with second tier"
Times = dict[str, list[float]]
_FLOOR: Final = "SELECT id, name, birth_on FROM people_person WHERE id = %s"


class Asking:
    """One client: its worker acts in one transaction, as a page does."""

    def __init__(self, worker: Any, people: int, seed: int) -> None:
        self.worker, self.people, self.chance = worker, people, random.Random(seed)
        self.times: Times = {FLOOR: [], TIER: [], BOTH: []}
        self.ranks: dict[str, list[int | None]] = {TIER: [], BOTH: []}
        self.cut = 0

    def run(self, asked: Sequence[Written], ways: Sequence[str]) -> None:
        """Ask each question every way, in an order that chance gives."""
        from tirek.gate.acting import act_as

        do: dict[str, Callable[[Written], None]] = {FLOOR: self._floor, TIER: self._tier, BOTH: self._both}
        with act_as(self.worker.actor):
            for one in asked:
                for way in self.chance.sample(list(ways), len(ways)):
                    do[way](one)

    def _floor(self, one: Written) -> None:
        from django.db import connection

        whose = AGENCIES * self.chance.randrange(self.people // AGENCIES)
        began = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(_FLOOR, [person_id(whose)])
            found = cursor.fetchall()
        self.times[FLOOR].append(time.perf_counter() - began)
        assert len(found) == 1

    def _tier(self, one: Written) -> None:
        from tirek.people import matching

        began = time.perf_counter()
        answer = matching.look_up(matching.subject_of(**said(one)))
        self.times[TIER].append(time.perf_counter() - began)
        self.cut += answer.is_cut
        self._rank(TIER, one, answer)

    def _both(self, one: Written) -> None:
        from tirek.people import matching

        began = time.perf_counter()
        subject = matching.subject_of(**said(one))
        answer = matching.look_up(subject)
        if answer.decision.outcome == "new":
            answer = matching.look_up(subject, further=True)
        self.times[BOTH].append(time.perf_counter() - began)
        self._rank(BOTH, one, answer)

    def _rank(self, way: str, one: Written, answer: Any) -> None:
        if one.entity < self.people:
            wanted = person_id(one.entity)
            places = [place for place, met in enumerate(answer.decision.ranked, 1) if met.id == wanted]
            self.ranks[way].append(places[0] if places else None)


def alone(worker: Any, people: int, count: int, seed: int) -> dict[str, Any]:
    """One client: percentiles of the floor and of ours in one run, and how often the right person came first or among ten."""
    client = Asking(worker, people, seed)
    client.run(list(queries(REGISTER_SEED, people, seed=seed + 1, count=WARM)), (FLOOR, TIER, BOTH))
    asked = Asking(worker, people, seed)
    asked.run(list(queries(REGISTER_SEED, people, seed=seed, count=count)), (FLOOR, TIER, BOTH))
    return {"times": _percentiles(asked.times), "recall": _recall(asked.ranks), "cut": asked.cut / count}


def together(worker_id: Any, people: int, count: int, seed: int) -> dict[str, Any]:
    """Eight clients at once, each a process with a connection of its own."""
    with ProcessPoolExecutor(CLIENTS, get_context("fork")) as pool:
        work = [pool.submit(_client, worker_id, people, count, seed + place) for place in range(CLIENTS)]
        found = [one.result() for one in work]
    times: Times = {way: [each for one in found for each in one[way]] for way in (FLOOR, TIER)}
    return {"times": _percentiles(times)}


def _client(worker_id: Any, people: int, count: int, seed: int) -> Times:
    from tirek.agencies.queries import worker_called

    worker = worker_called("bench")
    warm = Asking(worker, people, seed)
    asked = list(queries(REGISTER_SEED, people, seed=seed, count=count + WARM))
    warm.run(asked[count:], (FLOOR, TIER))
    time.sleep(max(0.0, 3 - time.process_time()))  # all begin when the slowest has warmed up
    client = Asking(worker, people, seed)
    client.run(asked[:count], (FLOOR, TIER))
    return client.times


def _percentiles(times: Times) -> dict[str, dict[str, float]]:
    return {
        way: {"p50": median(each), "p95": percentile(each, 0.95), "p99": percentile(each, 0.99)}
        for way, each in times.items()
        if each
    }


def _recall(ranks: dict[str, list[int | None]]) -> dict[str, dict[str, float]]:
    return {
        way: {f"@{most}": sum(1 for one in each if one is not None and one <= most) / len(each) for most in (1, 10)}
        for way, each in ranks.items()
        if each
    }
