"""Reads in a register of many agencies beside the primary-key floor, and what row security costs a page."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import psycopg

from bench.access_cost import LARGE_SHARE, PASSWORD, SMALL
from bench.installation import Installation
from bench.measuring import median
from bench.sizes import Sizes
from bench.table import Line, shown
from bench.visitor import Visitor
from bench.web_speed import CLIENTS, walk
from tirek.machine.home import PROJECT

READS = {
    "card": "a person's card by key",
    "list": "first page of the list",
    "name": "search by name",
    "iin": "search by IIN",
}
TURNS = 10
PER_TURN = 60
LEAST_SHARE = 0.85
KEPT = "gate_permit"
"""Keeps its own policy: what is shared with a reader is read from it, and without one it would be everybody's."""
WARM = 12


def compare(one: Installation, sizes: Sizes) -> list[Line]:
    """Fill the register, time its reads, then serve its pages with row security and without."""
    rounds = max(20, min(200, sizes.requests))
    command = [sys.executable, "-m", "bench.access_cost"]
    command += [str(number) for number in (sizes.registered, sizes.permits, rounds)]
    with one.database() as database:  # one server from the filling to the last page
        done = subprocess.run(
            command, env=one.environment, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True
        )
        found = json.loads(done.stdout.splitlines()[-1])
        lines = [
            _beside_floor(what, found["times"][size], name, people)
            for size, people in (("small", SMALL), ("large", sizes.registered // LARGE_SHARE))
            for name, what in READS.items()
        ]
        filled = f"register filled: {sizes.registered:,} people, {found['permits']:,} permits"
        lines.insert(0, Line(filled, shown(found["filled"], "s"), "–", None))
        return lines + _pages(one, database, found, min(PER_TURN, sizes.requests))


def _beside_floor(what: str, times: Mapping[str, float], name: str, people: int) -> Line:
    floor, measured = 1000 * times["floor"], 1000 * times[name]
    return Line(
        f"{what}, agency of {people:,}",
        shown(measured, "ms"),
        "–",
        None,
        shown(floor, "ms"),
        f"{measured / floor:.1f} ×",
    )


def _pages(one: Installation, database: psycopg.Connection, found: Any, requests: int) -> list[Line]:
    protected = [
        row[0]
        for row in database.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind = 'r'"
            " AND relname <> %s",
            [KEPT],
        ).fetchall()
    ]
    pages = {"person page": [f"/people/{person}/" for person in found["people"]]}
    rates: dict[tuple[str, bool], list[float]] = {(name, on): [] for name in pages for on in (True, False)}
    with one.serve() as served:
        visitors = [Visitor(served.address) for _ in range(CLIENTS)]
        for visitor in visitors:
            visitor.log_in(found["login"], PASSWORD)
        for turn in range(TURNS):
            for on in (True, False) if turn % 2 == 0 else (False, True):
                _switch(database, protected, on=on)
                try:
                    for name, addresses in pages.items():
                        walk(visitors, [addresses], WARM)
                        rates[name, on].append(_rate(visitors, addresses, requests))
                finally:
                    _switch(database, protected, on=True)
    return [_share(name, rates[name, True], rates[name, False]) for name in pages]


def _rate(visitors: Sequence[Visitor], addresses: Sequence[str], requests: int) -> float:
    began = time.perf_counter()
    walk(visitors, [addresses], requests)
    return requests / (time.perf_counter() - began)


def _switch(database: psycopg.Connection, tables: Sequence[str], *, on: bool) -> None:
    """Row security of all these tables as it is, or off."""
    words = ("ENABLE", "FORCE") if on else ("DISABLE", "NO FORCE")
    with database.transaction():
        for table in tables:
            for word in words:
                database.execute(f"ALTER TABLE {table} {word} ROW LEVEL SECURITY")


def _share(name: str, on: Sequence[float], off: Sequence[float]) -> Line:
    """The middle of the turns' shares: each turn asks with and without within seconds."""
    share = median([one / other for one, other in zip(on, off, strict=True)])
    line = Line(
        f"{name}: requests/s with row security ÷ without",
        f"{median(on):.1f}/s",
        f"≥ {LEAST_SHARE:g} ×",
        share >= LEAST_SHARE,
        f"{median(off):.1f}/s",
    )
    return replace(line, ratio=f"{share:.2f} ×")
