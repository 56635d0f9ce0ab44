"""What this domain tells whoever stands above it, in the same transaction; who listens is wired in `tirek.config.reactions`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tirek.agencies.models import Approval
from tirek.audit.actors import Actor

Listener = Callable[[Approval, Actor], None]
_SETTLED: Final[list[Listener]] = []


def on_settled(listener: Listener) -> None:
    """Call a listener when an approval was signed, refused, reviewed, or took effect as it was asked."""
    if listener not in _SETTLED:
        _SETTLED.append(listener)


def settled(approval: Approval, by: Actor) -> None:
    """An approval came to be, or not to be, in effect."""
    for listener in _SETTLED:
        listener(approval, by)
