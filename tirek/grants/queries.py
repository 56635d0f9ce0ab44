"""Reads over grants."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from tirek.agencies.models import Worker
from tirek.agencies.roles import Role
from tirek.audit.actors import Actor
from tirek.grants.models import Grant, GrantReader
from tirek.grants.naming import plain


def grant_meant(agency_id: UUID, title: str, starts_on: date, ends_on: date) -> Grant | None:
    """The agency's grant that a title and a period mean: the same words, and days in common.

    A corrected letter of the title or a moved start is the same grant; the same title in another year is not.
    """
    near = Grant.objects.filter(agency_id=agency_id, starts_on__lte=ends_on, ends_on__gte=starts_on)
    return next((grant for grant in near.order_by("starts_on") if plain(grant.title) == plain(title)), None)


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
