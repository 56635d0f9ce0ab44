"""The oblast over a period: how many people needed which help, got it, of which age, through which kind of agency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Case, Count, DateField, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import ExtractYear

from tirek.agencies.kinds import AgencyKind
from tirek.grants.models import AgeBand, Category
from tirek.people.models import Person
from tirek.reports.indicators.indicator import names_of
from tirek.reports.indicators.reading import ANCHOR, REPORT, counting_oblast
from tirek.reports.periods import Period
from tirek.reports.sheets import Line, Sheet, crossed, parts_of
from tirek.services.models import Service

ASKED, GIVEN, HELPED, UNKNOWN = "asked", "given", "helped", "unknown"
MAN, WOMAN = "m", "f"
SEXES: Final = (MAN, WOMAN, UNKNOWN)


def count(period: Period) -> tuple[int, list[Sheet]]:
    """How many people, and the sheets about them, counted under the report's role."""
    with counting_oblast():
        lines = Service.objects.using(REPORT).annotate(anchor=ANCHOR)
        lines = lines.filter(happened_on__range=(period.starts_on, period.ends_on)).order_by()
        people = int(lines.aggregate(n=Count("anchor", distinct=True))["n"])
        return people, [_needs(lines, people), _ages(lines, period.ends_on), _agencies(lines, people)]


def _needs(lines: QuerySet[Any, Any], people: int) -> Sheet:
    given = Count("anchor", distinct=True, filter=Q(delivery__isnull=False))
    rows = lines.values("kind__category").annotate(asked=Count("anchor", distinct=True), given=given)
    counts = {(row["kind__category"], name): int(row[name]) for row in rows for name in (ASKED, GIVEN)}
    needs = [Line(str(code), names_of(label)) for code, label in Category.choices]
    return parts_of("needs", needs, (ASKED, GIVEN), people, counts)


def _agencies(lines: QuerySet[Any, Any], people: int) -> Sheet:
    rows = lines.filter(delivery__isnull=False).values_list("provider__kind")
    counts = {(kind, HELPED): int(n) for kind, n in rows.annotate(n=Count("anchor", distinct=True))}
    kinds = [Line(str(code), names_of(label)) for code, label in AgencyKind.choices]
    return parts_of(
        "agencies", [one for one in kinds if (one.code, HELPED) in counts], (HELPED,), people, counts
    )


def _ages(lines: QuerySet[Any, Any], day: date) -> Sheet:
    """Everybody by age on the last day and by sex; whose age is not known stands in a line of its own."""
    bands = list(AgeBand.objects.using(REPORT).on(day))
    whole = Func(
        Value(day, output_field=DateField()), F("birth_on"), function="age", output_field=DateField()
    )
    year = Case(When(birth_on__isnull=True, then=F("birth_year")), output_field=IntegerField())
    met = Person.objects.using(REPORT).filter(pk__in=lines.values("anchor").using(None))
    groups = met.annotate(age=ExtractYear(whole), year=year).values_list("sex", "age", "year")
    counts = Counter({(band.code, sex): 0 for band in bands for sex in SEXES})
    for sex, age, born, n in groups.annotate(n=Count("pk")).order_by():
        counts[_band(bands, age, None if born is None else day.year - born), sex or UNKNOWN] += int(n)
    shown = [
        sex for sex in SEXES if sex != UNKNOWN or any(n for (_band_, one), n in counts.items() if one == sex)
    ]
    codes = [
        *(band.code for band in bands),
        *([UNKNOWN] if any(code == UNKNOWN for code, _sex in counts) else []),
    ]
    table = {(code, sex): counts[code, sex] for code in codes for sex in shown}
    names = {band.code: names_of(band) for band in bands}
    listed = [Line(code, names.get(code, {})) for code in (*codes, "")]
    return crossed("ages", listed, shown, table, fixed=True)


def _band(bands: Sequence[AgeBand], age: int | None, by_year: int | None) -> str:
    """The band of an age; of somebody whose year alone is known, the band that holds both ages it can be."""
    possible = {age} if age is not None else {by_year - 1, by_year} if by_year is not None else set()
    fitting = (band.code for band in bands if possible and all(band.holds(one) for one in possible))
    return next(fitting, UNKNOWN)
