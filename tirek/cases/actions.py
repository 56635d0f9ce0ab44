"""Writes on applications and the decisions on them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from uuid import UUID

from django.db import transaction

from tirek.audit import actions as journal
from tirek.audit import striking
from tirek.audit.actors import Actor
from tirek.audit.inserting import insert_many
from tirek.cases.models import Application, EntryDecision, EntryReason, LegalGround
from tirek.grants.models import Grant
from tirek.grants.naming import plain
from tirek.people import actions as people
from tirek.people.registering import NewPerson, Sighting


class ReasonMissing(ValueError):
    """Whoever applied and did not enter has a recorded reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFacts:
    """Everything one application says."""

    id: UUID = field(default_factory=uuid.uuid4)
    person_id: UUID
    agency_id: UUID
    grant_id: UUID | None = None
    number: int | None = None
    applied_on: date
    referred_by: str = Application.ReferredBy.SELF
    referred_by_text: str = ""
    referral_number: str = ""
    social_status_id: int | None = None
    consent_signed_on: date | None = None
    ground: str = ""
    ground_text: str = ""
    released_on: date | None = None
    entered: bool | None = None
    decided_on: date | None = None
    reason_id: int | None = None


_OWN = (
    "person_id",
    "agency_id",
    "grant_id",
    "number",
    "applied_on",
    "referred_by",
    "referred_by_text",
    "referral_number",
    "social_status_id",
    "consent_signed_on",
)


def _enter(applications: Sequence[ApplicationFacts]) -> None:
    """Insert the legal grounds of these applications and the decisions on them, where there are any."""
    decided = [facts for facts in applications if facts.entered is not None]
    if any(not facts.entered and facts.reason_id is None for facts in decided):
        raise ReasonMissing
    of = {"application_id": attrgetter("id")}
    insert_many(
        [facts for facts in applications if facts.ground or facts.released_on],
        into=LegalGround,
        taken=of | {"ground": lambda facts: facts.ground or LegalGround.Ground.OTHER},
    )
    insert_many(
        decided,
        into=EntryDecision,
        taken=of
        | {
            "decided_on": lambda facts: facts.decided_on or facts.applied_on,
            "reason_id": lambda facts: None if facts.entered else facts.reason_id,
        },
    )


@transaction.atomic
def apply_many(*, applications: Sequence[ApplicationFacts], by: Actor) -> None:
    """Enter applications with their legal grounds and decisions; raises ReasonMissing and writes nothing."""
    insert_many(applications, into=Application, taken={"is_decided": lambda facts: facts.entered is not None})
    _enter(applications)
    written = ((facts.id, facts.person_id) for facts in applications)
    journal.write_many("cases.apply", written, of=Application, by=by)


def apply(*, application: ApplicationFacts, by: Actor) -> Application:
    """Enter one application."""
    apply_many(applications=[application], by=by)
    return Application.objects.get(pk=application.id)


@transaction.atomic
def adopt(*, applications: Sequence[UUID | None], grant: Grant, by: Actor) -> int:
    """Put applications that were entered before there was a grant under it; those of another grant stay; returns how many."""
    free = Application.objects.filter(pk__in=[one for one in applications if one], grant__isnull=True)
    journal.write_many("cases.adopt", [(one, one.person_id) for one in free.only("id", "person_id")], by=by)
    return free.update(grant=grant)


@transaction.atomic
def correct(*, application: Application, facts: ApplicationFacts, by: Actor) -> Application:
    """Make an application say what a corrected source says."""
    for name in _OWN:
        setattr(application, name, getattr(facts, name))
    application.is_decided, application.struck_at = facts.entered is not None, None
    application.save()
    LegalGround.objects.filter(application=application).delete()
    EntryDecision.objects.filter(application=application).delete()
    _enter([replace(facts, id=application.id)])
    journal.write("cases.correct", application, person=application.person_id, by=by)
    return application


@transaction.atomic
def strike(*, application: Application, by: Actor) -> None:
    """Strike an application out: it stays with the person and counts nowhere."""
    striking.strike(application, action="cases.strike", person=application.person_id, by=by)


@transaction.atomic
def restore(*, application: Application, by: Actor) -> None:
    """Let a struck application count again."""
    striking.restore(application, action="cases.restore", person=application.person_id, by=by)


@transaction.atomic
def decide(
    *, application: Application, entered: bool, decided_on: date, reason: EntryReason | None = None, by: Actor
) -> EntryDecision:
    """Decide on an application; without entry a reason is demanded."""
    if not entered and reason is None:
        raise ReasonMissing
    decision, _ = EntryDecision.objects.update_or_create(
        application=application,
        defaults={"entered": entered, "decided_on": decided_on, "reason": None if entered else reason},
    )
    if not application.is_decided:
        application.is_decided = True
        application.save(update_fields=["is_decided"])
    journal.write("cases.decide", application, person=application.person_id, by=by)
    return decision


@transaction.atomic
def name_reason(*, text: str, by: Actor) -> EntryReason:
    """Find the reason of this name or add it, waiting to be checked."""
    clean = " ".join(text.split())
    wanted = plain(clean)
    for reason in EntryReason.objects.all():
        if plain(reason.name_ru) == wanted:
            return reason
    reason = EntryReason.objects.create(code=wanted[:60], name_ru=clean, proposed=True)
    journal.write("cases.name_reason", reason, by=by)
    return reason


@transaction.atomic
def register_applicant(*, person: NewPerson, application: ApplicationFacts, by: Actor) -> Application:
    """Add somebody new to the register together with the application they came with."""
    people.register(person=person, by=by)
    return apply(application=application, by=by)


@transaction.atomic
def receive_again(*, sighting: Sighting, application: ApplicationFacts, by: Actor) -> Application:
    """Enter an application of somebody a worker recognised, and keep how it was written this time."""
    people.note_sightings(sightings=[sighting], by=by)
    return apply(application=application, by=by)


@transaction.atomic
def check_reason(*, reason: EntryReason, name_ru: str, name_kk: str, name_en: str, by: Actor) -> EntryReason:
    """Accept a proposed reason for not entering with its names."""
    reason.name_ru, reason.name_kk, reason.name_en, reason.proposed = name_ru, name_kk, name_en, False
    reason.save()
    journal.write("cases.check_reason", reason, by=by)
    return reason
