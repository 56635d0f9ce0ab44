"""Working days between agencies, by which reviews and answers are due: Kazakhstan's week, public holidays and moved days.

Holidays come from the package `holidays` (Labour Code and the law of 13.12.2001 № 267 on holidays). What the government moves by
a decree of one year stands in `moved_days.csv` beside this module and outranks the package: a new decree is a new line.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import holidays

_MOVED: Final = Path(__file__).with_name("moved_days.csv")


@cache
def moved_days() -> Mapping[date, bool]:
    """Days that a decree moved: whether each is a working one."""
    with _MOVED.open(encoding="utf-8", newline="") as lines:
        return {date.fromisoformat(row["day"]): row["is_working"] == "yes" for row in csv.DictReader(lines)}


@cache
def _calendar() -> holidays.HolidayBase:
    return holidays.country_holidays("KZ")


def is_working_day(day: date) -> bool:
    """Whether agencies work on a day."""
    moved = moved_days().get(day)
    return _calendar().is_working_day(day) if moved is None else moved


def is_holiday(day: date) -> bool:
    """Whether a public holiday or a day off moved by a decree falls on a day; a free weekend alone is none."""
    moved = moved_days().get(day)
    return day in _calendar() if moved is None else not moved


def working_days_after(day: date, n: int) -> date:
    """The working day that is `n` working days after a day; the day itself does not count."""
    if n < 0:
        raise ValueError("working days are counted forwards")
    while n:
        day += timedelta(days=1)
        n -= is_working_day(day)
    return day
