"""What happens higher up the ladder when something happened below: one line a reaction, in the same transaction."""

from __future__ import annotations

from tirek.access import deeds
from tirek.agencies import events


def wire() -> None:
    """Connect every reaction."""
    events.on_settled(deeds.settle)
