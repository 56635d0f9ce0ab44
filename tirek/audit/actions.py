"""Writing the journal: called inside the transaction of the action it records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models, transaction

from tirek.audit.actors import Actor
from tirek.audit.inserting import insert_many
from tirek.audit.models import JournalEntry


class _Line(NamedTuple):
    """A row of a bulk action, without the weight of a model: there may be hundreds of thousands."""

    subject_kind: str
    subject_id: str
    person_id: UUID | None


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


def write_many(
    action: str,
    subjects: Iterable[tuple[models.Model | UUID, UUID | None]],
    *,
    of: type[models.Model] | None = None,
    by: Actor,
) -> int:
    """Add one row for each (subject, person) of a bulk action; returns how many. Ids alone are ids `of` a model."""
    kind = of._meta.label_lower if of is not None else ""
    lines = [
        _Line(kind or _kind(subject), str(subject.pk), person)
        if isinstance(subject, models.Model)
        else _Line(kind, str(subject), person)
        for subject, person in subjects
    ]
    same = {"action": action, "actor_id": by.id, "agency_id": by.agency_id}
    return insert_many(lines, into=JournalEntry, same=same)
