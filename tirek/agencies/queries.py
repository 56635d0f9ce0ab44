"""Reads over agencies and staff."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tirek.agencies.models import User, Worker


class NobodyCalled(LookupError):
    """No active worker has this login."""


def worker_called(login: str | None = None) -> Worker:
    """The worker with this login; without one, the administrator made at set-up (the oldest login)."""
    workers = Worker.objects.select_related("user", "agency").filter(user__is_active=True)
    worker = (
        workers.filter(user__username=login).first()
        if login
        else workers.order_by("user__date_joined").first()
    )
    if worker is None:
        raise NobodyCalled(login or "")
    return worker


def worker_with(worker_id: UUID) -> Worker:
    """The worker behind an actor's id; raises NobodyCalled where there is none any more, or no active one."""
    worker = (
        Worker.objects.select_related("user", "agency").filter(pk=worker_id, user__is_active=True).first()
    )
    if worker is None:
        raise NobodyCalled(str(worker_id))
    return worker


def worker_of(user: Any) -> Worker:
    """The worker behind a log-in; a user without one may do nothing here."""
    if not isinstance(user, User):
        raise NobodyCalled("")
    worker = Worker.objects.select_related("agency").filter(user=user).first()
    if worker is None:
        raise NobodyCalled(user.username)
    return worker
