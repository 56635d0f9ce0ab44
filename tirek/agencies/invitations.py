"""The link of an invitation: its token, how it is kept, and why it does not work any more."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from tirek.agencies.models import Invitation

VALID_FOR: Final = timedelta(days=7)
_BYTES: Final = 32


class LinkSpent(RuntimeError):
    """A link that does not work any more; `args[0]` says why: used, withdrawn or expired."""


def new_token() -> str:
    """A token nobody can guess."""
    return secrets.token_urlsafe(_BYTES)


def hash_of(token: str) -> str:
    """What is kept of a token: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def why_spent(invitation: Invitation, now: datetime) -> str:
    """Why a link does not work; "" while it does."""
    if invitation.accepted_at is not None:
        return "used"
    if invitation.withdrawn_at is not None:
        return "withdrawn"
    return "" if invitation.is_open(now) else "expired"
