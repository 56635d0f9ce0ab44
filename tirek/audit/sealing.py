"""Seals: in batches, below the watermark of transactions that are over, linked, and signed with a key outside the database.

No chain in the insert path: that would make every writer wait for the one before. Works on any cursor that may call the
functions of `leaves_sql`: the job worker's, or the machine's own for the commands.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tirek.audit.leaves_sql import TABLES
from tirek.audit.merkle import root_of, unpacked
from tirek.machine.keyring import Keyring

ALL: Final = 2**62
_LOCK: Final = 0x7469_7266  # advisory: one sealer at a time
_COLUMNS: Final = (
    "number, sealed_at, era, above, since_xact, until_xact, leaves, root, former_head, head, key, signature"
)
_LIGHT: Final = _COLUMNS.replace("leaves", "''::bytea")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A seal as it stands in the database."""

    number: int
    sealed_at: datetime
    era: int
    above: list[int]
    since: int
    until: int
    leaves: bytes
    root: bytes
    former_head: bytes
    head: bytes
    key: int
    signature: bytes

    @classmethod
    def from_row(cls, row: Any) -> Self:
        """A row of the table; a driver may hand JSON over as text and bytes as a view."""
        values: list[Any] = [bytes(one) if isinstance(one, memoryview) else one for one in row]
        values[3] = json.loads(values[3]) if isinstance(values[3], str) else values[3]
        return cls(*values)


def signing_key(kept: str) -> Ed25519PrivateKey:
    """The key that signs, derived (HKDF, RFC 5869) from a key of the keyring, so that there is no further secret to lose."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"tirek seals of the access log")
    return Ed25519PrivateKey.from_private_bytes(derived.derive(bytes.fromhex(kept)))


def head_of(one: Sealed) -> bytes:
    """What is signed: everything the seal says, and the head of the one before."""
    said = [one.number, one.sealed_at.astimezone(UTC).isoformat(), one.era, one.above, one.since, one.until]
    body = json.dumps(["tirek seal 1", *said, one.root.hex(), one.former_head.hex(), one.key])
    return hashlib.sha256(body.encode()).digest()


def seals(cursor: Any, *, leaves: bool = True) -> Iterator[Sealed]:
    """All seals in their order, one at a time: each may weigh megabytes."""
    cursor.execute("SELECT number FROM audit_seal ORDER BY number")
    for (number,) in cursor.fetchall():
        cursor.execute(
            f"SELECT {_COLUMNS if leaves else _LIGHT} FROM audit_seal WHERE number = %s",  # noqa: S608
            [number],
        )
        yield Sealed.from_row(cursor.fetchone())


def last_seal(cursor: Any) -> Sealed | None:
    """The newest seal without its leaves."""
    cursor.execute(f"SELECT {_LIGHT} FROM audit_seal ORDER BY number DESC LIMIT 1")  # noqa: S608
    row = cursor.fetchone()
    return Sealed.from_row(row) if row else None


def leaves_of(cursor: Any, since: int, until: int, above: list[int], below: list[int]) -> bytes:
    """The packed leaves of the rows that these transactions wrote, as they are now."""
    cursor.execute(
        "SELECT authz.audit_leaves(%s, %s, %s::bigint[], %s::bigint[])", [since, until, above, below]
    )
    return bytes(cursor.fetchone()[0])


def seal(cursor: Any, ring: Keyring) -> Sealed | None:
    """Seal what transactions that are over have written since the last seal; None where that is nothing."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    cursor.execute("SELECT authz.audit_watermark(), authz.audit_ends()")
    watermark, ends = cursor.fetchone()
    last = last_seal(cursor)
    if last is None:
        return _add(cursor, ring, None, era=1, above=[0] * len(TABLES), since=0, until=watermark)
    if watermark >= last.until:
        return _add(cursor, ring, last, era=last.era, above=last.above, since=last.until, until=watermark)
    return _begin_era(cursor, ring, last, watermark, ends)


def _begin_era(cursor: Any, ring: Keyring, last: Sealed, watermark: int, ends: list[int]) -> Sealed | None:
    """The database was put back into another server: seal what the backup held beyond its last seal, then count anew."""
    rest = leaves_of(cursor, last.until, ALL, last.above, ends)
    brought = [last.above[part] for part in range(len(TABLES))]
    for number in range(1, last.number + 1):
        cursor.execute("SELECT leaves FROM audit_seal WHERE number = %s", [number])
        _rise(brought, bytes(cursor.fetchone()[0]))
    _rise(brought, rest)
    if rest:
        last = _add(cursor, ring, last, era=last.era, above=last.above, since=last.until, until=ALL) or last
    return _add(cursor, ring, last, era=last.era + 1, above=brought, since=0, until=watermark)


def _rise(ends: list[int], kept: bytes) -> None:
    for leaf in unpacked(kept):
        ends[leaf.part] = max(ends[leaf.part], leaf.id)


def _add(
    cursor: Any, ring: Keyring, last: Sealed | None, *, era: int, above: list[int], since: int, until: int
) -> Sealed | None:
    leaves = leaves_of(cursor, since, until, above, [ALL] * len(TABLES))
    if not leaves and last is not None and last.era == era:
        return None
    made = Sealed(
        number=last.number + 1 if last else 1,
        sealed_at=datetime.now(UTC),
        era=era,
        above=above,
        since=since,
        until=until,
        leaves=leaves,
        root=root_of(leaves),
        former_head=last.head if last else b"",
        head=b"",
        key=ring.current,
        signature=b"",
    )
    head = head_of(made)
    signature = signing_key(ring.keys[ring.current]).sign(head)
    cursor.execute(
        "SELECT authz.audit_add_seal(%s, %s, %s::smallint, %s::jsonb, %s, %s, %s, %s, %s, %s, %s::smallint, %s)",
        [
            made.number,
            made.sealed_at,
            era,
            json.dumps(above),
            since,
            until,
            leaves,
            made.root,
            made.former_head,
            head,
            made.key,
            signature,
        ],
    )
    return replace(made, head=head, signature=signature)
