"""What happened to a person, month by month, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tirek.cases.history import Asked
from tirek.people.models import PairDecision
from tirek.people.queries import Paired
from tirek.services.history import Told

SHOWN_AT_ONCE: Final = 30


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened."""

    on: date
    group: str
    title: str
    text: str
    who: str
    tone: str
    icon: str
    service_id: UUID | None = None
    is_struck: bool = False
    """Struck out: it is told, and counts nowhere."""
    decision_id: UUID | None = None
    """The decision on two records that its page shows and undoes."""


@dataclass(frozen=True, slots=True)
class Month:
    """The happenings of one month."""

    on: date
    happenings: list[Happening]


FILTERS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("", pgettext_lazy("timeline", "everything")),
    ("given", gettext_lazy("services given")),
    ("not_given", gettext_lazy("refusals and other endings")),
    ("applications", gettext_lazy("applications")),
    ("plan", gettext_lazy("needs and plan")),
    ("contacts", gettext_lazy("attempts to reach")),
    ("paired", gettext_lazy("joins and splits")),
)


def happenings(
    applications: Sequence[Asked],
    lines: Sequence[Told],
    paired: Sequence[Paired] = (),
    others: Sequence[Happening] = (),
) -> list[Happening]:
    """Everything the records say, newest first; `others` were put into words elsewhere."""
    found = [event for application in applications for event in _of_application(application)]
    found += [_of_line(line) for line in lines]
    found += [event for one in paired for event in _of_pair(one)]
    found += others
    return sorted(found, key=lambda event: event.on, reverse=True)


def by_month(events: Sequence[Happening]) -> list[Month]:
    """The same under the headings of months."""
    months = groupby(events, key=lambda event: event.on.replace(day=1))
    return [Month(first, list(several)) for first, several in months]


def _of_line(line: Told) -> Happening:
    look = line.look
    title = line.kind if line.is_given else f"{line.kind}: {look.label}"
    said = (line.reason, line.detail, line.note)
    return Happening(
        on=line.happened_on,
        group="given" if line.is_given else "not_given",
        title=title,
        text=" · ".join(part for part in said if part),
        who=line.provider,
        tone=look.tone,
        icon=look.icon,
        service_id=line.id if line.struck_at is None else None,
        is_struck=line.struck_at is not None,
    )


def _of_pair(one: Paired) -> Iterator[Happening]:
    is_join = one.outcome == PairDecision.Outcome.SAME
    numbers = [
        f"№ {number:04}" if number else _("a record of another organisation")
        for number in (one.one, one.other)
    ]
    yield Happening(
        on=localdate(one.decided_at),
        group="paired",
        title=_("Records joined") if is_join else _("Never one person"),
        text=" · ".join(part for part in (*numbers, one.why) if part),
        who=one.decided_by,
        tone="info",
        icon="user-check" if is_join else "users",
        decision_id=one.id,
    )
    if one.ended_at is not None:
        yield Happening(
            on=localdate(one.ended_at),
            group="paired",
            title=_("Records split") if is_join else _("They may be one person after all"),
            text=" · ".join(part for part in (*numbers, one.ended_why) if part),
            who=one.ended_by,
            tone="warn",
            icon="arrow-back-up",
            decision_id=one.id,
        )


def _of_application(application: Asked) -> Iterator[Happening]:
    decision = application.decision
    if decision is not None:
        title = _("Entered the programme") if decision.entered else _("Did not enter the programme")
        yield Happening(
            on=decision.decided_on,
            group="applications",
            title=title,
            text=decision.reason,
            who="",
            tone="ok" if decision.entered else "warn",
            icon="door-enter" if decision.entered else "door-off",
            is_struck=application.struck_at is not None,
        )
    yield Happening(
        on=application.applied_on,
        group="applications",
        title=_("Asked for help"),
        text=referral_in_words(application),
        who="",
        tone="info",
        icon="file-text",
        is_struck=application.struck_at is not None,
    )
    ground = application.ground
    if ground is not None and ground.released_on:
        released = _("Released")
        yield Happening(
            ground.released_on, "applications", released, ground.words, who="", tone="", icon="door-exit"
        )


def referral_in_words(application: Asked) -> str:
    """Who sent the person, with the number of the referral."""
    if application.referral_number:
        said = {"who": application.sent_by, "number": application.referral_number}
        return _("%(who)s, referral no. %(number)s") % said
    return application.sent_by
