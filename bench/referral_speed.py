"""Referrals at the size of a region: the inbox, the day and the person page beside the floor, and how many answers a second stand.

100,000 referrals between the installation's agency and sixty others, one in twenty-five still open, with their history and outcomes, are filled by
whole statements as the administrator. Answers are forms posted over HTTP by several sessions at once: token, version and history included.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

import psycopg

from bench.installation import Installation
from bench.measuring import median, percentile
from bench.sizes import Sizes
from bench.table import Line, ratio
from bench.visitor import TOKEN, Visitor
from bench.web_speed import CLIENTS, LARGEST_RATIO, by_turns, fill

PARTNERS: Final = 60
OPEN_OF: Final = 50
"""Of so many one to us and one of ours are still open."""
SECONDS: Final = 20
LEAST_ANSWERS: Final = 50
PAGES: Final = {"inbox": "/referrals/", "my day": "/people/my-day/", "person page": ""}

_PARTNERS: Final = """
INSERT INTO agencies_agency (id, name, kind, head, address, place, email)
SELECT gen_random_uuid(), 'Партнёр ' || number, 'employment', '', '', '', '' FROM generate_series(1, %(partners)s) AS number
RETURNING id
"""
_REFERRALS: Final = """
INSERT INTO referrals_referral (id, number, year, from_agency_id, to_agency_id, entered_by_id, person_id, kind_id, category, initials, age,
    asked_for, is_urgent, status, hold, version, channel, contact, paper_number, officer, made_at, made_by, sent_at, due_at, changed_at,
    accepted_by, closed_at)
SELECT gen_random_uuid(), one.number, 2026, one.sender, one.receiver, one.sender, one.person, (SELECT min(id) FROM services_servicekind), 3, 'Д. А.', 34,
    'помощь с работой', false, CASE WHEN one.number %% %(open_of)s < 2 THEN 'requested' ELSE 'accepted' END, '', 2, 'online', '', '', '',
    one.at, one.person, one.at, CASE WHEN one.number %% %(open_of)s < 2 THEN now() + (1 + one.number %% 9) * interval '1 day' ELSE one.at END, one.at, '',
    CASE WHEN one.number %% %(open_of)s < 2 THEN NULL ELSE one.at + interval '5 days' END
FROM (
    SELECT number, CASE WHEN number %% 2 = 0 THEN %(ours)s::uuid ELSE partner END AS receiver,
        CASE WHEN number %% 2 = 0 THEN partner ELSE %(ours)s::uuid END AS sender, person, now() - (number %% 700) * interval '1 day' AS at
    FROM (SELECT number, (%(theirs)s::uuid[])[1 + number %% %(partners)s] AS partner,
            (%(people)s::uuid[])[1 + (number * 7919::bigint) %% cardinality(%(people)s::uuid[])] AS person
        FROM generate_series(1, %(referrals)s) AS number) AS drawn
) AS one
"""
# What the demo's workbook told of has all this already.
_MORE: Final = (
    "INSERT INTO referrals_referralmatter (referral_id, wish_of, why) SELECT id, 'person', '' FROM referrals_referral WHERE source IS NULL",
    """
    INSERT INTO referrals_referralmove (id, referral_id, version, verb, from_status, to_status, by_side, agency_id, worker, at, reason,
        next_step, note, is_apart)
    SELECT gen_random_uuid(), one.id, step.version, step.verb, step.before, step.after, step.side,
        CASE step.side WHEN 'sender' THEN one.from_agency_id ELSE one.to_agency_id END, one.made_by, one.at, '', '', '', step.version = 0
    FROM (SELECT *, made_at AS at FROM referrals_referral) AS one,
        (VALUES (1, 'send', 'draft', 'requested', 'sender'), (2, 'accept', 'requested', 'accepted', 'provider'),
            (0, 'complete', 'accepted', 'completed', 'provider')) AS step(version, verb, before, after, side)
    WHERE one.source IS NULL AND (one.closed_at IS NOT NULL OR step.version = 1)
    """,
    """
    INSERT INTO referrals_outcome (referral_id, status, version, came, received, reason, note, ended_at)
    SELECT id, 'completed', 1, true, true, '', '', closed_at FROM referrals_referral
    WHERE closed_at IS NOT NULL AND source IS NULL
    """,
    "VACUUM ANALYZE",
)

_OPEN: Final = "SELECT id FROM referrals_referral WHERE status = 'requested' AND source IS NULL"


@dataclass(frozen=True)
class Filled:
    """Whose pages are asked for, which referrals wait for an answer of ours, and which of ours for somebody's."""

    people: Sequence[str]
    waiting: Sequence[str]
    asked: Sequence[str]


def compare(one: Installation, sizes: Sizes) -> list[Line]:
    """Register the people, fill the referrals, then the pages by turns with the floor and the answers for some seconds."""
    fill(one, sizes)
    filled = fill_referrals(one, sizes.referrals)
    chosen = random.Random(7).sample(filled.people, min(len(filled.people), 500))
    pages = {name: [path] if path else [f"/people/{who}/" for who in chosen] for name, path in PAGES.items()}
    pages["floor"] = [f"/floor/{who}/" for who in chosen]
    with one.database(), one.serve({"DJANGO_SETTINGS_MODULE": "bench.settings"}) as served:
        visitors = [Visitor(served.address) for _ in range(CLIENTS)]
        for visitor in visitors:
            visitor.log_in(*one.login())
        by_turns(visitors[0], pages, 10)
        times = by_turns(visitors[0], pages, min(300, sizes.requests))
        answers = _answers(visitors, filled.waiting, SECONDS if sizes.whole else 2)
    lines = [_against(name, times, sizes.referrals) for name in PAGES]
    return [*lines, answers]


def _against(name: str, times: dict[str, list[float]], referrals: int) -> Line:
    floor, measured = times["floor"], times[name]
    line = ratio(
        f"{name} p95 ÷ minimal page, {referrals:,} referrals",
        1000 * percentile(floor, 0.95),
        1000 * percentile(measured, 0.95),
        at_most=LARGEST_RATIO,
        unit="ms",
    )
    return replace(line, ratio=f"{line.ratio} (p50 {median(measured) / median(floor):.1f} ×)")


def fill_referrals(one: Installation, referrals: int) -> Filled:
    """Between the installation's agency and partners, about the people who are registered."""
    with one.database(), psycopg.connect(one.admin_address, autocommit=True) as admin:
        ours = admin.execute("SELECT agency_id FROM agencies_worker ORDER BY id LIMIT 1").fetchone()
        people = [row[0] for row in admin.execute("SELECT id FROM people_person LIMIT 20000")]
        admin.execute("SET session_replication_role = replica")
        theirs = [row[0] for row in admin.execute(_PARTNERS, {"partners": PARTNERS})]
        said: dict[str, Any] = {"ours": ours[0] if ours else None, "theirs": theirs, "people": people}
        admin.execute(_REFERRALS, {**said, "partners": PARTNERS, "referrals": referrals, "open_of": OPEN_OF})
        for statement in _MORE:
            admin.execute(statement)
        waiting, asked = (
            [str(row[0]) for row in admin.execute(f"{_OPEN} AND {side} = %s", [said["ours"]])]
            for side in ("to_agency_id", "from_agency_id")
        )
    return Filled([str(who) for who in people], waiting, asked)


def _answers(visitors: Sequence[Visitor], waiting: Sequence[str], seconds: float) -> Line:
    """Every session accepts one referral after another; anything but a redirect to the referral is an error."""
    turns = [iter(waiting[start :: len(visitors)]) for start in range(len(visitors))]
    ends = time.perf_counter() + seconds

    def answer(visitor: Visitor, own: Any) -> tuple[int, int]:
        token = TOKEN.search(visitor.get("/referrals/").text)
        assert token is not None
        done = errors = 0
        for referral in islice(own, None):
            if time.perf_counter() > ends:
                break
            said = {"csrfmiddlewaretoken": token[1], "seen": "2.0", "receives": "Сейтова Айгерим", "note": ""}
            given = visitor.post(f"/referrals/{referral}/do/accept/", said)
            done, errors = done + 1, errors + (given.status != 302)
        return done, errors

    began = time.perf_counter()
    with ThreadPoolExecutor(len(visitors)) as pool:
        found = list(pool.map(answer, visitors, turns))
    took = time.perf_counter() - began
    done, errors = (sum(each) for each in zip(*found, strict=True))
    rate = done / took
    return Line(
        f"answers posted by {len(visitors)} sessions for {took:.0f} s: {done:,}, errors {errors}",
        f"{rate:.0f}/s",
        f"≥ {LEAST_ANSWERS}/s, 0 errors",
        rate >= LEAST_ANSWERS and not errors,
    )
