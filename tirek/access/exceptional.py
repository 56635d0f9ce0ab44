"""Writes that go past consent: an emergency and its review, the protection of a person, a request by law."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tirek.access.actions import call
from tirek.access.deeds import approval_for, kind_of, settle
from tirek.access.grounds import BY_CODE
from tirek.access.models import Emergency, ErasureRequest, LegalRequest, Protection
from tirek.access.policies import may_open_in_emergency, may_review, says_why
from tirek.agencies import actions as approvals
from tirek.agencies.models import Agency
from tirek.agencies.policies import NotYours
from tirek.agencies.workdays import working_days_after
from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.gate.categories import Category

REVIEW_WITHIN: Final = 2
"""Working days."""


class ReasonTooShort(ValueError):
    """An emergency needs a reason somebody else can judge."""


class SecondFactorMissing(PermissionError):
    """An emergency needs the second factor once more."""


class NotForThisRole(PermissionError):
    """This category is not for this worker, not even in an emergency."""


class SecondPersonMissing(PermissionError):
    """Another worker has to do this."""


class WrongArticle(ValueError):
    """The article does not open what is asked for."""


@transaction.atomic
def open_in_emergency(
    *, person_id: UUID, agency: Agency, category: int, reason: str, is_confirmed: bool, by: Actor
) -> Emergency | None:
    """Open one category of one person to one worker for sixty minutes; None where there is nobody to open."""
    if not is_confirmed:
        raise SecondFactorMissing
    if not says_why(reason):
        raise ReasonTooShort
    if not may_open_in_emergency(agency, category, by):
        raise NotForThisRole
    due = working_days_after(timezone.localdate(), REVIEW_WITHIN)
    opened = call("SELECT authz.open_emergency(%s, %s::smallint, %s, %s)", person_id, category, reason, due)
    if opened is None:
        return None
    emergency = Emergency.objects.get(pk=opened)
    journal.write(
        "access.open_emergency", emergency, person=person_id, detail={"category": int(category)}, by=by
    )
    return emergency


@transaction.atomic
def review(*, emergency: Emergency, verdict: str, note: str = "", by: Actor) -> None:
    """Say whether an emergency was one; raises SecondPersonMissing for whoever opened it and for a second review."""
    if not may_review(emergency, by) or not call(
        "SELECT authz.review_emergency(%s, %s, %s)", emergency.id, verdict, note
    ):
        raise SecondPersonMissing
    journal.write("access.review_emergency", emergency, detail={"verdict": verdict}, by=by)


@transaction.atomic
def propose_protection(*, person_id: UUID, wish: str, reason: str, page: str = "", by: Actor) -> Protection:
    """The first of two approvals to protect a person, or to open one again; others' permits on contacts end with the second.

    Where nobody second is there, protecting counts at once and opening again after a delay; both are reviewed.
    """
    proposal = Protection.objects.create(person_id=person_id, wish=wish, reason=reason, proposed_by=by.id)
    journal.write("access.propose_protection", proposal, person=person_id, by=by)
    approvals.ask(kind=kind_of(proposal), subject=proposal, why=reason, page=page, by=by)
    return proposal


@transaction.atomic
def register_legal_request(
    *,
    person_id: UUID,
    number: str,
    document_on: date,
    requester: str,
    signer: str,
    article: str,
    categories: Iterable[int],
    page: str = "",
    by: Actor,
) -> LegalRequest:
    """Enter a demand for the data of one person; raises WrongArticle where health is asked for on another ground."""
    wanted = sorted({int(one) for one in categories})
    ground = BY_CODE[article]
    if Category.PRIVATE in wanted or (Category.HEALTH in wanted and not ground.opens_health):
        raise WrongArticle
    assert by.agency_id is not None
    request = LegalRequest.objects.create(
        person_id=person_id,
        agency_id=by.agency_id,
        number=number,
        document_on=document_on,
        requester=requester,
        signer=signer,
        article=article,
        categories=wanted,
        registered_by=by.id,
    )
    journal.write("access.register_legal_request", request, person=person_id, by=by)
    approvals.ask(kind=kind_of(request), subject=request, why=f"№ {number}", page=page, by=by)
    return request


@transaction.atomic
def decide(*, subject: Protection | LegalRequest | ErasureRequest, agrees: bool, by: Actor) -> None:
    """The second signature, yes or no; what was approved is done at once. Raises SecondPersonMissing."""
    approval = approval_for(subject)
    if approval is None:
        raise SecondPersonMissing
    try:
        (approvals.approve if agrees else approvals.refuse)(approval=approval, by=by)
    except NotYours as error:
        raise SecondPersonMissing from error


@transaction.atomic
def carry_out(*, subject: Protection | LegalRequest | ErasureRequest, by: Actor) -> None:
    """Do what a delay has made possible; raises SecondPersonMissing where it still waits."""
    approval = approval_for(subject)
    if approval is None or not approval.is_effective(timezone.now()):
        raise SecondPersonMissing
    settle(approval, by)
