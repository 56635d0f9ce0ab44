"""Who opened a person's page of late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Max
from django.utils import timezone

from tirek.agencies.models import Worker
from tirek.audit.models import JournalEntry

DAYS: Final = 30
READINGS: Final = ("people.open", "people.reveal_iin", "services.open")


@dataclass(frozen=True, slots=True)
class Looked:
    """A worker who read what is recorded of a person."""

    name: str
    post: str
    agency: str
    times: int
    last_at: datetime


def looked(person_ids: Sequence[UUID]) -> list[Looked]:
    """Who read it in the last thirty days, the latest first."""
    since = timezone.now() - timedelta(days=DAYS)
    read = JournalEntry.objects.filter(person_id__in=person_ids, action__in=READINGS, at__gte=since)
    rows = read.order_by().values_list("actor_id").annotate(times=Count("pk"), last=Max("at"))
    seen = {actor: (times, last) for actor, times, last in rows}
    workers = Worker.objects.select_related("agency").filter(pk__in=seen)
    found = [Looked(one.name, one.post, one.agency.name, *seen[one.pk]) for one in workers]
    return sorted(found, key=lambda one: one.last_at, reverse=True)
