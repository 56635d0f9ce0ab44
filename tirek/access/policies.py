"""Whether a worker may take a consent, open in an emergency, review or approve, and if not, why not."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from tirek.access.models import AccessRequest, Emergency, LegalRequest, Protection
from tirek.agencies.models import Agency
from tirek.audit.actors import Actor
from tirek.gate.categories import Category

ADMINISTRATOR: Final = "agency_admin"
MEDICS: Final = frozenset({Agency.Kind.CLINIC, "mental_health", "infection"})
SHORTEST_REASON: Final = 20


def says_why(reason: str) -> bool:
    """Whether the reason of an emergency is long enough to be judged by somebody else."""
    return len(reason.strip()) >= SHORTEST_REASON


def may_open_in_emergency(agency: Agency, category: int, by: Actor) -> bool:
    """A category the worker's roles see at all; health for medics only, a specialist's notes for nobody."""
    if category not in by.categories or category == Category.PRIVATE:
        return False
    return category != Category.HEALTH or agency.kind in MEDICS


def may_review(emergency: Emergency, by: Actor) -> bool:
    """An administrator of either agency who did not open it; an agency without roles yet has no administrator apart."""
    if emergency.reviewed_at is not None or emergency.opened_by == by.id:
        return False
    is_administrator = not by.roles or ADMINISTRATOR in by.roles
    return is_administrator and by.agency_id in (emergency.holder_id, emergency.agency_id)


def may_answer(asked: AccessRequest) -> bool:
    """An answer is given once."""
    return asked.answer == AccessRequest.Answer.WAITING


def may_approve(proposal: Protection, by: Actor) -> bool:
    """The second approval is another worker's."""
    return proposal.approved_at is None and proposal.proposed_by != by.id


def may_decide(request: LegalRequest, by: Actor) -> bool:
    """The second signature under an extract is another worker's."""
    return request.decision == LegalRequest.Decision.WAITING and request.registered_by != by.id


def may_read_extract(request: LegalRequest, agency_id: UUID | None) -> bool:
    """Only what was released, and only by the agency that did."""
    return request.decision == LegalRequest.Decision.RELEASED and request.agency_id == agency_id
