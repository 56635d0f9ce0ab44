"""One reading of a grant's books: the queries several indicators share are run once for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from tirek.cases.models import Application
from tirek.gate.acting import act_as, acts
from tirek.grants.models import AgeBand, Event, Grant, PlanLine, SocialStatus
from tirek.people.models import Person
from tirek.reports.indicators.participants import Group, attendees, entrants, grouped
from tirek.services.models import Service, ServiceKind

REPORT: Final = "report"
READER: Final = "default"


@contextmanager
def counting(grant: Grant) -> Iterator[None]:
    """Let the report's role count for the grant's agency: that the asker may see the figures, a policy said before."""
    with act_as(replace(acts(), agency_id=grant.agency_id), purpose="figures", using=REPORT):
        yield


@contextmanager
def counting_oblast() -> Iterator[None]:
    """Let the report's role count the journal of all agencies: the signed purpose opens it, and no names with it."""
    with act_as(acts(), purpose="oblast", using=REPORT):
        yield


ANCHOR: Final = Coalesce(F("person__canonical_id"), F("person_id"))
"""The id by which a person is counted: the canonical one's."""


@dataclass(frozen=True, slots=True)
class KindCount:
    """One kind of service: different people who got it, and sessions with repeats."""

    kind: ServiceKind
    people: int
    sessions: int


class Reading:
    """A grant read under one database role: figures go by the report's.

    Opened rows go by the reader's role, and hold only what the reader's agency entered.
    """

    def __init__(self, grant: Grant, using: str = REPORT, *, agency_id: UUID | None = None) -> None:
        self.grant = grant
        self.using = using
        self.own = {} if agency_id is None else {"agency": agency_id}

    def services(self) -> QuerySet[Any, Any]:
        """Lines of the journal of this grant, each with the person it is counted for."""
        lines = Service.objects.using(self.using).filter(grant=self.grant.pk, **self.own)
        return lines.annotate(anchor=ANCHOR)

    def given(self) -> QuerySet[Any, Any]:
        """Lines with which a service was given."""
        return self.services().filter(delivery__isnull=False)

    def given_once(self) -> QuerySet[Any, Any]:
        """The first line of every person and kind given: repeats left out."""
        turn = Window(RowNumber(), partition_by=[F("anchor"), F("kind_id")], order_by=["happened_on", "id"])
        first = self.given().order_by().annotate(turn=turn).filter(turn=1)
        return Service.objects.using(self.using).filter(pk__in=_inner(first.values("pk")))

    def applications(self) -> QuerySet[Any, Any]:
        """Applications to this grant, each with the person it is counted for."""
        asked = Application.objects.using(self.using).filter(grant=self.grant.pk, **self.own)
        return asked.annotate(anchor=ANCHOR)

    def entered(self) -> QuerySet[Any, Any]:
        """Applications decided with "entered"."""
        return self.applications().filter(decision__entered=True)

    def first_of_each(self, applications: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        """The first application of every person: whoever applied twice is one."""
        turn = Window(RowNumber(), partition_by=[F("anchor")], order_by=["applied_on", "id"])
        first = applications.order_by().annotate(turn=turn).filter(turn=1)
        return self.applications().filter(pk__in=_inner(first.values("pk")))

    def people(self) -> QuerySet[Person, Person]:
        """Different people of the registry whom this grant met, by an application or in the journal."""
        met = self.applications().values_list("anchor").union(self.services().values_list("anchor"))
        return Person.objects.using(self.using).filter(pk__in=_inner(met))

    @cached_property
    def applied_and_entered(self) -> tuple[int, int]:
        """How many different people applied, and how many entered."""
        row = self.applications().aggregate(
            applied=Count("anchor", distinct=True),
            entered=Count("anchor", distinct=True, filter=Q(decision__entered=True)),
        )
        return int(row["applied"]), int(row["entered"])

    @cached_property
    def kinds(self) -> list[KindCount]:
        """People and sessions of every kind given, by the words of the source."""
        rows = (
            self.given()
            .values("kind_id")
            .annotate(people=Count("anchor", distinct=True), sessions=Count("pk"))
            .order_by()
        )
        counts = {row["kind_id"]: (int(row["people"]), int(row["sessions"])) for row in rows}
        kinds = ServiceKind.objects.using(self.using).filter(pk__in=counts).order_by("category", "name_ru")
        return [KindCount(kind, *counts[kind.pk]) for kind in kinds]

    @cached_property
    def kinds_of_people(self) -> dict[UUID, int]:
        """How many different kinds each person who entered was given; nobody left out."""
        given = dict(
            self.given().values_list("anchor").annotate(n=Count("kind_id", distinct=True)).order_by()
        )
        entered = self.entered().values_list("anchor", flat=True).order_by().distinct()
        return {anchor: given.get(anchor, 0) for anchor in entered}

    @cached_property
    def events(self) -> list[Event]:
        """The grant's events by number."""
        return list(Event.objects.using(self.using).filter(grant=self.grant.pk).order_by("number"))

    @cached_property
    def plan(self) -> list[PlanLine]:
        """What the grant promised."""
        return list(PlanLine.objects.using(self.using).filter(grant=self.grant.pk).order_by("code"))

    @cached_property
    def bands(self) -> list[AgeBand]:
        """Age bands in force when the grant began."""
        return list(AgeBand.objects.using(self.using).on(self.grant.starts_on))

    @cached_property
    def statuses(self) -> list[SocialStatus]:
        """Social statuses in force when the grant began."""
        return list(SocialStatus.objects.using(self.using).on(self.grant.starts_on))

    @cached_property
    def participants(self) -> list[Group]:
        """Participations grouped by event, sex, age band and social status."""
        return [group for event in self.events for group in grouped(event, self.participants_of(event))]

    def participants_of(self, event: Event) -> QuerySet[Any, Any]:
        """Who took part in one event: its attendances, the people who entered, or nobody (a mailing)."""
        if event.counted_from == Event.CountedFrom.PROGRAMME:
            return entrants(self.first_of_each(self.entered()), event, self.bands)
        return attendees(event, self.bands, self.using)

    def participants_where(self, **wanted: str) -> int:
        """How many participations have this sex, band or status."""
        return sum(
            group.count
            for group in self.participants
            if all(getattr(group, name) == value for name, value in wanted.items())
        )

    def events_with(self, counted_from: str) -> Sequence[Event]:
        """Events counted from one source."""
        return [event for event in self.events if event.counted_from == counted_from]


def _inner(query: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """A query inside another has no database of its own: it runs where the outer one does."""
    return query.using(None)
