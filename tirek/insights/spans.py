"""The days a funnel is counted over: a year or a quarter; for the oblast no day of a month that is not over.

A month that is over changes little, so that whoever looks twice learns nothing of the one who came in between.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.timezone import localdate

from tirek.reports import periods
from tirek.reports.periods import Period


def chosen(code: str) -> Period:
    """The period of an address; without one the latest in which anything ran. Raises NoSuchPeriod."""
    return periods.period_called(code) if code else periods.latest()


def finished(period: Period) -> tuple[date, date]:
    """The days of a period up to the end of the last finished month."""
    last = localdate().replace(day=1) - timedelta(days=1)
    return period.starts_on, min(period.ends_on, last)
