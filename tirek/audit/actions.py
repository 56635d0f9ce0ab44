"""Writing the journal: called inside the transaction of the action it records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from tirek.audit.actors import Actor
from tirek.audit.inserting import insert_many
from tirek.audit.models import JournalEntry


@dataclass(slots=True)
class _Line:
    """A row of a bulk action, without the weight of a model: there may be hundreds of thousands."""

    actor_id: UUID
    agency_id: UUID | None
    action: str
    subject_kind: str
    subject_id: str
    person_id: UUID | None
    detail: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None


def _kind(subject: models.Model) -> str:
    return subject._meta.label_lower


def _entry(
    action: str,
    subject: models.Model | None,
    person: UUID | None,
    detail: Mapping[str, Any] | None,
    by: Actor,
) -> JournalEntry:
    return JournalEntry(
        actor_id=by.id,
        agency_id=by.agency_id,
        action=action,
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        person_id=person,
        detail=dict(detail or {}),
    )


def write(
    action: str,
    subject: models.Model | None = None,
    *,
    person: UUID | None = None,
    detail: Mapping[str, Any] | None = None,
    by: Actor,
) -> JournalEntry:
    """Add one row; outside a transaction this is an error, for a write and its row must stand or fall together."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("the journal is written inside the transaction of the action it records")
    entry = _entry(action, subject, person, detail, by)
    entry.save(force_insert=True)
    return entry


def write_many(action: str, subjects: Iterable[tuple[models.Model, UUID | None]], *, by: Actor) -> int:
    """Add one row for each (subject, person) of a bulk action; returns how many."""
    entries = [
        _Line(by.id, by.agency_id, action, _kind(subject), str(subject.pk), person)
        for subject, person in subjects
    ]
    return insert_many(entries, into=JournalEntry)
