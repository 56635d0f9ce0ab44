"""People reached, cumulative, by the end of each month of the grant: when each who entered first applied."""

from __future__ import annotations

from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.timezone import localdate

from tirek.reports.indicators.reading import Reading


def reached(reading: Reading) -> list[tuple[date, int]]:
    """Every month from the first to the last, with the people who had applied by its end and entered."""
    first = reading.first_of_each(reading.entered()).order_by()
    rows = first.annotate(month=TruncMonth("applied_on")).values_list("month").annotate(n=Count("pk"))
    counts = {month: int(n) for month, n in rows.order_by("month")}
    if not counts:
        return []
    start = min([reading.grant.starts_on.replace(day=1), *counts])
    end = max([_last(reading), *counts])
    found, total = [], 0
    while start <= end:
        total += counts.get(start, 0)
        found.append((start, total))
        start = date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return found


def _last(reading: Reading) -> date:
    return min(reading.grant.ends_on, localdate()).replace(day=1)
