"""How often something may be tried: counted in the database, so that all processes count together.

Each count is a statement of its own on a connection of its own: it outlives a refusal and the rollback of what was refused. Keys are kept
as a keyed hash (HMAC-SHA-256): a login, an address, a worker.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _

from tirek.gate.models import Tally

APART: Final = "apart"
"""The alias of the connection that takes no part in a request's transaction."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in so many seconds under one key."""

    kind: str
    times: int
    seconds: int


LOG_IN_ACCOUNT: Final = Limit("log_in.account", 8, 15 * 60)
LOG_IN_ADDRESS: Final = Limit("log_in.address", 40, 15 * 60)
SECOND_FACTOR: Final = Limit("second_factor", 6, 15 * 60)
INVITATION: Final = Limit("invitation", 20, 60 * 60)
REFERRAL_LINK: Final = Limit("referral_link", 20, 60 * 60)
"""Links that nobody knows, from one address."""
ANSWER_BY_LINK: Final = Limit("referral_link.answer", 20, 60 * 60)
"""Answers sent through one link, mistaken ones too."""
SEARCH_BY_IIN: Final = Limit("search.iin", 30, 60 * 60)
ONE_TIME_CODE: Final = Limit("code", 1, 3 * 60)
"""A code of the second factor is taken once while it is valid (RFC 6238, 5.2)."""

_COUNT: Final = """
INSERT INTO gate_tally AS known (kind, digest, count, ends_at)
VALUES (%(kind)s, %(digest)s, 1, clock_timestamp() + %(lasts)s)
ON CONFLICT (kind, digest) DO UPDATE SET
    count = CASE WHEN known.ends_at <= clock_timestamp() THEN 1 ELSE known.count + 1 END,
    ends_at = CASE WHEN known.ends_at <= clock_timestamp() THEN excluded.ends_at ELSE known.ends_at END
RETURNING count, ends_at
"""


class TooOften(PermissionError):
    """It was tried too often; `until` is when it may be tried again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until

    @property
    def sentence(self) -> str:
        """What is said to whoever tried."""
        at = timezone.localtime(self.until) + timedelta(minutes=1)
        return _("Too many attempts. Try again at %(time)s.") % {"time": f"{at:%H:%M}"}


def count(limit: Limit, key: object) -> None:
    """Count one attempt; raises TooOften beyond the limit, and says nothing else."""
    said: dict[str, Any] = {
        "kind": limit.kind,
        "digest": _digest(limit, key),
        "lasts": timedelta(seconds=limit.seconds),
    }
    with connections[APART].cursor() as cursor:
        cursor.execute(_COUNT, said)
        times, until = cursor.fetchone()
    if times > limit.times:
        raise TooOften(until)


def forgive(limit: Limit, key: object) -> None:
    """Forget the attempts under a key: the right answer was given."""
    Tally.objects.using(APART).filter(kind=limit.kind, digest=_digest(limit, key)).delete()


def sweep() -> None:
    """Forget what has run out."""
    Tally.objects.using(APART).filter(ends_at__lt=timezone.now()).delete()


def _digest(limit: Limit, key: object) -> bytes:
    return hmac.digest(settings.TIREK_INDEX_KEY, f"tally:{limit.kind}:{key}".encode(), "sha256")
