"""Who acts, said to the database: a signed token in a transaction-local setting that row security reads.

The token holds ids, codes and an expiry, signed by HMAC-SHA-256 (RFC 2104) and bound to the one connection it is said on:
copied to another it is refused, forged or expired it is an error, and without it every table of people is empty.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.conf import settings
from django.db import connections, transaction

from tirek.audit.actors import Actor

VERSION: Final = "1"
SECONDS_OF_A_REQUEST: Final = 300
SECONDS_OF_A_JOB: Final = 6 * 60 * 60
_ACTS: ContextVar[Actor | None] = ContextVar("tirek_acts", default=None)
_CODE: Final = re.compile(r"[a-z0-9_.:-]{0,60}")


def acts() -> Actor:
    """Whoever acts now; raises NobodyActs outside `act_as`."""
    actor = _ACTS.get()
    if actor is None:
        raise NobodyActs("nobody acts")
    return actor


class NobodyActs(PermissionError):
    """An actor without an agency, or a purpose that is no code: row security could not tell what to show."""


def token_of(
    actor: Actor, connection: Any, *, purpose: str = "", request: str = "", seconds: int = SECONDS_OF_A_JOB
) -> str:
    """The signed token of an actor for one open connection; raises NobodyActs for an actor without an agency."""
    if actor.agency_id is None:
        raise NobodyActs("the actor acts for no agency")
    if not _CODE.fullmatch(purpose) or not _CODE.fullmatch(request):
        raise NobodyActs("purpose and request are codes")
    categories = ",".join(str(int(one)) for one in sorted(actor.categories))
    connection.ensure_connection()
    said = (
        VERSION,
        str(actor.id),
        str(actor.agency_id),
        categories,
        purpose,
        request,
        str(connection.connection.info.backend_pid),
        str(int(time.time()) + seconds),
    )
    body = "|".join(said)
    return f"{body}|{hmac.new(settings.TIREK_ACTOR_KEY, body.encode(), hashlib.sha256).hexdigest()}"


@contextmanager
def act_as(
    actor: Actor,
    *,
    purpose: str = "",
    request: str = "",
    seconds: int = SECONDS_OF_A_JOB,
    using: str = "default",
) -> Iterator[None]:
    """One transaction in which the database knows who acts; on the way out the former actor acts again."""
    connection = connections[using]
    is_nested = connection.in_atomic_block
    with transaction.atomic(using=using):
        token = token_of(actor, connection, purpose=purpose, request=request, seconds=seconds)
        former = become(connection, token)
        before = _ACTS.set(actor)
        try:
            yield
        finally:
            _ACTS.reset(before)
        # A released savepoint would leave our actor behind in a longer transaction; after an error the savepoint's
        # rollback has put the former one back already.
        if is_nested and not transaction.get_rollback(using=using):
            become(connection, former)


def become(connection: Any, token: str) -> str:
    """Say the token for the rest of the transaction; returns the one it replaces, "" for none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('tirek.actor', true), ''), set_config('tirek.actor', %s, true)",
            [token],
        )
        return str(cursor.fetchone()[0])
