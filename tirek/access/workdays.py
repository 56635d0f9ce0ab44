"""Working days, by which reviews are due: Monday to Friday. Public holidays are not known here yet, so a review falls due early, never late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

_FRIDAY: Final = 4
REVIEW_WITHIN: Final = 2


def add_working_days(day: date, count: int) -> date:
    """The working day that is `count` working days after a day."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() <= _FRIDAY
    return day
