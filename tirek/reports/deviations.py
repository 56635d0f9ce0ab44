"""Plan and fact, shortfalls and excess alike: every fact that is not the plan is a deviation and needs an explanation.

No threshold hides one: in 2017 documents, 4 of 30, was passed over. An explanation written for other numbers than
today's is out of date and does not count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tirek.grants.models import Category, Event, Grant, PlanLine
from tirek.reports.figures import Figures
from tirek.reports.indicators import in_language, names_of
from tirek.reports.indicators.indicator import Names
from tirek.reports.models import Explanation

MISMATCH: Final = "mismatch:"


class Standing(StrEnum):
    """How far the explanation of a difference is."""

    NOT_NEEDED = "not_needed"
    MISSING = "missing"
    DRAFT = "draft"
    OUT_OF_DATE = "out_of_date"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class PlanFact:
    """What was promised and what was done, or what was declared and what was counted, with its explanation."""

    key: str
    figure: str
    names: Names
    plan: int | None
    fact: int
    explanation: Explanation | None = None

    def name(self, language: str) -> str:
        """The line's name in a language."""
        return in_language(self.names, language)

    @property
    def differs(self) -> bool:
        """Whether it must be explained; a fact without any plan is an excess."""
        return self.fact != (self.plan or 0)

    @property
    def short(self) -> bool:
        """Whether less was done than promised."""
        return self.fact < (self.plan or 0)

    @property
    def standing(self) -> Standing:
        """Whether the difference is explained, and the explanation approved for these very numbers."""
        if not self.differs:
            return Standing.NOT_NEEDED
        if self.explanation is None:
            return Standing.MISSING
        if (self.explanation.plan, self.explanation.fact) != (self.plan, self.fact):
            return Standing.OUT_OF_DATE
        return Standing.DRAFT if self.explanation.approved_at is None else Standing.APPROVED


def explanations(grant: Grant) -> dict[str, Explanation]:
    """What was written about this grant's differences, by key."""
    return {explanation.key: explanation for explanation in Explanation.objects.filter(grant=grant)}


def plan_and_fact(
    grant: Grant, figures: Figures, written: Mapping[str, Explanation], plan: list[PlanLine]
) -> list[PlanFact]:
    """People, then every category promised or given, in the order of the form."""
    lines = {line.code: line for line in plan}
    found = []
    if people := lines.get(PlanLine.PEOPLE):
        names = _named(people, _("People in the programme"))
        entered = figures.counts["entered"] or 0
        found.append(PlanFact("people", "entered", names, people.planned, entered, written.get("people")))
    for part in figures.tables["services_by_category"]:
        key, line = f"category:{part.code}", lines.get(part.code)
        names = _named(line, dict(Category.choices)[part.code]) if line else part.names
        planned = line.planned if line else None
        figure = f"services_by_category:{part.code}"
        found.append(PlanFact(key, figure, names, planned, part.count, written.get(key)))
    return found if plan else []


def events(
    figures: Figures, written: Mapping[str, Explanation], held: list[Event], plan: bool
) -> list[PlanFact]:
    """Events with a planned number; the programme's people are a line of the plan already where there is one."""
    found = []
    for event in held:
        if event.planned is None or (plan and event.counted_from == Event.CountedFrom.PROGRAMME):
            continue
        key, figure = f"event:{event.number}", f"events:{event.number}"
        fact = figures.part("events", str(event.number))
        found.append(PlanFact(key, figure, names_of(str(event)), event.planned, fact, written.get(key)))
    return found


def declared(grant: Grant, figures: Figures, written: Mapping[str, Explanation]) -> list[PlanFact]:
    """Figures declared by hand (as `plan`) beside the count (as `fact`), those that agree too."""
    return [
        PlanFact(
            f"{MISMATCH}{one.total.indicator}",
            one.total.indicator,
            names_of(one.total.label),
            one.total.declared,
            one.counted,
            written.get(f"{MISMATCH}{one.total.indicator}"),
        )
        for one in figures.declared(grant)
        if one.counted is not None
    ]


@dataclass(frozen=True, slots=True)
class Differences:
    """All lines of a grant that may need an explanation."""

    plan: list[PlanFact]
    events: list[PlanFact]
    declared: list[PlanFact]

    @property
    def deviations(self) -> list[PlanFact]:
        """Lines of the plan and events that are not as planned."""
        return [line for line in (*self.plan, *self.events) if line.differs]

    @property
    def mismatches(self) -> list[PlanFact]:
        """Declared figures that are not as counted."""
        return [line for line in self.declared if line.differs]

    def called(self, key: str) -> PlanFact | None:
        """The differing line of this key."""
        return next((line for line in (*self.deviations, *self.mismatches) if line.key == key), None)


def differences(grant: Grant, figures: Figures) -> Differences:
    """Plan against fact and declaration against count, with what was written about them."""
    written = explanations(grant)
    plan = list(grant.plan.all())
    has_people = any(line.code == PlanLine.PEOPLE for line in plan)
    return Differences(
        plan_and_fact(grant, figures, written, plan),
        events(figures, written, list(grant.events.all()), has_people),
        declared(grant, figures, written),
    )


def _named(line: PlanLine, otherwise: Promise | str) -> Names:
    # The grant's own words stand in Russian; the form's words in the other languages.
    return {**names_of(otherwise), "ru": line.label}
