"""Reads over applications and the decisions on them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from tirek.cases.models import Application, EntryDecision, EntryReason


def waiting(agency_id: UUID) -> QuerySet[Application]:
    """Applications nobody has decided on; ordered by whoever turns the pages."""
    undecided = Application.objects.filter(agency_id=agency_id, is_decided=False)
    return undecided.select_related("person__canonical", "legal_ground", "social_status")


def in_programme() -> Q:
    """The condition on people "entered the programme", the own decision or that of somebody joined into the person.

    Most did, so each person of a list is asked for, by index, and the list ends with its page: the decisions of a whole oblast are
    many. Two conditions, for one with an "or" inside would read them all.
    """
    entered = EntryDecision.objects.filter(entered=True)
    own = entered.filter(application__person_id=OuterRef("pk"))
    joined = entered.filter(application__person__head_id=OuterRef("pk"))
    return Q(Exists(own)) | Q(Exists(joined))


def not_entered() -> Q:
    """The condition on people "applied and did not enter": few, so they are gathered once."""
    refused = EntryDecision.objects.filter(entered=False)
    anchor = Coalesce("application__person__head_id", "application__person_id")
    return Q(pk__in=refused.annotate(anchor=anchor).values("anchor"))


def proposed_reasons() -> QuerySet[EntryReason]:
    """Reasons for not entering that wait to be checked."""
    return EntryReason.objects.filter(proposed=True).order_by("name_ru")
