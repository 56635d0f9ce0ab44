"""The fixed periods of the oblast's figures: calendar years and their quarters, and no others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Max, Min
from django.utils.timezone import localdate

from tirek.grants.models import Grant

_CODE: Final = re.compile(r"(20\d\d)(?:-q([1-4]))?")
QUARTERS: Final = ("I", "II", "III", "IV")


class NoSuchPeriod(LookupError):
    """The oblast is not counted over this period."""


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or one of its quarters (1 to 4); 0 is the whole year."""

    year: int
    quarter: int = 0

    @property
    def code(self) -> str:
        """What it is called in addresses and in the register: "2017", "2017-q3"."""
        return f"{self.year}-q{self.quarter}" if self.quarter else str(self.year)

    @property
    def starts_on(self) -> date:
        """Its first day."""
        return date(self.year, 3 * (self.quarter or 1) - 2, 1)

    @property
    def ends_on(self) -> date:
        """Its last day."""
        after = (
            date(self.year + 1, 1, 1) if self.quarter in (0, 4) else date(self.year, 3 * self.quarter + 1, 1)
        )
        return after - timedelta(days=1)

    @property
    def roman(self) -> str:
        """The quarter as it is written, empty for a year."""
        return QUARTERS[self.quarter - 1] if self.quarter else ""


def period_called(code: str) -> Period:
    """The period a code names; raises NoSuchPeriod for one that is not counted."""
    said = _CODE.fullmatch(code)
    period = Period(int(said[1]), int(said[2] or 0)) if said else None
    if period is None or period.year not in years() or period.starts_on > localdate():
        raise NoSuchPeriod(code)
    return period


def years() -> list[int]:
    """The years in which a grant ran, and this one: no figure of people decides which periods there are."""
    this_year = localdate().year
    span = Grant.objects.aggregate(first=Min("starts_on"), last=Max("ends_on"))
    if span["first"] is None:
        return [this_year]
    last = min(span["last"].year, this_year)
    return sorted({*range(min(span["first"].year, last), last + 1), this_year})


def latest() -> Period:
    """The last year in which a grant ran: the first thing to be shown."""
    last = Grant.objects.aggregate(last=Max("ends_on"))["last"]
    return Period(min(last.year, localdate().year) if last else localdate().year)


def quarters_of(year: int) -> list[Period]:
    """The quarters of a year that have begun."""
    return [
        one for one in (Period(year, quarter) for quarter in (1, 2, 3, 4)) if one.starts_on <= localdate()
    ]
