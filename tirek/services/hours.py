"""When an offer is open: days of the week, hours, a break, the night over midnight, and the country's holidays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from tirek.agencies.workdays import is_holiday

_LOOK_AHEAD: Final = 21
"""Days in which the next opening is looked for: the longest holidays are shorter."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of a week. Closing earlier than opening means the next morning: a night shelter is open from 18:00 to 9:00."""

    days: frozenset[int]
    opens_at: time | None = None
    closes_at: time | None = None
    break_from: time | None = None
    break_to: time | None = None
    is_round_the_clock: bool = False
    works_on_holidays: bool = False

    @property
    def is_known(self) -> bool:
        """Whether anybody has said when it is open."""
        return self.is_round_the_clock or bool(self.days and self.opens_at and self.closes_at)

    @property
    def is_overnight(self) -> bool:
        """Whether it is open through the night."""
        return bool(self.opens_at and self.closes_at and self.closes_at <= self.opens_at)

    def works_on(self, day: date) -> bool:
        """Whether it opens on a day; holidays shut it unless it says otherwise."""
        return day.weekday() in self.days and (self.works_on_holidays or not is_holiday(day))

    def spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The stretches in which it is open, of those that begin on a day; local time without a zone."""
        if not (self.opens_at and self.closes_at) or not self.works_on(day):
            return
        begins = datetime.combine(day, self.opens_at)
        ends = datetime.combine(day + timedelta(days=self.is_overnight), self.closes_at)
        if self.break_from is None or self.break_to is None:
            yield begins, ends
            return
        yield begins, datetime.combine(day, self.break_from)
        yield datetime.combine(day, self.break_to), ends

    def open_until(self, now: datetime) -> datetime | None:
        """Until when it is open, of a moment at which it is; None where it is shut or never shuts."""
        for day in (now.date() - timedelta(days=1), now.date()):
            for begins, ends in self.spans(day):
                if begins <= now < ends:
                    return ends
        return None

    def is_open(self, now: datetime) -> bool:
        """Whether it is open at a moment."""
        return self.is_round_the_clock or self.open_until(now) is not None

    def opens_next(self, now: datetime) -> datetime | None:
        """When it opens the next time after a moment; None where nobody knows."""
        for ahead in range(_LOOK_AHEAD):
            for begins, _ends in self.spans(now.date() + timedelta(days=ahead)):
                if begins > now:
                    return begins
        return None
