"""Reads over grants."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tirek.grants.models import Grant
from tirek.grants.naming import plain


def grant_meant(agency_id: UUID, title: str, starts_on: date, ends_on: date) -> Grant | None:
    """The agency's grant that a title and a period mean: the same words, and days in common.

    A corrected letter of the title or a moved start is the same grant; the same title in another year is not.
    """
    near = Grant.objects.filter(agency_id=agency_id, starts_on__lte=ends_on, ends_on__gte=starts_on)
    return next((grant for grant in near.order_by("starts_on") if plain(grant.title) == plain(title)), None)


def grant_running(agency_id: UUID, on: date) -> Grant | None:
    """The agency's grant that runs on a day, the latest of several."""
    running = Grant.objects.filter(agency_id=agency_id, starts_on__lte=on, ends_on__gte=on)
    return running.order_by("-starts_on").first()
