"""What this domain tells and asks whoever stands above it, in the same transaction; who answers is wired in `tirek.config.reactions`.

A place in a queue may be that of a referral, of which nothing is known here but its id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from tirek.audit.actors import Actor


@dataclass(frozen=True, slots=True)
class Envelope:
    """What may be read of somebody who waits by a referral that is not accepted yet, and when there may be a place."""

    initials: str
    next_on: date | None


Leaving = Callable[[UUID, str, Actor], None]
Reading = Callable[[Sequence[UUID]], Mapping[UUID, Envelope]]
_LEAVING: Final[list[Leaving]] = []
_READING: Final[list[Reading]] = []


def on_leaving(listener: Leaving) -> None:
    """Call a listener before the place of a referral in a queue ends; it raises PermissionError where the actor may not decide that."""
    if listener not in _LEAVING:
        _LEAVING.append(listener)


def leaving(referral: UUID, how: str, by: Actor) -> None:
    """The place of a referral is about to end."""
    for listener in _LEAVING:
        listener(referral, how, by)


def read_envelopes(reading: Reading) -> None:
    """Ask `reading` who stands behind the referrals of a queue."""
    if reading not in _READING:
        _READING.append(reading)


def envelopes(referrals: Sequence[UUID]) -> dict[UUID, Envelope]:
    """Who stands behind some referrals, as far as the reader may know."""
    return {key: said for reading in _READING for key, said in reading(referrals).items()}
