"""One step of a referral: the row locked, the form's version compared, the edge and the side judged, the history written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from tirek.agencies.models import Agency
from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.gate.fetching import fetch, fetch_together, row_of
from tirek.referrals.machine import Edge, Side, Status, Verb, edge, shared
from tirek.referrals.models import Outcome, Referral, ReferralMove
from tirek.referrals.policies import TELLING, code_of, may_know_outcome, may_work, sides_of


class Illegal(ValueError):
    """No way leads from where the referral stands by this verb."""


class NotYours(PermissionError):
    """This agency speaks for neither side that may decide it."""


class ChangedMeanwhile(RuntimeError):
    """Somebody moved the referral since the form was opened; it holds the referral as it stands now."""

    def __init__(self, referral: Referral) -> None:
        super().__init__(referral.pk)
        self.referral = referral


@dataclass(frozen=True, slots=True)
class Locked:
    """A referral held for a step, with what the reader may know of its outcome."""

    referral: Referral
    outcome: Outcome | None
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is written beside a step."""

    reason: str = ""
    next_step: str = ""
    next_agency: Agency | None = None
    note: str = ""
    side: Side | None = None
    """Whoever decided, where it was not the side that enters it: the person's own word."""
    detail: dict[str, Any] = field(default_factory=dict)


def stamp(referral: Referral, outcome: Outcome | None) -> str:
    """What a form carries: the versions of the envelope and of the outcome that its reader saw."""
    return f"{referral.version}.{outcome.version if outcome else 0}"


def outcome_of(referral_id: UUID) -> Outcome | None:
    """What became of it, as far as the reader may know."""
    return fetch(row_of(Outcome, referral_id))


def lock(referral: Referral, seen: str) -> Locked:
    """Hold a referral until the transaction ends; raises ChangedMeanwhile where another version stands than was seen."""
    held, outcome = fetch_together(row_of(Referral, referral.pk, held=True), row_of(Outcome, referral.pk))
    if held is None:
        raise Referral.DoesNotExist
    if stamp(held, outcome) != seen:
        raise ChangedMeanwhile(held)
    return Locked(held, outcome, code_of(held, outcome))


def judge(held: Locked, verb: Verb, by: Actor, side: Side | None = None) -> tuple[Edge, Side]:
    """The edge that is taken and for whom; raises Illegal and NotYours."""
    taken = edge(held.status, verb, held.referral.hold)
    if taken is None or (held.referral.closed_at is not None and verb != Verb.MISTAKE):
        raise Illegal(f"{held.status}: {verb}")
    mine = sides_of(held.referral, by)
    if side is not None:
        mine &= {side}
    else:
        mine.discard(Side.CLIENT)
    for_whom = next(
        (one for one in (Side.SENDER, Side.PROVIDER, Side.CLIENT) if one in taken.sides & mine), None
    )
    if for_whom is None or not may_work(by) or (verb in TELLING and not may_know_outcome(held.referral, by)):
        raise NotYours(f"{held.status}: {verb}")
    return taken, for_whom


def move(held: Locked, verb: Verb, said: Said | None = None, *, by: Actor, **changes: Any) -> Referral:
    """Take the edge of a verb on the envelope: one version more, one row of history, one of the journal."""
    said = said or Said()
    taken, side = judge(held, verb, by, said.side)
    referral, now = held.referral, timezone.now()
    target = shared(taken.target)
    if target in (Status.CANCELLED, Status.ENTERED_IN_ERROR):
        changes.setdefault("closed_at", referral.closed_at or now)
    rests = taken.hold or "" if target == Status.ON_HOLD else ""
    changes = {"status": target.value, "hold": rests, "changed_at": now, **changes}
    for name, value in changes.items():
        setattr(referral, name, value)
    referral.version += 1
    referral.save(update_fields=[*changes, "version"])
    write(referral, verb, held.status, taken.target, side, said, referral.version, by=by)
    return referral


def write(
    referral: Referral,
    verb: Verb,
    source: Status,
    target: Status,
    side: Side,
    said: Said,
    version: int,
    *,
    is_apart: bool = False,
    by: Actor,
) -> None:
    """Write a step into the referral's history and into the journal."""
    ReferralMove.objects.create(
        referral=referral,
        version=version,
        verb=verb,
        from_status=source,
        to_status=target,
        by_side=side,
        agency_id=by.agency_id,
        worker=by.id,
        reason=said.reason,
        next_step=said.next_step,
        next_agency=said.next_agency,
        note=said.note,
        is_apart=is_apart,
    )
    detail = {"side": side.value, **said.detail}
    journal.write(f"referrals.{verb}", referral, person=referral.person_id, detail=detail, by=by)
