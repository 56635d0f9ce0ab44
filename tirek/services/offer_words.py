"""How an offer is told on a page: its state, its hours, who it is for and for whom it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tirek.services.eligibility import PersonFacts, Reason, in_words
from tirek.services.hours import Hours
from tirek.services.models import Offer
from tirek.services.offers import State, counts_of_waiting, state_of, why_not
from tirek.ui.formats import WEEKDAYS, short_date


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer in words, and what is known of its fit for one person."""

    offer: Offer
    name: str
    state: State
    is_open: bool
    hours: str
    waiting: int
    is_mine: bool
    reasons: list[Reason] | None

    @property
    def refusals(self) -> list[Reason]:
        """Conditions that are not met."""
        return [reason for reason in self.reasons or [] if not reason.is_question]

    @property
    def questions(self) -> list[Reason]:
        """What to ask before sending."""
        return [reason for reason in self.reasons or [] if reason.is_question]


def shown(offers: Sequence[Offer], agency_id: UUID, facts: PersonFacts | None = None) -> list[Shown]:
    """Offers in words, as they stand now."""
    now = timezone.localtime().replace(tzinfo=None)
    waiting = counts_of_waiting(one for one in offers if one.agency_id == agency_id)
    return [
        Shown(
            offer=one,
            name=one.name_on(now.date()),
            state=state_of(one, now.date()),
            is_open=one.hours.is_open(now),
            hours=hours_now(one.hours, now),
            waiting=waiting.get(one.pk, 0),
            is_mine=one.agency_id == agency_id,
            reasons=None if facts is None else why_not(one, facts, now.date()),
        )
        for one in offers
    ]


def hours_now(hours: Hours, now: datetime) -> str:
    """Whether it is open at this moment, and until or from when."""
    if hours.is_round_the_clock:
        return _("round the clock")
    if not hours.is_known:
        return ""
    if until := hours.open_until(now):
        return _("open until %(time)s") % {"time": clock(until.time())}
    opens = hours.opens_next(now)
    if opens is None:
        return _("shut")
    if opens.date() == now.date():
        return _("opens today at %(time)s") % {"time": clock(opens.time())}
    if (opens.date() - now.date()).days < len(WEEKDAYS):
        said = {"weekday": WEEKDAYS[opens.weekday()], "time": clock(opens.time())}
        return _("opens %(weekday)s at %(time)s") % said
    return _("opens on %(day)s") % {"day": short_date(opens)}


def clock(at: time) -> str:
    """A time of day as people here write it."""
    return f"{at.hour}:{at:%M}"


def week_of(hours: Hours) -> list[str]:
    """The hours of a week in words, a line for each thing to know."""
    if hours.is_round_the_clock:
        return [_("round the clock")]
    if not hours.is_known or hours.opens_at is None or hours.closes_at is None:
        return []
    lines = [f"{_days(sorted(hours.days))}: {clock(hours.opens_at)}–{clock(hours.closes_at)}"]
    if hours.break_from and hours.break_to:
        said = {"from": clock(hours.break_from), "to": clock(hours.break_to)}
        lines.append(_("break %(from)s–%(to)s") % said)
    lines.append(_("works on holidays") if hours.works_on_holidays else _("shut on holidays"))
    return lines


def _days(days: Sequence[int]) -> str:
    """Days of the week, neighbours as a stretch."""
    stretches: list[list[int]] = []
    for day in days:
        if stretches and stretches[-1][-1] == day - 1:
            stretches[-1].append(day)
        else:
            stretches.append([day])
    return ", ".join(
        f"{WEEKDAYS[one[0]]}–{WEEKDAYS[one[-1]]}" if len(one) > 1 else str(WEEKDAYS[one[0]])
        for one in stretches
    )


def answer_of(offer: Offer) -> str:
    """In what time a referral is answered: a night's shelter in hours."""
    if offer.hours_to_answer is not None:
        n = offer.hours_to_answer
        return ngettext("within %(n)s hour", "within %(n)s hours", n) % {"n": n}
    n = offer.days_to_answer or 0
    return ngettext("within %(n)s working day", "within %(n)s working days", n) % {"n": n}


def conditions_of(offer: Offer) -> list[str]:
    """Who may have it, in words."""
    return in_words(offer.conditions)
