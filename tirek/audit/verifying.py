"""Is the log as it was sealed? Every seal against the one before, against its rows as they are now, and against anchors kept outside.

An edit, a deletion and an exchange of rows are named; a tail cut off together with its seals is told by an anchor alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature

from tirek.audit.leaves_sql import TABLES
from tirek.audit.merkle import Leaf, count_of, root_of, unpacked
from tirek.audit.sealing import ALL, Sealed, head_of, leaves_of, seals, signing_key
from tirek.machine.keyring import Keyring

ANCHOR: Final = "tirek-anchor"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is not as it was sealed: a code, the seal, and the row where it is one."""

    what: str
    seal: int
    table: str = ""
    row: int | None = None


@dataclass(slots=True)
class Verdict:
    """What was looked at; `fault` is None when all is as it was sealed."""

    seals: int = 0
    rows: int = 0
    unsealed: int = 0
    strange_keys: int = 0
    fault: Fault | None = None


def anchor_of(one: Sealed) -> str:
    """The line that is kept outside."""
    return f"{ANCHOR} {one.number} {one.head.hex()} {one.sealed_at:%Y-%m-%dT%H:%M:%SZ}"


def anchors_in(lines: Iterable[str]) -> Mapping[int, str]:
    """The heads that somebody kept, by the number of their seal; raises ValueError where no line is an anchor."""
    found = {
        int(words[1]): words[2]
        for line in lines
        if len(words := line.split()) >= 3 and words[0] == ANCHOR and words[1].isdigit()
    }
    if not found:
        raise ValueError("no line of it is an anchor")
    return found


def verify(cursor: Any, ring: Keyring, anchors: Mapping[int, str] | None = None) -> Verdict:
    """Look at everything, from the first seal on, and stop at the first fault."""
    verdict, before = Verdict(), None
    bounds = _bounds(cursor)
    for one in seals(cursor):
        kept = (anchors or {}).get(one.number)
        verdict.fault = (
            _chain(one, before)
            or (Fault("anchor", one.number) if kept is not None and kept != one.head.hex() else None)
            or _signature(one, ring, verdict)
            or _rows(cursor, one, bounds, verdict)
        )
        if verdict.fault:
            return verdict
        before, verdict.seals = one, verdict.seals + 1
    last = before.number if before else 0
    missing = min((number for number in anchors or {} if number > last), default=None)
    if missing is not None:
        verdict.fault = Fault("cut", missing)
    elif before is not None:
        since, above = before.until, before.above
        verdict.unsealed = count_of(leaves_of(cursor, since, ALL, above, [ALL] * len(TABLES)))
    return verdict


def _bounds(cursor: Any) -> dict[int, list[int]]:
    """Up to which ids an era goes, where another one follows it."""
    begun: dict[int, list[int]] = {}
    for one in seals(cursor, leaves=False):
        begun.setdefault(one.era, one.above)
    return {era: begun.get(era + 1, [ALL] * len(TABLES)) for era in begun}


def _chain(one: Sealed, before: Sealed | None) -> Fault | None:
    expected = before.number + 1 if before else 1
    if one.number != expected:
        return Fault("seal-missing", expected)
    since = before.until if before is not None and before.era == one.era else 0
    linked = one.former_head == (before.head if before else b"") and one.since == since
    if not linked or head_of(one) != one.head or root_of(one.leaves) != one.root:
        return Fault("seal-changed", one.number)
    return None


def _signature(one: Sealed, ring: Keyring, verdict: Verdict) -> Fault | None:
    """A key that is no longer kept is told of: later seals vouch for the seal, being linked to it."""
    kept = ring.keys.get(one.key)
    if kept is None:
        verdict.strange_keys += 1
        return None
    try:
        signing_key(kept).public_key().verify(one.signature, one.head)
    except InvalidSignature:
        return Fault("signature", one.number)
    return None


def _rows(cursor: Any, one: Sealed, bounds: Mapping[int, list[int]], verdict: Verdict) -> Fault | None:
    now = leaves_of(cursor, one.since, one.until, one.above, bounds[one.era])
    verdict.rows += count_of(one.leaves)
    if now == one.leaves:
        return None
    return _first_difference(one.number, list(unpacked(one.leaves)), list(unpacked(now)))


def _first_difference(number: int, sealed: Sequence[Leaf], now: Sequence[Leaf]) -> Fault:
    for was, stands in zip(sealed, now, strict=False):
        if was == stands:
            continue
        if was[:2] == stands[:2]:
            return Fault("changed", number, TABLES[was.part], was.id)
        if was[:2] < stands[:2]:
            return Fault("deleted", number, TABLES[was.part], was.id)
        return Fault("added", number, TABLES[stands.part], stands.id)
    longer, what = (sealed, "deleted") if len(sealed) > len(now) else (now, "added")
    leaf = longer[min(len(sealed), len(now))]
    return Fault(what, number, TABLES[leaf.part], leaf.id)
