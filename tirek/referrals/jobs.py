"""Background work: every hour late steps are laid before the named person, and what nobody answered runs out."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from tirek.audit.actors import MACHINE, Actor
from tirek.gate.acting import act_as
from tirek.gate.categories import ALL
from tirek.referrals import actions, deadlines
from tirek.referrals import (
    letter_jobs as letter_jobs,
)  # procrastinate looks for tasks in modules of this name
from tirek.referrals.models import Referral
from tirek.referrals.moving import ChangedMeanwhile, Illegal
from tirek.referrals.policies import ANSWERED_HERE


@app.periodic(cron="11 * * * *")
@app.task(name="referrals.look_at_deadlines", queue="referrals", queueing_lock="referrals.look_at_deadlines")
def look_at_deadlines(timestamp: int) -> None:
    """Every late step with anything still to do, each in a transaction of its own: one that fails holds up no other."""
    late = Referral.objects.filter(closed_at__isnull=True, due_at__lt=timezone.now()).order_by("due_at")
    late = late.filter(Q(escalated_at__isnull=True) | Q(channel__in=ANSWERED_HERE))
    for referral_id, agency_id in late.values_list("id", "to_agency_id"):
        settle(referral_id, agency_id)


def settle(referral_id: UUID, agency_id: UUID) -> None:
    """Escalate one late referral, or let it run out; for the program acts with the agency's sight of everything it may see."""
    by = Actor(id=MACHINE.id, agency_id=agency_id, categories=ALL)
    with act_as(by, purpose="deadline"):
        referral = Referral.objects.filter(pk=referral_id).first()
        if referral is None or not referral.is_overdue or referral.due_at is None:
            return
        if deadlines.expires_at(referral.due_at) <= timezone.now():
            try:
                actions.expire(referral=referral, by=by)
                return
            except (Illegal, ChangedMeanwhile):
                pass
        if referral.escalated_at is None:
            actions.escalate(referral=referral, by=by)
