"""A referral in the queue of an offer: what the queue says of its place is the answer to the referral; what it may read is the envelope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from tirek.agencies.queries import names_of
from tirek.audit.actors import Actor
from tirek.referrals import actions
from tirek.referrals.machine import Hold, Side
from tirek.referrals.models import Referral
from tirek.referrals.moving import outcome_of, stamp
from tirek.referrals.reasons import EndReason
from tirek.services.events import Envelope
from tirek.services.models import Waiting


def leave(referral_id: UUID, how: str, by: Actor) -> None:
    """The turn came: the referral is accepted by whoever said so; the wish went: it is withdrawn on the person's word. Raises NotYours."""
    referral = Referral.objects.filter(pk=referral_id, hold=Hold.WAITING).first()
    if referral is None:
        return
    seen = stamp(referral, outcome_of(referral.pk))
    if how == Waiting.Ended.GIVEN:
        receives = next(iter(names_of({by.id}).values()), "")
        actions.accept(referral=referral, seen=seen, receives=receives, appointment_at=None, by=by)
    elif how == Waiting.Ended.WITHDREW:
        actions.withdraw(referral=referral, seen=seen, reason=EndReason.DECLINED, side=Side.CLIENT, by=by)


def envelopes(referrals: Sequence[UUID]) -> Mapping[UUID, Envelope]:
    """Initials and the next date of those who wait by a referral, as far as the reader sees it."""
    found = Referral.objects.filter(pk__in=referrals).values_list("id", "initials", "waits_until")
    return {key: Envelope(initials, next_on) for key, initials, next_on in found}
