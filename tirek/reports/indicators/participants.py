"""Participations: attendances of events, and the people who entered for events counted from the programme.

Age is taken on the event's first day. A participant with a band of ages instead of a birth date, or with a year only,
falls into the band of the form that holds the whole of it, else the age is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, ExtractYear, NullIf

from tirek.cases.models import Application
from tirek.grants.models import AgeBand, Attendance, Event

OLDEST: Final = 200
"""Stands for "and older" in a band without an upper end."""


@dataclass(frozen=True, slots=True)
class Group:
    """So many participations of one event with the same sex, age band and status; an empty word is "not known"."""

    event: int
    sex: str
    band: str
    status: str
    count: int


def attendees(event: Event, bands: Sequence[AgeBand], using: str) -> QuerySet[Any, Any]:
    """Attendances of an event, nobody matched to the registry; none where organisations are counted."""
    found = Attendance.objects.using(using).filter(event=event.pk)
    if event.counted_from == Event.CountedFrom.RECIPIENTS:
        found = found.none()
    aged = found.annotate(
        sex_known=F("sex"),
        low=_first(_age(event, F("birth_on")), F("age_low")),
        high=_first(_age(event, F("birth_on")), F("age_high"), _open_end()),
    )
    return _banded(aged, bands)


def entrants(
    first: QuerySet[Application, Application], event: Event, bands: Sequence[AgeBand]
) -> QuerySet[Any, Any]:
    """People who entered, as participants of the programme; sex and birth are the canonical person's."""
    born = Coalesce(F("person__canonical__birth_on"), F("person__birth_on"))
    year = Coalesce(F("person__canonical__birth_year"), F("person__birth_year"))
    sex = Coalesce(NullIf(F("person__canonical__sex"), Value("")), F("person__sex"))
    by_year = ExpressionWrapper(Value(event.starts_on.year) - year, output_field=IntegerField())
    aged = first.annotate(
        sex_known=sex,
        low=_first(_age(event, born), by_year - Value(1)),
        high=_first(_age(event, born), by_year),
    )
    return _banded(aged, bands)


def grouped(event: Event, participants: QuerySet[Any, Any]) -> Iterable[Group]:
    """Count an event's participations by sex, band and status in one query."""
    rows = (
        participants.order_by()
        .values_list("sex_known", "band", "social_status__code")
        .annotate(n=Count("pk"))
        .order_by("sex_known", "band", "social_status__code")
    )
    return [Group(event.number, sex or "", band or "", status or "", n) for sex, band, status, n in rows]


def _first(*known: Combinable) -> Coalesce:
    return Coalesce(*known, output_field=IntegerField())


def _age(event: Event, born: Combinable) -> Combinable:
    day = Value(event.starts_on, output_field=DateField())
    return ExtractYear(Func(day, born, function="age", output_field=DateField()))


def _open_end() -> Combinable:
    return Case(When(age_low__isnull=False, then=Value(OLDEST)), output_field=IntegerField())


def _banded(aged: QuerySet[Any, Any], bands: Sequence[AgeBand]) -> QuerySet[Any, Any]:
    whens = [
        When(low__gte=band.low, high__lte=OLDEST if band.high is None else band.high, then=Value(band.code))
        for band in bands
    ]
    banded: QuerySet[Any, Any] = aged.annotate(band=Case(*whens, default=Value(""), output_field=CharField()))
    return banded
