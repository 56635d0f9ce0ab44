"""The actor's token for a plain connection of psycopg."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import psycopg

from tirek.audit.actors import Actor
from tirek.gate.acting import token_of


def token(who: Any, connection: psycopg.Connection) -> str:
    """Sign for somebody on one connection."""
    wrapped = SimpleNamespace(connection=connection, ensure_connection=lambda: None)
    return token_of(Actor(id=who.worker, agency_id=who.agency, categories=who.categories), wrapped)
