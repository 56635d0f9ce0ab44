"""Who may change an agency, its staff and its approvals, and if not, why not."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db import models

from tirek.agencies.models import Agency, Approval, Worker
from tirek.agencies.roles import Role, roles_for
from tirek.agencies.second_signature import DEEDS, Colleague, may_sign
from tirek.audit.actors import MACHINE, Actor

SIGNING: Final = frozenset(
    {Role.AGENCY_ADMIN, Role.AUDITOR, Role.COORDINATOR, *(deed.role for deed in DEEDS.values())}
)
"""The roles of those who sign second or review."""


class NotYours(PermissionError):
    """The actor's roles do not reach this; a page answers as if there were nothing."""


class RoleNotHeldHere(ValueError):
    """A role that agencies of this kind do not have: a coordinator sits in an akimat, never in an NGO."""


class NobodyLeft(ValueError):
    """Without this person the agency would have no administrator, or somebody would shut themselves out."""


def may_manage(agency: Agency, by: Actor) -> bool:
    """An agency is run by its own administrators; the installation itself may set one up."""
    return by == MACHINE or (by.agency_id == agency.id and Role.AGENCY_ADMIN in by.roles)


def may_coordinate(by: Actor) -> bool:
    """Agencies are added by the regional coordinator."""
    return by == MACHINE or Role.COORDINATOR in by.roles


def may_invite_first(agency: Agency, by: Actor) -> bool:
    """An agency nobody runs gets its first administrator from the coordinator, a branch from its head organisation."""
    is_above = may_coordinate(by) or (agency.parent_id == by.agency_id and Role.AGENCY_ADMIN in by.roles)
    return is_above and not administrators(agency).exists()


def may_invite(agency: Agency, roles: Collection[str], by: Actor) -> bool:
    """Own administrators invite for any role held there, the one above only the first administrator."""
    if may_manage(agency, by):
        return True
    return set(roles) == {Role.AGENCY_ADMIN} and may_invite_first(agency, by)


def check_roles(agency: Agency, roles: Collection[str]) -> None:
    """Raise RoleNotHeldHere for a role that no agency of this kind has."""
    foreign = set(roles) - set(roles_for(agency.kind))
    if foreign:
        raise RoleNotHeldHere(", ".join(sorted(foreign)))


def administrators(agency: Agency) -> models.QuerySet[Worker]:
    """The active administrators of an agency."""
    return Worker.objects.active().filter(agency=agency, roles__code=Role.AGENCY_ADMIN)


def check_somebody_stays(worker: Worker, by: Actor) -> None:
    """Raise NobodyLeft where a worker gives up the own keys, or the last administrator would go."""
    is_last = worker.user.is_active and Role.AGENCY_ADMIN in worker.role_codes
    if worker.id == by.id or (is_last and not administrators(worker.agency).exclude(pk=worker.pk).exists()):
        raise NobodyLeft(worker.name)


def may_decide(approval: Approval, by: Actor) -> bool:
    """A second person of the same agency signs or refuses, as long as nobody has."""
    waits = approval.decision == Approval.Decision.WAITING and not approval.finding
    colleague = Colleague(by.id, by.roles)
    return (
        waits
        and by.agency_id == approval.agency_id
        and may_sign(approval.kind, colleague, asked_by=approval.asked_by)
    )


def may_review(approval: Approval, by: Actor) -> bool:
    """What nobody signed second is reviewed by another: an administrator or auditor of the agency, or the coordinator."""
    due = approval.is_alone and approval.decision == Approval.Decision.WAITING and not approval.finding
    own = by.agency_id == approval.agency_id and bool({Role.AGENCY_ADMIN, Role.AUDITOR} & by.roles)
    return due and by.id != approval.asked_by and (own or may_coordinate(by))


def may_see_approvals(by: Actor) -> bool:
    """The page of approvals is for those who could sign or review one."""
    return bool(SIGNING & by.roles)
