"""Who may open a grant's figures to whom."""

from __future__ import annotations

from tirek.agencies.models import Worker
from tirek.agencies.roles import Role
from tirek.audit.actors import Actor
from tirek.grants.models import Grant


class NotYourGrant(PermissionError):
    """Only a grant manager of the grant's own agency says who reads its figures."""


class NoDonor(ValueError):
    """Figures are opened to whoever holds the role of a donor's representative, and may log in."""


def may_choose_readers(grant: Grant, by: Actor) -> bool:
    """The grant manager of the agency that has the grant."""
    return by.agency_id == grant.agency_id and Role.GRANT_MANAGER in by.roles


def may_be_reader(worker: Worker) -> bool:
    """A representative of a donor who may log in."""
    return Role.DONOR in worker.role_codes and worker.user.is_active
