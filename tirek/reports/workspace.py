"""What the pages of one grant show: figures, differences and readiness, each read once a request."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language

from tirek.grants.models import Grant
from tirek.reports import keeping, pictures, queries
from tirek.reports.deviations import Differences, PlanFact, Standing, differences
from tirek.reports.drafts import Draft, draft
from tirek.reports.figures import Figures
from tirek.reports.indicators import Part, in_language
from tirek.reports.readiness import Readiness, readiness


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table of figures: its key opens the rows."""

    key: str
    name: str
    count: int
    beside: int | None = None


class Workspace:
    """One grant as its reader sees it, in the reader's language."""

    def __init__(self, grant: Grant) -> None:
        self.grant = grant
        self.language = (get_language() or "ru")[:2]

    @cached_property
    def figures(self) -> Figures:
        """The grant's figures now."""
        return keeping.current(self.grant)

    @cached_property
    def differences(self) -> Differences:
        """Plan against fact, declared against counted."""
        return differences(self.grant, self.figures)

    @cached_property
    def readiness(self) -> Readiness:
        """What the report still needs."""
        return readiness(self.grant, self.figures, self.differences)

    @cached_property
    def pictures(self) -> dict[str, pictures.Picture]:
        """Charts that are drawn."""
        return pictures.shown(self.figures, self.language)

    @cached_property
    def beside_tabs(self) -> dict[str, int]:
        """Numbers beside the names of the tabs."""
        return queries.counts_beside_tabs(self.grant)

    @property
    def counts(self) -> dict[str, int | None]:
        """Figures that are one number."""
        return self.figures.counts

    @property
    def most(self) -> int:
        """The largest number of the plan and fact table, so that its bars compare."""
        return max([1, *(max(line.plan or 0, line.fact) for line in self.differences.plan)])

    @property
    def plan(self) -> list[tuple[str, PlanFact]]:
        """Lines of the plan with their names."""
        return [(line.name(self.language), line) for line in self.differences.plan]

    @property
    def deviations(self) -> list[tuple[str, PlanFact]]:
        """Deviations with their names, those to be explained first, the widest first."""
        ordered = sorted(
            self.differences.deviations, key=lambda line: (line.standing == Standing.APPROVED, _share(line))
        )
        return [(line.name(self.language), line) for line in ordered]

    @property
    def declared(self) -> list[tuple[str, PlanFact]]:
        """Declared figures with their names."""
        return [(line.name(self.language), line) for line in self.differences.declared]

    @property
    def lagging(self) -> tuple[str, PlanFact] | None:
        """What lags most behind the plan and is not explained yet."""
        short = [one for one in self.deviations if one[1].short and one[1].standing != Standing.APPROVED]
        return short[0] if short else None

    @property
    def months(self) -> list[Row]:
        """People reached by month."""
        names = pictures.month_names(self.figures)
        return [
            Row("entered", name, count) for name, (_m, count) in zip(names, self.figures.months, strict=True)
        ]

    @property
    def kinds(self) -> list[Row]:
        """Services by kind with sessions beside them."""
        return [
            Row(f"services:{kind.code}", in_language(kind.names, self.language), kind.people, kind.sessions)
            for kind in self.figures.kinds
        ]

    def table(self, key: str) -> list[Row]:
        """A table of figures with the names in the reader's language, "not known" last where there is any."""
        return [self._row(key, part) for part in self.figures.tables[key]]

    @property
    def ages(self) -> list[Row]:
        """Participants by age."""
        return self.table("age")

    @property
    def statuses(self) -> list[Row]:
        """Participants by social status."""
        return self.table("status")

    @property
    def refusals(self) -> list[Row]:
        """Refusals by kind and reason."""
        return self.table("refused")

    def draft(self, line: PlanFact, language: str) -> Draft:
        """An explanation offered from the records."""
        return draft(self.grant, self.figures, line, language)

    def _row(self, key: str, part: Part) -> Row:
        return Row(f"{key}:{part.code}", part.label(self.language), part.count)


def _share(line: PlanFact) -> float:
    planned = line.plan or 0
    difference = line.fact - planned
    return (difference if difference < 0 else 1 / difference) / max(planned, 1)
