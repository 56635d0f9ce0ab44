"""Who acts in a test: the first worker made stays the actor until the test's transaction ends, as if logged in all day.

Whatever another agency's worker does in the same test stands in a `with act_as(other.actor)`.
"""

from __future__ import annotations

from django.db import connection

from tirek.audit.actors import Actor
from tirek.gate import acting


def stay(actor: Actor) -> None:
    """Let this actor act for the rest of the test, unless somebody acts already or there is no transaction to act in."""
    if acting._ACTS.get() is None and connection.in_atomic_block and actor.agency_id is not None:
        acting.become(connection, acting.token_of(actor, connection))
        acting._ACTS.set(actor)


def leave() -> None:
    """Nobody acts any more; conftest.py says so before every test."""
    acting._ACTS.set(None)
