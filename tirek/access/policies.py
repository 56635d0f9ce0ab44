"""Whether a worker may take a consent, open in an emergency, review or approve, and if not, why not."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from tirek.access.models import AccessRequest, Consent, Emergency, LegalRequest
from tirek.agencies.models import Agency
from tirek.agencies.roles import Role
from tirek.audit.actors import Actor
from tirek.gate.categories import Category
from tirek.people.policies import WORK_WITH_PEOPLE

ADMINISTRATOR: Final = Role.AGENCY_ADMIN
COORDINATOR: Final = Role.COORDINATOR
REVIEWERS: Final = frozenset({Role.AGENCY_ADMIN, Role.COORDINATOR, Role.AUDITOR})
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
    """An administrator of either agency who did not open it; where neither has one, the coordinator."""
    if emergency.reviewed_at is not None or emergency.opened_by == by.id:
        return False
    if by.agency_id in (emergency.holder_id, emergency.agency_id):
        return not by.roles or ADMINISTRATOR in by.roles
    return emergency.is_alone and COORDINATOR in by.roles


def may_work_with(by: Actor) -> bool:
    """Consents, protection, requests by law and erasure are for those who work with people, not for who counts or runs."""
    return bool(WORK_WITH_PEOPLE & by.roles)


def may_use_access(by: Actor) -> bool:
    """The pages of access are for those who see people at all, and for those who review."""
    return Category.IDENTITY in by.categories or bool(REVIEWERS & by.roles)


def may_change(consent: Consent) -> bool:
    """Other terms are a new version of what was neither withdrawn nor replaced."""
    return consent.withdrawn_at is None and consent.replaced_at is None


def may_answer(asked: AccessRequest) -> bool:
    """An answer is given once."""
    return asked.answer == AccessRequest.Answer.WAITING


def may_read_extract(request: LegalRequest, agency_id: UUID | None) -> bool:
    """Only what was released, and only by the agency that did."""
    return request.decision == LegalRequest.Decision.RELEASED and request.agency_id == agency_id
