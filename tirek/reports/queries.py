"""Reads over grants and reports."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tirek.agencies.models import Worker
from tirek.agencies.roles import Role
from tirek.audit.actors import Actor
from tirek.grants.models import Grant
from tirek.reports.models import GrantReader, ReportVersion


class NoSuchGrant(LookupError):
    """No grant has this id, or there is none at all."""


def grants() -> QuerySet[Grant, Grant]:
    """Grants, the latest first."""
    return Grant.objects.select_related("agency").order_by("-starts_on", "-ends_on", "title")


def grant_called(name: str) -> Grant:
    """A grant by its id, or the latest one."""
    if name == "latest":
        found = grants().first()
    else:
        try:
            found = grants().filter(pk=UUID(name)).first()
        except ValueError:
            found = None
    if found is None:
        raise NoSuchGrant(name)
    return found


def versions(grant: Grant) -> QuerySet[ReportVersion, ReportVersion]:
    """Versions of a grant's report, the newest first, without the frozen content."""
    return ReportVersion.objects.filter(grant=grant).defer("figures", "content", "charts").order_by("-number")


def counts_beside_tabs(grant: Grant) -> dict[str, int]:
    """How many events and versions stand behind the tabs."""
    return Grant.objects.filter(pk=grant.pk).aggregate(
        events=Count("events", distinct=True), versions=Count("report_versions", distinct=True)
    )


def donors() -> QuerySet[Worker]:
    """Everybody to whom a grant can be opened."""
    representatives = Worker.objects.active().filter(roles__code=Role.DONOR)
    return representatives.select_related("agency").order_by("agency__name", "name")


def readers_of(grant: Grant) -> QuerySet[GrantReader]:
    """Those to whom a grant is open now."""
    return grant.readers.filter(closed_at=None).select_related("worker__agency")


def grants_published_to(by: Actor) -> QuerySet[Grant]:
    """Grants whose published figures an actor may read: a donor those opened to them, a grant manager the agency's own."""
    found = Q(pk__in=[])
    if Role.DONOR in by.roles:
        found |= Q(readers__worker=by.id, readers__closed_at=None)
    if Role.GRANT_MANAGER in by.roles:
        found |= Q(agency=by.agency_id)
    return Grant.objects.filter(found).select_related("agency").distinct().order_by("-starts_on", "title")
