"""A grant as its donor sees it: plan and fact, how help ended, who took part; sums of people, never a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tirek.grants.models import Category, Grant, PlanLine
from tirek.reports.disclosure import ALL, nested
from tirek.reports.indicators.indicator import names_of
from tirek.reports.indicators.reading import Reading, counting
from tirek.reports.sheets import Line, Sheet, listed, parts_of

COUNTED: Final = "counted"
ENDINGS: Final[Mapping[str, Promise]] = {
    "delivery": _("Help was given"),
    "refusal": _("A provider refused"),
    "decline": _("The person declined for now"),
    "no_show": _("The person did not come"),
    "lost_contact": _("Contact was lost"),
    "unmet_demand": _("There was no suitable programme"),
}


def count(grant: Grant) -> tuple[int, list[Sheet]]:
    """How many different people the grant met, and the sheets about them, counted under the report's role."""
    with counting(grant):
        reading = Reading(grant)
        people = reading.people().count()
        applied, entered = reading.applied_and_entered
        sheets = [_entry(reading, people, applied, entered), _services(reading), _endings(reading, people)]
        took_part = sum(group.count for group in reading.participants)
        if took_part:
            sheets += _participants(reading)
        return people, sheets


def _entry(reading: Reading, people: int, applied: int, entered: int) -> Sheet:
    planned = next((line.planned for line in reading.plan if line.code == PlanLine.PEOPLE), None)
    lines = [
        Line("applied", names_of(_("Applied for help"))),
        Line("entered", names_of(_("Came into the programme")), planned),
    ]
    table = nested(people, ("applied", applied), ("entered", entered))
    places = {(line.code, ALL): (line.code, COUNTED) for line in lines}
    return Sheet("entry", (COUNTED,), lines, [(table, places)])


def _services(reading: Reading) -> Sheet:
    """Services by category beside the plan; the people behind them decide whether a number may be told."""
    plan = {line.code: line for line in reading.plan}
    counts: Counter[str] = Counter()
    for row in reading.kinds:
        counts[row.kind.category] += row.people
    given = reading.given().order_by()
    behind = dict(given.values_list("kind__category").annotate(n=Count("anchor", distinct=True)))
    behind[ALL] = given.aggregate(n=Count("anchor", distinct=True))["n"]
    codes = [str(code) for code in Category.values if code in plan or code in counts]
    names = dict(Category.choices)
    lines = [
        Line(code, names_of(names[code]), plan[code].planned if code in plan else None) for code in codes
    ]
    return listed("services", [*lines, Line(ALL, {})], {code: counts[code] for code in codes}, people=behind)


def _endings(reading: Reading, people: int) -> Sheet:
    wanted: dict[str, Any] = {
        name: Count("anchor", distinct=True, filter=Q(**{f"{name}__isnull": False})) for name in ENDINGS
    }
    row = reading.services().order_by().aggregate(**wanted)
    lines = [Line(name, names_of(label)) for name, label in ENDINGS.items()]
    return parts_of(
        "endings", lines, (COUNTED,), people, {(name, COUNTED): int(row[name]) for name in ENDINGS}
    )


def _participants(reading: Reading) -> list[Sheet]:
    """Participations by sex, by age and by social status: each sheet adds up to the same number of them."""
    found = []
    sexes = {"m": names_of(_("Men")), "f": names_of(_("Women"))}
    bands = {band.code: names_of(band) for band in reading.bands}
    statuses = {status.code: names_of(status) for status in reading.statuses}
    for key, kind, names in (("sex", "sex", sexes), ("age", "band", bands), ("status", "status", statuses)):
        counts = Counter(dict.fromkeys(names, 0))
        for group in reading.participants:
            said = getattr(group, kind)
            counts[said if said in names else "unknown"] += group.count
        lines = [Line(code, names.get(code, {})) for code in counts]
        found.append(listed(f"participants_{key}", lines, counts, fixed=True))
    return found
