"""How each state of a referral is said on a page: in words, with a tone and an icon that say it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tirek.referrals.machine import Hold, Status
from tirek.referrals.models import Referral


@dataclass(frozen=True, slots=True)
class Look:
    """A state as a tag."""

    words: str | Promise
    tone: str
    icon: str


_TONES: Final[Mapping[str, tuple[str, str]]] = {
    Status.DRAFT: ("", "pencil"),
    Status.REQUESTED: ("warn", "clock"),
    Status.ACCEPTED: ("ok", "check"),
    Status.REJECTED: ("bad", "x"),
    Status.ON_HOLD: ("warn", "hourglass"),
    Status.IN_PROGRESS: ("ok", "player-play"),
    Status.COMPLETED: ("ok", "circle-check"),
    Status.FAILED: ("bad", "circle-x"),
    Status.CANCELLED: ("", "arrow-back-up"),
    Status.ENTERED_IN_ERROR: ("", "eraser"),
}
# icons: pencil clock check x hourglass player-play circle-check circle-x arrow-back-up eraser lock
CLOSED: Final = Look(_("closed"), "", "lock")
"""Closed, and how is not the reader's to know."""


def look_of(referral: Referral, status: Status, *, is_unsaid: bool) -> Look:
    """The tag of a referral; of a rest its reason."""
    if is_unsaid:
        return CLOSED
    tone, icon = _TONES[status]
    words = Hold(referral.hold).label if status == Status.ON_HOLD else status.label
    return Look(words, tone, icon)
