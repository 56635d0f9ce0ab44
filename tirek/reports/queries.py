"""Reads over grants and reports."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, QuerySet

from tirek.grants.models import Grant
from tirek.reports.models import ReportVersion


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
