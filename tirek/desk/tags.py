"""The short facts in a person's identity bar: release, ground, consent, the programme, how long without contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tirek.cases.history import Asked
from tirek.services.history import Told
from tirek.ui.formats import short_date
from tirek.visits.history import Lost, Tried

_COUNTED_IN_DAYS: Final = 365
_SILENT_AFTER_DAYS: Final = 7
_CONTACTS: Final = frozenset({"given", "declined", "unmet"})
"""Endings for which the person was spoken to; a refusal by a provider or a no-show tells nothing of that."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A word with a tone and an icon."""

    text: str
    tone: str = ""
    icon: str = ""


def tags_of(
    applications: Sequence[Asked],
    lines: Sequence[Told],
    tried: Sequence[Tried],
    lost: Sequence[Lost],
    today: date,
) -> list[Tag]:
    """The tags of a person, the most telling first."""
    found: list[Tag] = []
    if applications:
        latest = applications[0]
        found += [*_release(latest, today), *_ground(latest), _consent(applications), _programme(latest)]
    return [*found, *(_lost(lost) or _contact(applications, lines, tried, today))]


def _lost(lost: Sequence[Lost]) -> list[Tag]:
    """Whoever is lost is not counted as silent besides."""
    now = next((one for one in lost if one.returned_on is None), None)
    if now is None:
        return []
    return [
        Tag(_("contact lost since %(day)s") % {"day": short_date(now.declared_on)}, "bad", icon="phone-off")
    ]


def _release(application: Asked, today: date) -> list[Tag]:
    ground = application.ground
    if ground is None or ground.released_on is None:
        return []
    days = (today - ground.released_on).days
    if days < 0:
        text = _("to be released on %(day)s") % {"day": short_date(ground.released_on)}
    elif days <= _COUNTED_IN_DAYS:
        text = _("day %(days)s after release") % {"days": days}
    else:
        text = _("released on %(day)s") % {"day": short_date(ground.released_on)}
    return [Tag(text, "info", icon="door-exit")]


def _ground(application: Asked) -> list[Tag]:
    return [Tag(application.ground.words)] if application.ground else []


def _consent(applications: Sequence[Asked]) -> Tag:
    signed = max((one.consent_signed_on for one in applications if one.consent_signed_on), default=None)
    if signed is None:
        return Tag(_("consent is not signed"), "warn", icon="shield-question")
    return Tag(_("consent signed on %(day)s") % {"day": short_date(signed)}, "ok", icon="shield-check")


def _programme(application: Asked) -> Tag:
    decision = application.decision
    if decision is None:
        return Tag(_("waits for a decision"), "warn", icon="clock")
    if decision.entered:
        return Tag(_("in the programme"), "ok", icon="check")
    return Tag(_("did not enter: %(reason)s") % {"reason": decision.reason}, "bad", icon="door-off")


def _contact(
    applications: Sequence[Asked], lines: Sequence[Told], tried: Sequence[Tried], today: date
) -> list[Tag]:
    days = [line.happened_on for line in lines if line.ending in _CONTACTS]
    days += [application.applied_on for application in applications]
    days += [localdate(one.at) for one in tried if one.was_reached and one.struck_at is None]
    if not days:
        return []
    last = max(days)
    silent = (today - last).days
    if silent > _COUNTED_IN_DAYS:
        return [Tag(_("last contact on %(day)s") % {"day": short_date(last)}, "", icon="phone-off")]
    if silent > _SILENT_AFTER_DAYS:
        text = ngettext("%(days)s day without contact", "%(days)s days without contact", silent)
        return [Tag(text % {"days": silent}, "warn", icon="phone-off")]
    return []
