"""Reads over applications and the decisions on them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from tirek.cases.models import Application, EntryDecision, EntryReason
from tirek.people.models import Person


def waiting(agency_id: UUID) -> QuerySet[Application]:
    """Applications nobody has decided on; ordered by whoever turns the pages."""
    undecided = Application.objects.filter(agency_id=agency_id, decision__isnull=True)
    return undecided.select_related("person__canonical", "legal_ground", "social_status")


def in_programme() -> Q:
    """The condition on people "entered the programme", the own decision or that of somebody joined into the person."""
    entered = EntryDecision.objects.filter(entered=True).values("application__person_id")
    joined = Person.objects.filter(canonical__isnull=False, pk__in=entered).values("canonical_id")
    return Q(pk__in=entered) | Q(pk__in=joined)


def not_entered() -> Q:
    """The condition on people "applied and did not enter": few, so they are gathered once."""
    refused = EntryDecision.objects.filter(entered=False)
    anchor = Coalesce("application__person__canonical_id", "application__person_id")
    return Q(pk__in=refused.annotate(anchor=anchor).values("anchor"))


def proposed_reasons() -> QuerySet[EntryReason]:
    """Reasons for not entering that wait to be checked."""
    return EntryReason.objects.filter(proposed=True).order_by("name_ru")
