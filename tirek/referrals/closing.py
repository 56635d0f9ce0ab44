"""How help itself is told: begun, completed with what was received or not, failed; and the help as a row of its own.

All of it stands in `Outcome`, apart from the envelope: there only that the referral is closed is said.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.gate.categories import Category
from tirek.grants.queries import grant_running
from tirek.referrals.machine import Side, Status, Verb
from tirek.referrals.models import Outcome, Referral, ReferralMatter
from tirek.referrals.moving import Illegal, Locked, NotYours, Said, judge, lock, outcome_of, write
from tirek.referrals.policies import may_work
from tirek.referrals.reasons import EndReason
from tirek.services import actions as services
from tirek.services.actions import Ending, ServiceFacts
from tirek.services.models import Service


class OutcomeMissing(ValueError):
    """Only a referral with an outcome is closed: received or not, and if not, why."""


@transaction.atomic
def start(*, referral: Referral, seen: str, note: str = "", by: Actor) -> Outcome:
    """The person came and help has begun; nothing of it is written on the envelope."""
    held = lock(referral, seen)
    return _tell(held, Verb.START, Said(note=note), by=by, came=True, started_at=timezone.now())


@transaction.atomic
def complete(
    *,
    referral: Referral,
    seen: str,
    received: bool,
    reason: str = "",
    given_on: date | None = None,
    note: str = "",
    by: Actor,
) -> Outcome:
    """Complete, saying whether the help was received; where it was and a day is named, it becomes a line of the journal."""
    if not received and reason not in EndReason.values:
        raise OutcomeMissing
    held, now = lock(referral, seen), timezone.now()
    why = "" if received else reason
    ended = {"came": True, "received": received, "reason": why, "ended_at": now}
    outcome = _tell(held, Verb.COMPLETE, Said(reason=why, note=note), by=by, **ended)
    _close(held, by)
    if received and given_on is not None:
        deliver(referral=held.referral, given_on=given_on, by=by)
    return outcome


@transaction.atomic
def fail(
    *, referral: Referral, seen: str, reason: str, note: str = "", side: Side | None = None, by: Actor
) -> Outcome:
    """It did not come about: a no-show, the person's own no, contact lost; told apart like everything of a visit."""
    if reason not in EndReason.values:
        raise OutcomeMissing
    held, now = lock(referral, seen), timezone.now()
    came = False if reason == EndReason.NO_SHOW else (held.outcome.came if held.outcome else None)
    said = Said(reason=reason, note=note, side=side)
    outcome = _tell(held, Verb.FAIL, said, by=by, came=came, received=False, reason=reason, ended_at=now)
    _close(held, by)
    return outcome


def _tell(held: Locked, verb: Verb, said: Said, *, by: Actor, **told: Any) -> Outcome:
    """Take an edge that tells of a visit: the outcome's own version goes up, the envelope's does not."""
    taken, side = judge(held, verb, by, said.side)
    outcome = held.outcome
    told = {"status": taken.target.value, "note": said.note, **told}
    if outcome is None:
        outcome = Outcome.objects.create(referral=held.referral, **told)
    else:
        for name, value in told.items():
            setattr(outcome, name, value)
        outcome.version += 1
        outcome.save(update_fields=[*told, "version"])
    write(held.referral, verb, held.status, taken.target, side, said, outcome.version, is_apart=True, by=by)
    return outcome


def _close(held: Locked, by: Actor) -> None:
    """On the envelope only that it is closed."""
    referral, now = held.referral, timezone.now()
    referral.closed_at = referral.changed_at = now
    referral.version += 1
    referral.save(update_fields=["closed_at", "changed_at", "version"])


@transaction.atomic
def deliver(*, referral: Referral, given_on: date, by: Actor) -> Service:
    """Write the help that was received into the journal of services: once, by whoever may write of this person there.

    It counts for the grant that runs on the day, as a line typed by hand does.
    """
    held = Referral.objects.select_for_update().select_related("kind").get(pk=referral.pk)
    outcome = outcome_of(held.pk)
    if not may_work(by):
        raise NotYours("deliver")
    if outcome is None or outcome.status != Status.COMPLETED or not outcome.received or outcome.service_id:
        raise Illegal("deliver")
    assert by.agency_id is not None
    matter = ReferralMatter.objects.filter(pk=held.pk).first()
    grant = grant_running(by.agency_id, given_on)
    line = ServiceFacts(
        person_id=held.person_id,
        agency_id=by.agency_id,
        grant_id=grant.pk if grant else None,
        kind_id=held.kind_id,
        provider_id=held.to_agency_id,
        happened_on=given_on,
        wish_of=matter.wish_of if matter else "",
        ending=Ending.GIVEN,
        offer_id=held.offer if by.agency_id == held.to_agency_id else None,
    )
    service = services.record(service=line, by=by)
    outcome.service = service
    outcome.version += 1
    outcome.save(update_fields=["service", "version"])
    journal.write("referrals.deliver", held, person=held.person_id, by=by)
    return service


def may_deliver(referral: Referral, outcome: Outcome | None, by: Actor) -> bool:
    """Whether help that was received still waits to be written into the journal, by somebody who may."""
    waits = outcome is not None and bool(outcome.received) and outcome.service_id is None
    return waits and may_work(by) and Category.SOCIAL in by.categories
