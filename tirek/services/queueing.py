"""Who waits for an offer: one queue, whether somebody was put into it here or came by a referral that is on the waiting list.

A place given from either end ends both: the queue answers the referral through `events`, and whatever takes a referral from the waiting
list ends its place by a trigger (`referrals`, migration 0031), by whomever it was done.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tirek.access.queries import own_sights
from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.gate.categories import Category as Sight
from tirek.people.models import Person
from tirek.services import events
from tirek.services.events import Envelope
from tirek.services.models import Offer, Waiting
from tirek.services.offering import NotOffered, check_mine


class NoConsent(PermissionError):
    """The person has not consented to the agency's knowing this of him or her."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a queue: of somebody by name, or by the initials of a referral where the name is not the reader's to know."""

    waiting: Waiting
    person: Person | None
    envelope: Envelope | None

    @property
    def name(self) -> str:
        """How the person is called here."""
        return self.person.name if self.person else (self.envelope.initials if self.envelope else "—")


def queue_of(offer: Offer, most: int) -> Sequence[Place]:
    """Who waits for an offer, the longest first, as far as the reader may know."""
    rows = list(offer.waiting.filter(ended_at__isnull=True)[:most])
    people = Person.objects.in_bulk([one.person_id for one in rows]) if rows else {}
    sent = [one.referral for one in rows if one.referral]
    envelopes = events.envelopes(sent) if sent else {}
    return [
        Place(one, people.get(one.person_id), envelopes.get(one.referral) if one.referral else None)
        for one in rows
    ]


def next_on(offer_id: UUID) -> date | None:
    """The day on which there will be more of an offer, where it is ahead."""
    return (
        Offer.objects.filter(pk=offer_id, next_on__gt=timezone.localdate())
        .values_list("next_on", flat=True)
        .first()
    )


def sight_of(offer: Offer) -> int:
    """Of which category it is that somebody waits for an offer."""
    help_kind = offer.kind.help_kind
    return help_kind.category if help_kind else int(Sight.SOCIAL)


@transaction.atomic
def wait(*, offer: Offer, person: Person, by: Actor) -> Waiting:
    """Put a person into the queue of an offer; whoever waits already keeps the place.

    Raises NoConsent where the agency, or this worker, may not know of it: that somebody waits for treatment is a matter of health.
    """
    check_mine(offer, by)
    known = Waiting.objects.filter(offer=offer, person=person, ended_at__isnull=True).first()
    if known is not None:
        return known
    category = sight_of(offer)
    if category not in by.categories or category not in {
        one for ground in own_sights(person.pk) for one in ground.categories
    }:
        raise NoConsent(category)
    waiting = Waiting.objects.create(offer=offer, person=person, agency_id=offer.agency_id, category=category)
    journal.write("services.wait", waiting, person=person.pk, by=by)
    return waiting


@transaction.atomic
def enter(*, referral: UUID, offer_id: UUID, person_id: UUID, category: int, by: Actor) -> None:
    """Let a referral on the waiting list wait in its offer's queue too; whoever waits there already keeps the place, by the referral now.

    A sender who enters what a partner said on paper enters no queue: the partner keeps its own.
    """
    assert by.agency_id is not None
    if not Offer.objects.filter(pk=offer_id, agency_id=by.agency_id).exists():
        return
    place = Waiting(
        offer_id=offer_id, person_id=person_id, agency_id=by.agency_id, category=category, referral=referral
    )
    # The place of somebody whose consent ran out is not seen here, and still there is one place.
    Waiting.objects.bulk_create([place], ignore_conflicts=True)
    held = Waiting.objects.filter(offer_id=offer_id, person_id=person_id, ended_at__isnull=True)
    held.filter(referral__isnull=True).update(referral=referral)
    if (standing := held.first()) is not None:
        journal.write("services.wait", standing, person=person_id, by=by)


@transaction.atomic
def end_waiting(*, waiting: Waiting, how: str, by: Actor) -> Waiting:
    """Let a person leave the queue: the turn came, the wish went, or it was a mistake; a referral that stands there is answered with it.

    Raises NotOffered where it is not the actor's to decide, and for a mistake where a referral stands behind the place.
    """
    check_mine(waiting.offer, by)
    if waiting.ended_at is not None:
        return waiting
    if waiting.referral is not None:
        if how == Waiting.Ended.MISTAKE:
            raise NotOffered("a referral stands behind the place")
        events.leaving(waiting.referral, how, by)
    held = Waiting.objects.select_for_update().get(pk=waiting.pk)
    if held.ended_at is None:
        held.ended_at, held.ended_how = timezone.now(), how
        held.save(update_fields=["ended_at", "ended_how"])
    journal.write("services.end_waiting", held, person=held.person_id, by=by)
    return held


@transaction.atomic
def turn_came(*, offer_id: UUID, person_id: UUID, by: Actor) -> None:
    """What was waited for is given. The place of a referral that is not the actor's to answer stays, and with it the referral."""
    rows = Waiting.objects.select_related("offer")
    waiting = rows.filter(offer_id=offer_id, person_id=person_id, ended_at__isnull=True).first()
    if waiting is not None:
        with suppress(PermissionError), transaction.atomic():
            end_waiting(waiting=waiting, how=Waiting.Ended.GIVEN, by=by)
