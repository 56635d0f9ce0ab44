"""What this domain tells whoever stands above it, in the same transaction; who listens is wired in `tirek.config.reactions`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from tirek.audit.actors import Actor

Listener = Callable[[UUID, Actor], None]
_WITHDRAWN: Final[list[Listener]] = []


def on_withdrawn(listener: Listener) -> None:
    """Call a listener when consents of a person were withdrawn or not given; which, only the database knows in full."""
    if listener not in _WITHDRAWN:
        _WITHDRAWN.append(listener)


def withdrawn(person_id: UUID, by: Actor) -> None:
    """Consents of a person stand no more."""
    for listener in _WITHDRAWN:
        listener(person_id, by)
