"""Writes on needs: what somebody needs, how it stands, and which need waits for which."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.cases.models import HelpKind, Need, NeedBlock
from tirek.people.models import Person


class ChangedMeanwhile(ValueError):
    """Somebody changed the row after the form was opened: nothing is overwritten in silence."""


class NeedsReason(ValueError):
    """What ends without being met ends for a reason in words."""


class Ring(ValueError):
    """Needs that wait for one another would wait for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFacts:
    """Everything a need says."""

    id: UUID = field(default_factory=uuid.uuid4)
    kind: HelpKind
    text: str
    wish_of: str
    evidence: str = Need.Evidence.SAID
    evidence_text: str = ""
    noted_on: date
    state: str = Need.State.OPEN
    ended_on: date | None = None
    ended_why: str = ""
    waits_for: Collection[UUID] = ()
    """Needs of the same person that must be settled first."""


@transaction.atomic
def note_need(*, person: Person, need: NeedFacts, by: Actor) -> Need:
    """Write down that somebody needs something; raises Ring. A need in health asks for a permit on health."""
    assert by.agency_id is not None
    noted = Need(id=need.id, person=person, agency_id=by.agency_id, noted_by=by.id)
    _say(noted, need)
    noted.save(force_insert=True)
    _wait(noted, need.waits_for)
    journal.write("cases.note_need", noted, person=person.id, by=by)
    return noted


@transaction.atomic
def change_need(*, need: Need, facts: NeedFacts, version: int, by: Actor) -> Need:
    """Say of a need what is so now; raises ChangedMeanwhile, NeedsReason and Ring."""
    standing = Need.objects.select_for_update().get(pk=need.pk)
    if standing.version != version:
        raise ChangedMeanwhile
    was = standing.state
    _say(standing, facts)
    standing.version += 1
    standing.save()
    _wait(standing, facts.waits_for)
    detail = {"from": was, "to": standing.state} if was != standing.state else {}
    journal.write("cases.change_need", standing, person=standing.person_id, detail=detail, by=by)
    return standing


def _say(need: Need, facts: NeedFacts) -> None:
    ended = facts.state in Need.ENDED
    if facts.state in (Need.State.DECLINED, Need.State.LAPSED) and not facts.ended_why:
        raise NeedsReason
    need.kind, need.category = facts.kind, facts.kind.category
    need.text, need.wish_of = facts.text, facts.wish_of
    need.evidence, need.evidence_text = facts.evidence, facts.evidence_text
    need.noted_on, need.state = facts.noted_on, facts.state
    need.ended_on = (facts.ended_on or facts.noted_on) if ended else None
    need.ended_why = facts.ended_why if ended else ""


def _wait(need: Need, blockers: Collection[UUID]) -> None:
    """Let a need wait for these and no others of those the writer sees; the database refuses rings and other people's needs."""
    held = NeedBlock.objects.filter(blocked=need)
    now = set(held.values_list("blocker_id", flat=True))
    held.filter(blocker_id__in=now - set(blockers)).delete()
    try:
        with transaction.atomic():
            for blocker in sorted(set(blockers) - now):
                NeedBlock.objects.create(blocked=need, blocker_id=blocker)
    except IntegrityError as refused:
        diag = getattr(refused.__cause__, "diag", None)
        if diag is not None and diag.constraint_name in ("need_block_no_ring", "need_blocks_another"):
            raise Ring from refused
        raise
