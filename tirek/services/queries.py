"""Reads over the journal of services."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from tirek.agencies.models import Agency
from tirek.gate.fetching import Rows, Select
from tirek.grants.models import Grant
from tirek.grants.naming import name_in_sql
from tirek.grants.queries import grant_running
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


_SPOKEN_TO: Final = ("services_delivery", "services_decline", "services_unmetdemand")
"""Endings of a line for which the person was spoken to."""


def last_spoken_to(person: str) -> str:
    """The SQL of the last day on which the person that a column names was spoken to over a service."""
    spoken = " OR ".join(
        f"EXISTS (SELECT FROM {table} AS ended WHERE ended.service_id = line.id)" for table in _SPOKEN_TO
    )
    return f"(SELECT max(line.happened_on) FROM services_service AS line WHERE line.person_id = {person} AND ({spoken}))"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader of the journal filters by."""

    kind_id: int | None = None
    ending: str = ""
    since: date | None = None
    until: date | None = None


def journal(agency_id: UUID, wanted: Wanted) -> QuerySet[Service]:
    """The lines an agency entered; ordered by whoever turns the pages."""
    own = Service.objects.filter(agency_id=agency_id)
    lines = own.select_related("kind", "provider", "person__canonical")
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


@dataclass(frozen=True, slots=True)
class Ended:
    """How a line ended, with whatever its fact says beside that."""

    ending: str = OPEN
    reason_id: int | None = None
    detail: str = ""
    letter: str = ""
    cause: str = ""
    wish: str = ""


ENDINGS: Final = """
    SELECT service_id, 'refused', reason_id, detail, letter, '', '' FROM services_refusal WHERE service_id {lines}
    UNION ALL SELECT service_id, 'given', NULL, '', '', '', '' FROM services_delivery WHERE service_id {lines}
    UNION ALL SELECT service_id, 'declined', NULL, detail, '', '', '' FROM services_decline WHERE service_id {lines}
    UNION ALL SELECT service_id, 'no_show', NULL, detail, '', '', '' FROM services_noshow WHERE service_id {lines}
    UNION ALL SELECT service_id, 'lost_contact', NULL, detail, '', cause, '' FROM services_lostcontact
        WHERE service_id {lines}
    UNION ALL SELECT service_id, 'unmet', NULL, '', '', '', wish FROM services_unmetdemand WHERE service_id {lines}
"""
"""How the lines meant by the condition `lines` ended: the line and the fields of `Ended`."""
_ENDINGS_OF: Final = ENDINGS.format(lines="= ANY(%(ids)s)")


def endings_of(service_ids: Iterable[UUID]) -> dict[UUID, Ended]:
    """How each of some lines ended, by one query; an open line is not among the answers.

    The six tables are asked one after the other and not joined: a join of all of them takes longer to plan than to read.
    """
    ids = list(service_ids)
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ENDINGS_OF, {"ids": ids})
        return {service: Ended(*said) for service, *said in cursor.fetchall()}


def ended_as(service: Service) -> Ended:
    """How one line ended."""
    return endings_of([service.pk]).get(service.pk, Ended())


def refusal_reasons(ids: Iterable[int]) -> dict[int, RefusalReason]:
    """Some coded reasons by id; nothing is asked where there are none."""
    wanted = set(ids)
    return RefusalReason.objects.in_bulk(wanted) if wanted else {}


@dataclass(frozen=True, slots=True)
class Given:
    """What was given to a person: how many services (one for each kind), how many sessions, the last of them."""

    services: int
    sessions: int
    last_kind: str
    last_on: date


_GIVEN: Final = f"""
    SELECT had.anchor, had.times, had.last_on, {name_in_sql("kind")}
    FROM (
        SELECT meant.anchor, service.kind_id, max(service.happened_on) AS last_on, count(*) AS times
        FROM (
            SELECT id, id AS anchor FROM people_person WHERE id = ANY(%(ids)s)
            UNION SELECT id, canonical_id FROM people_person WHERE canonical_id = ANY(%(ids)s)
            UNION SELECT id, head_id FROM people_person WHERE head_id = ANY(%(ids)s)
        ) AS meant
        JOIN services_service AS service ON service.person_id = meant.id AND service.struck_at IS NULL
        JOIN services_delivery AS delivery ON delivery.service_id = service.id
        GROUP BY meant.anchor, service.kind_id
    ) AS had
    JOIN services_servicekind AS kind ON kind.id = had.kind_id
    ORDER BY had.last_on, kind.id
"""  # noqa: S608 — names of our own


def given_to(person_ids: Iterable[UUID]) -> Select[dict[UUID, Given]]:
    """What was given to each of some people, joined ones included, by one query that goes by indexes.

    One condition "this person or a joined one" would read the whole journal: hence a part for each.
    """
    values = {"ids": list(person_ids), "language": (get_language() or "ru")[:2]}
    return Select(_GIVEN, values, _given)


def _given(rows: Rows) -> dict[UUID, Given]:
    """Rows of a person and a kind, the last given last."""
    found: dict[UUID, Given] = {}
    for person, times, last_on, kind in rows:
        had = found.get(person)
        services, sessions = (had.services, had.sessions) if had else (0, 0)
        found[person] = Given(services + 1, sessions + times, kind, last_on)
    return found


def kinds_by_use(agency_id: UUID) -> list[ServiceKind]:
    """The catalogue, the kinds the agency has typed most of late first."""
    recent = Service.objects.filter(agency_id=agency_id).order_by("-happened_on", "-id")
    used: Counter[int] = Counter(recent.values_list("kind_id", flat=True)[:_RECENT])
    return sorted(ServiceKind.objects.all(), key=lambda kind: (-used[kind.id], kind.name))


def proposed_kinds() -> QuerySet[ServiceKind]:
    """Kinds that came from a spreadsheet and wait to be checked, with how often each was used."""
    return ServiceKind.objects.filter(proposed=True).annotate(used=Count("services")).order_by("name_ru")


def proposed_reasons() -> QuerySet[RefusalReason]:
    """Reasons of refusal that wait to be checked, with how often each was used."""
    return RefusalReason.objects.filter(proposed=True).annotate(used=Count("refusals")).order_by("name_ru")


def providers() -> QuerySet[Agency]:
    """Everybody who may have given a service."""
    return Agency.objects.order_by("name")


def grants_of(agency_id: UUID) -> QuerySet[Grant]:
    """What an agency's services may be paid from, the latest first."""
    return Grant.objects.filter(agency_id=agency_id).order_by("-starts_on")


def usual_grant(agency_id: UUID, on: date) -> Grant | None:
    """The grant that pays on a day: the latest running one, else the latest there is."""
    grants = Grant.objects.filter(agency_id=agency_id)
    return grant_running(agency_id, on) or grants.order_by("-ends_on", "-starts_on").first()


def people_with(ending: str) -> Q:
    """The condition on people "has a line that ended so".

    A whole subquery and not one probe for each person: such endings are few, and the register is large.
    """
    lines = Service.objects.filter(ended(ending))
    return Q(pk__in=lines.annotate(anchor=Coalesce("person__head_id", "person_id")).values("anchor"))


def catalogue() -> QuerySet[ServiceKind]:
    """The checked kinds, category by category."""
    return ServiceKind.objects.filter(proposed=False).order_by("category", "name_ru")
