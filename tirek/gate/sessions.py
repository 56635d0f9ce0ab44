"""Sessions in the database: the cookie's key is kept as a hash, what is kept for it sealed and bound to that key.

Twenty minutes without a request or eight hours after the log-in end a session, and a fourth one of a user ends the oldest. A payload
that does not open is an empty session.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from tirek.gate.ciphers import DoesNotOpen, open_secret, seal_secret
from tirek.gate.models import Session

IDLE: Final = timedelta(minutes=20)
LONGEST: Final = timedelta(hours=8)
AT_MOST: Final = 3
_NOTED_EVERY: Final = timedelta(minutes=1)
_BEGAN: Final = "began"
_DEVICE: Final = "device"


class SessionStore(SessionBase):
    """Django's session over `Session`."""

    row: Session | None = None

    def load(self) -> dict[str, Any]:
        """What is kept for the key of the cookie; nothing for one that has ended or does not open."""
        self.row = living().filter(digest=_digest(self.session_key)).first() if self.session_key else None
        opened = _opened(self.row.payload, self.session_key) if self.row and self.session_key else None
        if opened is None:
            self._session_key = None
            return {}
        return opened

    def exists(self, session_key: str) -> bool:
        """Whether the key is taken."""
        return Session.objects.filter(digest=_digest(session_key)).exists()

    def create(self) -> None:
        """Begin a session under a new key."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Seal and keep; of a user's sessions the oldest beyond the third end."""
        if self.session_key is None:
            self.create()
            return
        kept = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        now = timezone.now()
        user_id = kept.get(SESSION_KEY)
        if user_id:
            kept.setdefault(_BEGAN, now.timestamp())
        key = self.session_key
        row = Session(
            digest=_digest(key),
            payload=seal_secret(json.dumps(kept), f"session:{key}"),
            user_id=UUID(user_id) if user_id else None,
            device=str(kept.get(_DEVICE, "")),
            began_at=datetime.fromtimestamp(kept.get(_BEGAN, now.timestamp()), tz=now.tzinfo),
            seen_at=now,
        )
        self._write(row, must_create=must_create)
        self.row = row
        if row.user_id:
            _end_the_oldest(row.user_id)

    def _write(self, row: Session, *, must_create: bool) -> None:
        if must_create:
            try:
                with transaction.atomic():
                    row.save(force_insert=True)
            except IntegrityError as taken:
                raise CreateError from taken
            return
        said = {name: getattr(row, name) for name in ("payload", "user_id", "device", "began_at", "seen_at")}
        if not Session.objects.filter(digest=row.digest).update(**said):
            raise UpdateError

    def delete(self, session_key: str | None = None) -> None:
        """End a session, this one unless another is said."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(digest=_digest(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Remove what has ended."""
        Session.objects.exclude(_lives()).delete()

    def note_use(self, device: str) -> None:
        """Somebody is at work: put off the end, once a minute at most."""
        is_of_a_user = SESSION_KEY in self  # which opens it, if nothing has
        if self.row is None:
            return
        now = timezone.now()
        if is_of_a_user and self.row.device != device:
            self[_DEVICE] = device
        if now - self.row.seen_at > _NOTED_EVERY:
            Session.objects.filter(digest=self.row.digest).update(seen_at=now)


def living() -> QuerySet[Session]:
    """The sessions that have not ended."""
    return Session.objects.filter(_lives())


def sessions_of(user_id: UUID) -> QuerySet[Session]:
    """The sessions of a user, the one used last first."""
    return living().filter(user_id=user_id).order_by("-seen_at")


def end_all(user_id: UUID, *, but: str | None = None) -> int:
    """End the sessions of a user on all devices, or on all but the one with this key; returns how many there were."""
    found = sessions_of(user_id).exclude(digest=_digest(but)) if but else sessions_of(user_id)
    return found.delete()[0]


def is_this(row: Session, session_key: str | None) -> bool:
    """Whether a session is the one with this key."""
    return session_key is not None and bytes(row.digest) == _digest(session_key)


def _lives() -> Q:
    now = timezone.now()
    return Q(seen_at__gt=now - IDLE, began_at__gt=now - LONGEST)


def _end_the_oldest(user_id: UUID) -> None:
    beyond = list(sessions_of(user_id).values_list("digest", flat=True)[AT_MOST:])
    if beyond:
        Session.objects.filter(digest__in=beyond).delete()


def _opened(payload: str, key: str) -> dict[str, Any] | None:
    try:
        found = json.loads(open_secret(payload, f"session:{key}"))
    except (DoesNotOpen, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
