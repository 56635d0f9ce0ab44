"""Progress that others can see: it goes over a connection of its own, outside the transaction that does the work."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Final
from uuid import UUID

from django.db import DatabaseError, connection, connections

from tirek.gate.acting import acts, token_of

_AT_MOST_EVERY: Final = 0.4
_LOCK_SPACE: Final = 0x7123


@contextlib.contextmanager
def shown(file_id: UUID) -> Iterator[Callable[[int, int], None]]:
    """A function that writes how far an import is; a failure to show progress never stops the work."""
    second = connections.create_connection("default")
    who = acts()
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last < _AT_MOST_EVERY:
            return
        last = time.monotonic()
        token = token_of(who, second)
        with contextlib.suppress(DatabaseError), second.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
            # One statement is one transaction here: the setting holds for exactly it.
            cursor.execute(
                "WITH acting AS MATERIALIZED (SELECT set_config('tirek.actor', %s, true))"
                " UPDATE exchange_import SET done = %s, total = greatest(%s, %s), claimed_at = now()"
                " FROM acting WHERE id = %s",
                [token, done, done, total, file_id],
            )

    try:
        yield tell
    finally:
        second.close()


@contextlib.contextmanager
def held(file_id: UUID) -> Iterator[bool]:
    """Whether this process got the import for itself; the lock ends with the process, however that ends."""
    number = int.from_bytes(file_id.bytes[:4], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK_SPACE, number])
        got = bool(cursor.fetchone()[0])
    try:
        yield got
    finally:
        if got:
            with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK_SPACE, number])
