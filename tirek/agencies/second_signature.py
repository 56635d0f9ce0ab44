"""Four eyes: which deeds need a second signature, whose, and what takes its place where there is nobody to give it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tirek.agencies.roles import Role
from tirek.agencies.workdays import working_days_after


@dataclass(frozen=True, slots=True)
class Deed:
    """A kind of deed that one person may not do alone."""

    label: Any
    role: Role
    """Whoever holds it may sign second, as an administrator may."""
    delay: timedelta
    """How long the deed waits where nobody can sign: time for somebody to notice and object."""
    days_to_review: int
    """How many working days after it took effect somebody from outside looks at it, at the latest."""


DEEDS: Final[Mapping[str, Deed]] = {
    "join": Deed(_("Join two records of one person"), Role.SOCIAL_WORKER, timedelta(hours=24), 5),
    # Hiding harms nobody and waiting may: where nobody second is there it counts at once, and is reviewed all the same.
    "protect": Deed(_("Hide the address of a protected person"), Role.AGENCY_ADMIN, timedelta(0), 2),
    "unprotect": Deed(_("Show a hidden address again"), Role.AGENCY_ADMIN, timedelta(hours=24), 2),
    "legal_request": Deed(
        _("Release an extract for a legal request"), Role.AGENCY_ADMIN, timedelta(hours=24), 2
    ),
    # The law gives one working day to destroy (law on personal data, article 25).
    "erase": Deed(_("Erase all that is known of a person"), Role.AGENCY_ADMIN, timedelta(hours=8), 2),
}
"""Each code stands in `Approval.kind`."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """An active member of the staff, as far as signing goes."""

    id: UUID
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a deed was asked for."""

    is_alone: bool
    effective_at: datetime | None
    review_due_on: date | None


def may_sign(kind: str, colleague: Colleague, *, asked_by: UUID) -> bool:
    """Whether somebody may sign second: another person who is an administrator or holds the role of the deed."""
    return colleague.id != asked_by and bool({Role.AGENCY_ADMIN, DEEDS[kind].role} & colleague.roles)


def terms_of(kind: str, staff: Iterable[Colleague], *, asked_by: UUID, now: datetime) -> Terms:
    """With a second person the deed waits for the signature, without one for the delay, and a review follows."""
    if any(may_sign(kind, one, asked_by=asked_by) for one in staff):
        return Terms(is_alone=False, effective_at=None, review_due_on=None)
    deed = DEEDS[kind]
    effective_at = now + deed.delay
    due_on = working_days_after(localdate(effective_at), deed.days_to_review)
    return Terms(is_alone=True, effective_at=effective_at, review_due_on=due_on)
