"""Who may approve a plan: a colleague of whoever wrote it, and the writer alone where there is no colleague who could."""

from __future__ import annotations

from tirek.agencies.models import Worker
from tirek.agencies.roles import SEES, SOCIAL
from tirek.audit.actors import Actor
from tirek.cases.models import PlanVersion


def may_approve(version: PlanVersion, by: Actor) -> bool:
    """Whether this worker's approval counts."""
    return version.made_by != by.id or not has_colleagues(by)


def has_colleagues(by: Actor) -> bool:
    """Whether anybody else of the agency sees needs and plans."""
    assert by.agency_id is not None
    roles = [role for role, seen in SEES.items() if SOCIAL in seen]
    others = Worker.objects.active().filter(agency_id=by.agency_id, roles__code__in=roles)
    return others.exclude(pk=by.id).exists()
