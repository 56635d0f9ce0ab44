"""Who acts in a test: the first worker made stays the actor until the test ends, as if logged in all day.

Whatever another agency's worker does in the same test stands in a `with act_as(other.actor)`. A test that commits has no one
transaction to act in: there the setting is the session's, which the program itself never does.
"""

from __future__ import annotations

from django.db import connection

from tirek.audit.actors import Actor
from tirek.gate import acting


def stay(actor: Actor) -> None:
    """Let this actor act for the rest of the test, unless somebody acts already."""
    if acting._ACTS.get() is not None or actor.agency_id is None:
        return
    token = acting.token_of(actor, connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('tirek.actor', %s, %s)", [token, connection.in_atomic_block])
    acting._ACTS.set(actor)


def leave() -> None:
    """Nobody acts any more; conftest.py says so before every test."""
    if acting._ACTS.get() is not None:
        acting._ACTS.set(None)
        connection.close()
