"""Needs that a journal says people had: one of each kind of help a person, written in bulk and kept in step with the journal.

A need that somebody wrote, or looked at again, by hand is known from something else than the journal and stays as it is.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.audit.inserting import insert_many
from tirek.cases.models import Need
from tirek.gate.categories import Category

GONE: Final = "строка журнала вычеркнута"
"""Why a need lapses that no line of the journal speaks of any more."""
_SAID: Final = ("text", "wish_of", "state", "noted_on", "ended_on", "ended_why")
_STANDING: Final = "SELECT * FROM cases_need WHERE agency_id = %s AND person_id = ANY(%s)"
_NO_HEALTH: Final = """
    SELECT asked.person_id FROM unnest(%(people)s::uuid[]) AS asked(person_id)
    WHERE NOT EXISTS (SELECT FROM gate_permit p WHERE p.person_id = asked.person_id AND p.category = %(health)s
        AND p.valid_from <= statement_timestamp() AND p.valid_to > statement_timestamp())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedSaid:
    """What a journal says of a person and a kind of help."""

    id: UUID = field(default_factory=uuid.uuid4)
    person_id: UUID
    kind_id: int
    category: int
    text: str
    wish_of: str
    state: str
    noted_on: date
    ended_on: date | None
    ended_why: str

    @property
    def key(self) -> tuple[UUID, int]:
        """Of whom and of what it speaks."""
        return self.person_id, self.kind_id


@transaction.atomic
def note_many(*, people: Collection[UUID], needs: Collection[NeedSaid], by: Actor) -> None:
    """Make the needs of these people, as far as they are known from the journal, say what it says.

    A need in health asks for a permit on health, as one typed by hand does: without it nothing is written.
    """
    assert by.agency_id is not None
    said = _told(needs, by)
    standing = list(Need.objects.raw(_STANDING, [by.agency_id, list(people)]))
    known = {(one.person_id, one.kind_id) for one in standing}
    fresh = [one for key, one in said.items() if key not in known]
    same = {
        "agency_id": by.agency_id,
        "noted_by": by.id,
        "evidence": Need.Evidence.JOURNAL,
        "evidence_text": "",
        "version": 1,
    }
    insert_many(fresh, into=Need, same=same)
    if fresh:
        journal.write("cases.note_many", detail={"needs": len(fresh)}, by=by)
    _keep_in_step([one for one in standing if one.evidence == Need.Evidence.JOURNAL], said, by)


def _told(needs: Collection[NeedSaid], by: Actor) -> dict[tuple[UUID, int], NeedSaid]:
    """What may be written down, by whom and what it speaks of."""
    secret = {one.person_id for one in needs if one.category == Category.HEALTH}
    closed = secret if Category.HEALTH not in by.categories else _without_permit(secret)
    return {one.key: one for one in needs if one.category != Category.HEALTH or one.person_id not in closed}


def _without_permit(people: Collection[UUID]) -> set[UUID]:
    """Those of whom the reader may not know what they need in health."""
    with connection.cursor() as cursor:
        cursor.execute(_NO_HEALTH, {"people": list(people), "health": Category.HEALTH.value})
        return {row[0] for row in cursor.fetchall()}


def _keep_in_step(standing: Collection[Need], said: Mapping[tuple[UUID, int], NeedSaid], by: Actor) -> None:
    changed = []
    for need in standing:
        now = _now(need, said.get((need.person_id, need.kind_id)))
        if any(getattr(need, name) != value for name, value in now.items()):
            for name, value in now.items():
                setattr(need, name, value)
            need.version += 1
            changed.append(need)
    Need.objects.bulk_update(changed, [*_SAID, "version"], batch_size=500)
    journal.write_many("cases.keep_in_step", ((one.pk, one.person_id) for one in changed), of=Need, by=by)


def _now(need: Need, said: NeedSaid | None) -> dict[str, Any]:
    """What a standing need has to say: what the journal says, or that it speaks of it no more."""
    if said is None:
        told = {"state": Need.State.LAPSED, "ended_on": need.noted_on, "ended_why": GONE}
        return {name: told.get(name, getattr(need, name)) for name in _SAID}
    return {name: getattr(said, name) for name in _SAID}
