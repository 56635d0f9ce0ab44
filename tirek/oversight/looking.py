"""Looking for what is strange: the database is told whose surnames are whose, and answers with findings, never with names."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

from tirek.agencies.models import Worker
from tirek.oversight.surnames import spellings

BACK: Final = timedelta(days=2)
"""How far back each look goes: a day that was not over yet is counted again."""


def look(until: datetime | None = None) -> None:
    """Look through the access log of the last days; what was found before is not found twice."""
    end = until or timezone.now()
    words = [
        (worker, word)
        for worker, name in Worker.objects.values_list("pk", "name")
        for word in sorted(spellings(name))
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT authz.look_for_findings(%s, %s, %s::uuid[], %s::text[])",
            [end - BACK, end, [worker for worker, _ in words], [word for _, word in words]],
        )
