"""With what one person came, read by one query for a page that shows all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import get_language

from tirek.cases.models import Application, LegalGround
from tirek.gate.fetching import Select
from tirek.grants.naming import name_in_sql


@dataclass(frozen=True, slots=True)
class Ground:
    """The justice side of an application in words."""

    words: str
    released_on: date | None


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision on an application, with the name of its reason where there is one."""

    entered: bool
    decided_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An application in words, with its ground and the decision on it."""

    id: UUID
    applied_on: date
    number: int | None
    sent_by: str
    referral_number: str
    consent_signed_on: date | None
    social_status: str
    grant: str
    ground: Ground | None
    decision: Decided | None
    struck_at: datetime | None


_HISTORY: Final = f"""
    SELECT one.id, one.applied_on, one.number, one.referred_by, one.referred_by_text, one.referral_number,
           one.consent_signed_on, one.struck_at,
           (SELECT {name_in_sql("status")} FROM grants_socialstatus AS status WHERE status.id = one.social_status_id),
           (SELECT paid.title FROM grants_grant AS paid WHERE paid.id = one.grant_id),
           ground.ground, ground.ground_text, ground.released_on, decision.entered, decision.decided_on,
           (SELECT {name_in_sql("reason")} FROM cases_entryreason AS reason WHERE reason.id = decision.reason_id)
    FROM cases_application AS one
    LEFT JOIN cases_legalground AS ground ON ground.application_id = one.id
    LEFT JOIN cases_entrydecision AS decision ON decision.application_id = one.id
    WHERE one.person_id = ANY(%(people)s)
    ORDER BY one.applied_on DESC, one.number DESC, one.id DESC
"""  # noqa: S608 — names of our own
# The three reference tables are asked row by row: joined, they would make the query longer to plan than to run.


def applications_of(person_ids: Sequence[UUID]) -> Select[list[Asked]]:
    """Every application of one person, newest first, each with its ground and decision."""
    values = {"people": list(person_ids), "language": (get_language() or "ru")[:2]}
    return Select(_HISTORY, values, lambda rows: [_asked(row) for row in rows])


def _asked(row: tuple[Any, ...]) -> Asked:
    id, applied_on, number, referred_by, referred_by_text, referral_number, consent, struck_at, *rest = row
    status, grant, ground, ground_text, released_on, entered, decided_on, reason = rest
    return Asked(
        id=id,
        applied_on=applied_on,
        number=number,
        sent_by=referred_by_text or str(Application.ReferredBy(referred_by).label),
        referral_number=referral_number,
        consent_signed_on=consent,
        social_status=status or "",
        grant=grant or "",
        ground=Ground(ground_text or str(LegalGround.Ground(ground).label), released_on) if ground else None,
        decision=Decided(entered, decided_on, reason or "") if entered is not None else None,
        struck_at=struck_at,
    )
