"""The sessions of a login."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from tirek.agencies.models import User


def end_sessions(user: User) -> int:
    """End every session of a login, on all devices; returns how many there were."""
    running = Session.objects.filter(expire_date__gte=timezone.now())
    own = [one.pk for one in running if one.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=own).delete()
    return len(own)
