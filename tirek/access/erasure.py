"""Erasing a person: asked for by one worker, approved by another, done by a third click; the law may hold it.

Law on personal data, article 25: destroyed within one working day of the person's request, unless another law forbids; article 18: destroyed
when the term of keeping is over.
"""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tirek.access.actions import call
from tirek.access.deeds import approval_for, kind_of
from tirek.access.exceptional import SecondPersonMissing
from tirek.access.models import ErasureRequest
from tirek.agencies import actions as approvals
from tirek.agencies.workdays import working_days_after
from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.people import actions as people
from tirek.people.models import Person

WITHIN: Final = 1
"""Working days (law on personal data, article 25)."""


class AskedInFuture(ValueError):
    """Nobody asks tomorrow."""


@transaction.atomic
def propose(
    *, person_id: UUID, ground: str, asked_on: date, note: str = "", page: str = "", by: Actor
) -> ErasureRequest:
    """The first of two approvals to erase somebody; raises AskedInFuture."""
    if asked_on > timezone.localdate():
        raise AskedInFuture
    assert by.agency_id is not None
    request = ErasureRequest.objects.create(
        person_id=person_id,
        agency_id=by.agency_id,
        ground=ground,
        asked_on=asked_on,
        due_on=working_days_after(asked_on, WITHIN),
        note=note,
        proposed_by=by.id,
    )
    journal.write("access.propose_erasure", request, person=person_id, detail={"ground": ground}, by=by)
    why = str(ErasureRequest.Ground(ground).label)
    approvals.ask(kind=kind_of(request), subject=request, why=why, page=page, by=by)
    return request


@transaction.atomic
def erase(*, request: ErasureRequest, person: Person, by: Actor) -> None:
    """Destroy what two workers, or one and a delay, agreed to destroy; raises SecondPersonMissing, and HeldByLaw of `people`."""
    approval = approval_for(request)
    if approval is None or not approval.is_effective(timezone.now()) or request.done_at is not None:
        raise SecondPersonMissing
    call("SELECT authz.forget_grounds(%s)", request.id)
    journal.write("access.erase", request, person=person.id, by=by)
    people.erase(person=person, ground=request.ground, by=by)
