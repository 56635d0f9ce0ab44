"""Writes on keeping in touch: an attempt, contact lost, the return, and what was a mistake."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from tirek.agencies.workdays import working_days_after
from tirek.audit import actions as journal
from tirek.audit import striking
from tirek.audit.actors import Actor
from tirek.cases import planning
from tirek.people.models import Person
from tirek.visits.models import Contact, LostEpisode


class LostAlready(ValueError):
    """Contact is lost already: the episode goes on."""


class NotLost(ValueError):
    """The episode has ended, or was changed after the form was opened."""


class LiesAhead(ValueError):
    """Nobody was reached tomorrow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFacts:
    """What one attempt says."""

    id: UUID = field(default_factory=uuid.uuid4)
    at: datetime
    way: str
    outcome: str
    note: str = ""


@transaction.atomic
def try_contact(*, person: Person, people: Iterable[UUID] = (), contact: ContactFacts, by: Actor) -> Contact:
    """Write an attempt down; said twice it stands once. Whoever was reached is silent no more. Raises LiesAhead.

    `people` are the records joined into the person.
    """
    assert by.agency_id is not None
    if contact.at > timezone.now():
        raise LiesAhead
    tried, is_new = Contact.every.get_or_create(
        id=contact.id,
        defaults={
            "person": person,
            "agency_id": by.agency_id,
            "at": contact.at,
            "way": contact.way,
            "outcome": contact.outcome,
            "note": contact.note,
            "tried_by": by.id,
        },
    )
    if is_new:
        journal.write(
            "visits.try_contact", tried, person=person.id, detail={"outcome": contact.outcome}, by=by
        )
        if contact.outcome == Contact.Outcome.REACHED:
            planning.hear_of(people={person.id, *people}, on=localdate(contact.at), by=by)
    return tried


@transaction.atomic
def strike_contact(*, contact: Contact, by: Actor) -> None:
    """Strike an attempt out that was pressed by mistake: it stays, and counts nowhere."""
    striking.strike(contact, action="visits.strike_contact", person=contact.person_id, by=by)


@transaction.atomic
def lose_contact(
    *,
    person: Person,
    people: Iterable[UUID] = (),
    reason: str,
    note: str = "",
    last_contact_on: date | None = None,
    by: Actor,
) -> LostEpisode:
    """Say that contact is lost, and why as far as is known; the plan is paused. Raises LostAlready."""
    assert by.agency_id is not None
    ids = {person.id, *people}
    # One at a time for a person: the second of two workers is told, not refused by an index.
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    lost = LostEpisode.objects.filter(person_id__in=ids, agency_id=by.agency_id, returned_on__isnull=True)
    if lost.exists():
        raise LostAlready
    episode = LostEpisode.objects.create(
        person=person,
        agency_id=by.agency_id,
        last_contact_on=last_contact_on,
        declared_on=localdate(),
        declared_by=by.id,
        cause=LostEpisode.CAUSES[reason],
        reason=reason,
        note=note,
    )
    journal.write("visits.lose_contact", episode, person=person.id, detail={"reason": reason}, by=by)
    planning.pause_plans(people=ids, on=episode.declared_on, by=by)
    return episode


@transaction.atomic
def return_contact(
    *, episode: LostEpisode, people: Iterable[UUID] = (), note: str = "", version: int, by: Actor
) -> LostEpisode:
    """The person is back: the plan opens again and is reviewed in three working days. Raises NotLost."""
    standing = LostEpisode.objects.select_for_update().get(pk=episode.pk)
    if standing.returned_on is not None or standing.version != version:
        raise NotLost
    today = localdate()
    standing.returned_on, standing.returned_by, standing.return_note = today, by.id, note
    standing.version += 1
    standing.save()
    journal.write("visits.return_contact", standing, person=standing.person_id, by=by)
    ids = {standing.person_id, *people}
    planning.resume_plans(people=ids, review_on=working_days_after(today, planning.DAYS_TO_REVIEW), by=by)
    planning.hear_of(people=ids, on=today, by=by)
    return standing


@transaction.atomic
def reopen_episode(*, episode: LostEpisode, people: Iterable[UUID] = (), by: Actor) -> LostEpisode:
    """The return was a mistake: the episode goes on and the plan is paused again. Raises LostAlready where a later one stands."""
    Person.objects.select_for_update(of=("self",)).get(pk=episode.person_id)
    standing = LostEpisode.objects.select_for_update().get(pk=episode.pk)
    if standing.returned_on is None:
        return standing
    ids = {standing.person_id, *people}
    open_ones = LostEpisode.objects.filter(
        person_id__in=ids, agency_id=standing.agency_id, returned_on__isnull=True
    )
    if open_ones.exists():
        raise LostAlready
    standing.returned_on, standing.returned_by, standing.return_note = None, None, ""
    standing.version += 1
    standing.save()
    journal.write("visits.reopen_episode", standing, person=standing.person_id, by=by)
    planning.pause_plans(people=ids, on=standing.declared_on, by=by)
    return standing
