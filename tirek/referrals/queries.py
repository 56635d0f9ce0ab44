"""Reads over referrals: one with its history, those of a person, and visits that nobody told of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from tirek.agencies.models import Agency, Worker
from tirek.agencies.queries import names_of
from tirek.referrals.deadlines import Chip, chip, visit_due
from tirek.referrals.looks import Look, look_of
from tirek.referrals.machine import Side, Status
from tirek.referrals.models import OPEN, Outcome, Referral, ReferralMove
from tirek.referrals.policies import code_of
from tirek.referrals.reasons import EndReason, NextStep
from tirek.services.models import RefusalReason


def incoming(agency_id: UUID) -> QuerySet[Referral]:
    """What others ask of an agency, or brought on paper."""
    return Referral.objects.filter(to_agency_id=agency_id)


@dataclass(frozen=True, slots=True)
class Line:
    """One referral with what the reader may know of its outcome."""

    referral: Referral
    outcome: Outcome | None
    chip: Chip | None

    @property
    def status(self) -> Status:
        """Where it stands."""
        return code_of(self.referral, self.outcome)

    @property
    def is_closed_unsaid(self) -> bool:
        """Closed, and how is not the reader's to know."""
        return (
            self.referral.closed_at is not None
            and self.referral.status == Status.ACCEPTED
            and self.outcome is None
        )

    @property
    def look(self) -> Look:
        """The state as a tag."""
        return look_of(self.referral, self.status, is_unsaid=self.is_closed_unsaid)


def line_of(referral: Referral, outcome: Outcome | None) -> Line:
    """One referral with its state, as far as the reader may know."""
    return Line(referral, outcome, chip(referral.due_at) if referral.is_open else None)


def with_names(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Each with its kind and both agencies."""
    return rows.select_related("kind", "from_agency", "to_agency")


@dataclass(frozen=True, slots=True)
class Told:
    """One step of the history in words."""

    move: ReferralMove
    worker: str
    reason: str
    is_by_other: bool

    @property
    def next_step(self) -> str:
        """The next step in words, with the organisation where it is one."""
        if not self.move.next_step:
            return ""
        said = str(NextStep(self.move.next_step).label)
        return f"{said}: {self.move.next_agency}" if self.move.next_agency else said


def reasons_in_words(codes: Iterable[str]) -> dict[str, str]:
    """Reasons of refusals and of other ends by their codes."""
    wanted = {code for code in codes if code}
    found = {one.code: one.name for one in RefusalReason.objects.filter(code__in=wanted)} if wanted else {}
    return {str(one.value): str(one.label) for one in EndReason} | found


def history_of(referral: Referral) -> list[Told]:
    """Every step the reader may know of, the oldest first."""
    moves = list(referral.moves.select_related("agency", "next_agency"))
    workers = names_of({one.worker for one in moves})
    reasons = reasons_in_words(one.reason for one in moves)
    side = {Side.PROVIDER: referral.to_agency_id, Side.SENDER: referral.from_agency_id}
    return [
        Told(
            one,
            workers.get(one.worker, ""),
            reasons.get(one.reason, one.reason),
            one.agency_id is not None and side.get(Side(one.by_side), one.agency_id) != one.agency_id,
        )
        for one in moves
    ]


def refusal_of(referral: Referral) -> ReferralMove | None:
    """The last refusal, with its reason and its next step."""
    refusals = referral.moves.filter(verb="refuse").select_related("next_agency")
    return refusals.order_by("-version").first()


def colleagues(agency_id: UUID) -> QuerySet[Worker]:
    """To whom of an agency a late referral may be escalated."""
    return Worker.objects.filter(agency_id=agency_id).active().order_by("name")


def receivers(agency_id: UUID) -> QuerySet[Agency]:
    """Whom one may ask."""
    return Agency.objects.exclude(pk=agency_id).order_by("name")


def of_person(person_ids: Sequence[UUID]) -> QuerySet[Referral]:
    """The referrals of one person that the reader sees, newest first."""
    return with_names(Referral.objects.filter(person_id__in=person_ids)).order_by("-made_at", "-pk")


def visits_due(agency_id: UUID) -> QuerySet[Referral]:
    """Accepted, the appointment is over, and nobody has said whether the person came."""
    over = timezone.now() - timedelta(days=1)
    waiting = incoming(agency_id).filter(OPEN, status=Status.ACCEPTED, appointment_at__lt=over, outcome=None)
    return with_names(waiting).order_by("appointment_at", "pk")


def visit_is_late(referral: Referral, outcome: Outcome | None) -> bool:
    """Whether it should have been said by now that the person came or not."""
    appointed = referral.appointment_at
    return (
        referral.is_open
        and outcome is None
        and appointed is not None
        and visit_due(appointed) < timezone.now()
    )
