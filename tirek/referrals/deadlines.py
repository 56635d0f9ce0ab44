"""By when each step is due: in Kazakhstan's working days, an answer for somebody who needs a bed tonight in hours.

Three working days to answer and two for a question are the agencies' own agreement (ux.md, section 10, requirement 6), kept here as
data; a paused clock keeps what was left of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tirek.agencies.workdays import working_days_after
from tirek.ui.formats import day as day_in_words
from tirek.ui.formats import short_date

DAY_ENDS: Final = time(18)
DAYS_TO_ANSWER: Final = 3
URGENT_DAYS: Final = 1
HOURS_TO_SHELTER: Final = 4
DAYS_TO_EXPLAIN: Final = 2
DAYS_TO_REVIEW: Final = 3
DAYS_AFTER_VISIT: Final = 1
DAYS_TO_OUTCOME: Final = 20
DAYS_TO_EXPIRE: Final = 10
"""After the answer was due and nobody gave one."""
_SOON: Final = timedelta(hours=24)
_AN_HOUR: Final = 3600


def end_of(day: date) -> datetime:
    """The end of a working day, as the clocks here show it."""
    return timezone.make_aware(datetime.combine(day, DAY_ENDS))


def after(moment: datetime, days: int) -> datetime:
    """The end of the working day that is so many working days after a moment."""
    return end_of(working_days_after(timezone.localdate(moment), days))


def answer_due(sent_at: datetime, *, days: int | None, hours: int | None) -> datetime:
    """By when an answer is due: in hours where hours were asked for, else in working days."""
    if hours is not None:
        return sent_at + timedelta(hours=hours)
    return after(sent_at, DAYS_TO_ANSWER if days is None else days)


def left_of(due_at: datetime, now: datetime, *, in_hours: bool) -> int:
    """What is left of a clock that is paused now: minutes, or working days; nothing of one that ran out."""
    if in_hours:
        return max(0, int((due_at - now).total_seconds() // 60))
    today, last, left = timezone.localdate(now), timezone.localdate(due_at), 0
    while working_days_after(today, left) < last:
        left += 1
    return left


def resumed(now: datetime, left: int, *, in_hours: bool) -> datetime:
    """When a clock that goes on now runs out: nobody is given less than an hour or the next working day."""
    return now + timedelta(minutes=max(left, 60)) if in_hours else after(now, max(left, 1))


def outcome_due(accepted_at: datetime, appointment_at: datetime | None) -> datetime:
    """By when the outcome is to be told: counted from the visit where one is appointed."""
    return after(max(accepted_at, appointment_at or accepted_at), DAYS_TO_OUTCOME)


def visit_due(appointment_at: datetime) -> datetime:
    """By when it is to be said whether the person came."""
    return after(appointment_at, DAYS_AFTER_VISIT)


def expires_at(due_at: datetime) -> datetime:
    """When a referral that nobody answered runs out."""
    return after(due_at, DAYS_TO_EXPIRE)


@dataclass(frozen=True, slots=True)
class Chip:
    """A deadline in words, with the tone and the icon that say it a second time."""

    words: str | Promise
    tone: str
    icon: str


def chip(due_at: datetime | None, now: datetime | None = None) -> Chip | None:
    """Late by how much, or how much is left: hours of the last day, then days."""
    if due_at is None:
        return None
    now = now or timezone.now()
    left = due_at - now
    if left < timedelta(0):
        return Chip(_late(-left), "bad", "clock-exclamation")
    if left < _SOON and timezone.localdate(due_at) == timezone.localdate(now):
        hours = int(left.total_seconds() // _AN_HOUR)
        words = (
            ngettext("%(count)d hour left", "%(count)d hours left", hours) % {"count": hours}
            if hours
            else _("less than an hour left")
        )
        return Chip(words, "warn", "clock")
    if left < _SOON * 2:
        return Chip(pgettext("deadline", "by %(day)s") % {"day": day_in_words(due_at)}, "warn", "clock")
    return Chip(pgettext("deadline", "by %(day)s") % {"day": short_date(due_at)}, "", "clock")


# icons: clock-exclamation clock


def _late(by: timedelta) -> str:
    if by < timedelta(days=1):
        hours = max(1, int(by.total_seconds() // _AN_HOUR))
        return ngettext("overdue by %(count)d hour", "overdue by %(count)d hours", hours) % {"count": hours}
    return ngettext("overdue by %(count)d day", "overdue by %(count)d days", by.days) % {"count": by.days}
