"""The sessions of a login."""

from __future__ import annotations

from tirek.agencies.models import User
from tirek.gate.sessions import end_all


def end_sessions(user: User) -> int:
    """End every session of a login, on all devices; returns how many there were."""
    return end_all(user.pk)
