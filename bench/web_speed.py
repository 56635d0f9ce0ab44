"""Pages of the running server against a minimal Django page in the same server, and the memory of its processes."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from bench.installation import Installation, Served, descendants
from bench.measuring import MEGABYTE, median, percentile, proportional
from bench.sizes import Sizes
from bench.table import Line, limit, ratio
from bench.visitor import Visitor
from tirek.machine.home import PROJECT

CLIENTS = 3
"""As many as one log-in may have sessions."""
UUID = r"[0-9a-f]{8}-[0-9a-f-]{27}"
ROUNDS = 300
LARGEST_RATIO = 3
FLOORS = ("floor", "bare floor")
COMPARED = ("people list", "person page", "grant page")
LARGEST_PSS = 250


def fill(one: Installation, sizes: Sizes) -> None:
    """Register people until there are as many as the target speaks of; then what autovacuum does within minutes."""
    command = [sys.executable, "-m", "bench.more_people", str(sizes.people)]
    subprocess.run(command, env=one.environment, cwd=PROJECT, check=True)
    with one.database() as database:
        database.execute("VACUUM ANALYZE")


def compare(one: Installation, sizes: Sizes) -> list[Line]:
    """First the requests, by several clients at once, and the memory; then one client, page and floor by turns."""
    with one.database() as database:
        found = database.execute("SELECT DISTINCT person_id FROM services_service LIMIT 2000").fetchall()
        agency = database.execute("SELECT id FROM agencies_agency LIMIT 1").fetchone()
    people = [str(row[0]) for row in found]
    with one.serve({"DJANGO_SETTINGS_MODULE": "bench.settings"}) as served:
        visitors = [_visitor(one, served) for _ in range(CLIENTS)]
        pages = _pages(visitors[0], people, str(agency[0]) if agency else "")
        walk(visitors, list(pages.values()), sizes.requests)
        memory = proportional(web_processes(served)) / MEGABYTE
        compared = {name: pages[name] for name in (*FLOORS, *COMPARED)}
        times = by_turns(visitors[0], compared, min(ROUNDS, sizes.requests))
    lines = [
        limit(f"web processes together, Pss after {sizes.requests:,} requests", memory, LARGEST_PSS, "MB")
    ]
    return lines + [_against(name, floor, times) for name in COMPARED for floor in FLOORS]


def _against(name: str, floor: str, times: dict[str, list[float]]) -> Line:
    """The p95 of the target; the medians beside it say how much of it is the machine's unrest."""
    known = "" if floor == "floor" else ", the floor without a session"
    line = ratio(
        f"{name} p95 ÷ minimal page{known}",
        1000 * percentile(times[floor], 0.95),
        1000 * percentile(times[name], 0.95),
        at_most=LARGEST_RATIO,
        unit="ms",
    )
    return replace(line, ratio=f"{line.ratio} (p50 {median(times[name]) / median(times[floor]):.1f} ×)")


def _visitor(one: Installation, served: Served) -> Visitor:
    visitor = Visitor(served.address)
    visitor.log_in(*one.login())
    return visitor


def _pages(visitor: Visitor, people: Sequence[str], agency: str) -> dict[str, list[str]]:
    """The main pages with many addresses each, so that nothing is measured that was just asked."""
    grant = re.search(rf'href="(/grants/{UUID}/)"', visitor.get("/grants/").text)
    if grant is None:
        raise AssertionError("the list of grants shows no grant")
    chosen = random.Random(7).sample(people, min(len(people), 500))
    return {
        "floor": [f"/floor/{person}/" for person in chosen],
        "bare floor": [f"/bare-floor/{agency}/"],
        "people list": ["/people/", *_following(visitor, "/people/")],
        "person page": [f"/people/{person}/" for person in chosen],
        "grant page": [grant[1]],
        "journal": ["/services/"],
        "imports": ["/imports/"],
    }


def _following(visitor: Visitor, path: str, most: int = 20) -> list[str]:
    """The addresses of the list's next pages, as its own links name them."""
    found: list[str] = []
    for _ in range(most):
        link = re.search(r'href="([^"]*[?&;]after=[^"]+)"', visitor.get(found[-1] if found else path).text)
        if link is None:
            break
        address = link[1].replace("&amp;", "&")
        found.append(address if address.startswith("/") else path + address)
    return found


def walk(visitors: Sequence[Visitor], pages: Sequence[Sequence[str]], requests: int) -> None:
    """Ask for pages in turn, several at once; a page that is not there is an error and no quick answer."""

    def ask(number: int) -> None:
        addresses = pages[number % len(pages)]
        _fetch(visitors[number % len(visitors)], addresses[number % len(addresses)])

    with ThreadPoolExecutor(len(visitors)) as pool:
        jobs = [
            pool.submit(_each, ask, range(start, requests, len(visitors))) for start in range(len(visitors))
        ]
        for job in jobs:
            job.result()


def _each(ask: Callable[[int], None], numbers: range) -> None:
    for number in numbers:
        ask(number)


def by_turns(visitor: Visitor, pages: dict[str, list[str]], rounds: int) -> dict[str, list[float]]:
    """Times of each page, asked one after another within every round."""
    times: dict[str, list[float]] = {name: [] for name in pages}
    for number in range(rounds):
        for name, addresses in pages.items():
            times[name].append(_fetch(visitor, addresses[number % len(addresses)]))
    return times


def _fetch(visitor: Visitor, address: str) -> float:
    answer = visitor.get(address)
    if answer.status != 200:
        raise AssertionError(f"{address} answered {answer.status}")
    return answer.seconds


def web_processes(served: Served) -> list[int]:
    """The web server and its workers: the child that runs granian, and what it started."""
    for pid in served.children():
        if b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes():
            return [pid, *descendants(pid)]
    raise AssertionError("no web server runs")
