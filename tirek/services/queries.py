"""Reads over the journal of services."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from tirek.agencies.models import Agency
from tirek.grants.models import Grant
from tirek.services.models import RefusalReason, Service, ServiceKind

_RECENT: Final = 400
OPEN: Final = "open"
FACTS: Final = {
    "given": "delivery",
    "refused": "refusal",
    "declined": "decline",
    "no_show": "no_show",
    "lost_contact": "lost_contact",
    "unmet": "unmet_demand",
}
"""How a line may have ended, and the fact that says so; an open line has none of them."""
_SHOWN: Final = ("kind", "provider", "grant", "refusal__reason", *FACTS.values())


def with_endings(services: QuerySet[Service]) -> QuerySet[Service]:
    """The lines with everything a page shows of them, in one query."""
    return services.select_related(*_SHOWN)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader of the journal filters by."""

    kind_id: int | None = None
    ending: str = ""
    since: date | None = None
    until: date | None = None


def journal(agency_id: UUID, wanted: Wanted) -> QuerySet[Service]:
    """The lines an agency entered, with person and endings; ordered by whoever turns the pages."""
    lines = with_endings(Service.objects.filter(agency_id=agency_id)).select_related("person__canonical")
    if wanted.kind_id is not None:
        lines = lines.filter(kind_id=wanted.kind_id)
    if wanted.since:
        lines = lines.filter(happened_on__gte=wanted.since)
    if wanted.until:
        lines = lines.filter(happened_on__lte=wanted.until)
    if wanted.ending:
        lines = lines.filter(ended(wanted.ending))
    return lines


def ended(ending: str) -> Q:
    """The condition "ended so"."""
    if ending == OPEN:
        return Q(**{f"{fact}__isnull": True for fact in FACTS.values()})
    return Q(**{f"{FACTS[ending]}__isnull": False})


def ending_of(service: Service) -> str:
    """How a line ended."""
    return next((ending for ending, fact in FACTS.items() if getattr(service, fact, None) is not None), OPEN)


def services_of(person_ids: Sequence[UUID]) -> list[Service]:
    """Every line about one person, newest first."""
    lines = with_endings(Service.objects.filter(person_id__in=person_ids))
    return list(lines.order_by("-happened_on", "-number", "-id"))


@dataclass(frozen=True, slots=True)
class Given:
    """What was given to a person: how many services (one for each kind), how many sessions, the last of them."""

    services: int
    sessions: int
    last_kind_id: int
    last_on: date


def given_to(person_ids: Iterable[UUID]) -> dict[UUID, Given]:
    """What was given to each of some people, joined ones included, by one query."""
    ids = list(person_ids)
    lines = Service.objects.filter(
        Q(person_id__in=ids) | Q(person__canonical_id__in=ids), delivery__isnull=False
    )
    rows = (
        lines.annotate(anchor=Coalesce("person__canonical_id", "person_id"))
        .values_list("anchor", "kind_id")
        .annotate(last_on=Max("happened_on"), times=Count("pk"))
        .order_by("anchor", "last_on", "kind_id")
    )
    return {person: _given(list(kinds)) for person, kinds in groupby(rows, key=itemgetter(0))}


def _given(kinds: Sequence[tuple[Any, ...]]) -> Given:
    """Rows of one person, a kind each, the last one last."""
    return Given(
        services=len(kinds),
        sessions=sum(kind[3] for kind in kinds),
        last_kind_id=kinds[-1][1],
        last_on=kinds[-1][2],
    )


def kinds_by_use(agency_id: UUID) -> list[ServiceKind]:
    """The catalogue, the kinds the agency has typed most of late first."""
    recent = Service.objects.filter(agency_id=agency_id).order_by("-happened_on", "-id")
    used: Counter[int] = Counter(recent.values_list("kind_id", flat=True)[:_RECENT])
    return sorted(ServiceKind.objects.all(), key=lambda kind: (-used[kind.id], kind.name))


def kind_names() -> dict[int, str]:
    """The names of all kinds in the reader's language."""
    return {kind.id: kind.name for kind in ServiceKind.objects.all()}


def proposed_kinds() -> QuerySet[ServiceKind]:
    """Kinds that came from a spreadsheet and wait to be checked, with how often each was used."""
    return ServiceKind.objects.filter(proposed=True).annotate(used=Count("services")).order_by("name_ru")


def proposed_reasons() -> QuerySet[RefusalReason]:
    """Reasons of refusal that wait to be checked, with how often each was used."""
    return RefusalReason.objects.filter(proposed=True).annotate(used=Count("refusals")).order_by("name_ru")


def providers() -> QuerySet[Agency]:
    """Everybody who may have given a service."""
    return Agency.objects.order_by("name")


def usual_grant(agency_id: UUID, on: date) -> Grant | None:
    """The grant that pays on a day: the latest running one, else the latest there is."""
    grants = Grant.objects.filter(agency_id=agency_id)
    running = grants.filter(starts_on__lte=on, ends_on__gte=on).order_by("-starts_on").first()
    return running or grants.order_by("-ends_on", "-starts_on").first()


def people_with(ending: str) -> Q:
    """The condition on people "has a line that ended so".

    A whole subquery and not one probe for each person: such endings are few, and the register is large.
    """
    lines = Service.objects.filter(ended(ending))
    return Q(pk__in=lines.annotate(anchor=Coalesce("person__canonical_id", "person_id")).values("anchor"))


def catalogue() -> QuerySet[ServiceKind]:
    """The checked kinds, category by category."""
    return ServiceKind.objects.filter(proposed=False).order_by("category", "name_ru")
