"""Figures of a grant: counted once for a page, a document and figures.json, so that all hold the same numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from tirek.grants.models import Category, Grant
from tirek.reports.indicators import (
    ON_PAGES_ONLY,
    PUBLISHED,
    READER,
    Part,
    Reading,
    age,
    counting,
    endings,
    months,
    status,
)
from tirek.reports.indicators.endings import Ended
from tirek.reports.indicators.indicator import Names, names_of
from tirek.reports.indicators.mismatches import Declared, declared, mismatches

_PLACE: Final = {str(code): place for place, code in enumerate(Category.values)}


@dataclass(frozen=True, slots=True)
class KindFigure:
    """A kind of service: different people who got it, and sessions with repeats."""

    code: str
    category: str
    names: Names
    people: int
    sessions: int


@dataclass(frozen=True)
class Figures:
    """All figures of one grant at one moment, as plain values: they can be kept and read back."""

    counts: dict[str, int | None]
    tables: dict[str, list[Part]]
    kinds: list[KindFigure]
    months: list[tuple[date, int]]
    ended: dict[str, list[Ended]]
    unknown: dict[str, int]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Every known number by its key: "services_total", "age:17-22"."""
        parts = {f"{key}:{part.code}": part.count for key, table in self.tables.items() for part in table}
        return {key: count for key, count in self.counts.items() if count is not None} | parts

    def published(self, grant: Grant) -> dict[str, Any]:
        """The figures as figures.json holds them: names of kinds and statuses in the words of the source."""
        found: dict[str, Any] = {}
        for one in PUBLISHED:
            if one.key == "min_kinds_per_beneficiary":
                found["mismatches"] = mismatches(self.declared(grant))
            found[one.key] = (
                {part.key: part.count for part in self.tables[one.key]} if one.parts else self.counts[one.key]
            )
        return found

    def declared(self, grant: Grant) -> list[Declared]:
        """Figures declared by hand beside the count."""
        return declared(Reading(grant, READER), self.numbers)

    def part(self, table: str, code: str) -> int:
        """One number of a table, 0 where the table has no such line."""
        return self.numbers.get(f"{table}:{code}", 0)


def count_figures(grant: Grant) -> Figures:
    """Count every figure of a grant now, under the report's role."""
    with counting(grant):
        return _counted(Reading(grant))


def _counted(reading: Reading) -> Figures:
    every = (*PUBLISHED, *ON_PAGES_ONLY)
    return Figures(
        counts={one.key: one.count(reading) for one in every if one.count is not None},
        tables={one.key: one.parts(reading) for one in every if one.parts is not None},
        kinds=[
            KindFigure(row.kind.code, row.kind.category, names_of(row.kind), row.people, row.sessions)
            for row in sorted(
                reading.kinds, key=lambda row: (_PLACE.get(row.kind.category, 0), row.kind.name_ru)
            )
        ],
        months=months.reached(reading),
        ended={
            "refused": endings.refused(reading),
            "declined": endings.declined(reading),
            "not_attended": endings.not_attended(reading),
            "contact_lost": endings.contact_lost(reading),
            "unmet": endings.unmet(reading),
        },
        unknown={
            "age": age.unknown(reading),
            "status": status.unknown(reading),
            "sex": reading.participants_where(sex=""),
        }
        | {f"not_own_wish:{category}": n for category, n in endings.wished_by_others(reading).items()},
    )


def figures(grant: Grant) -> dict[str, Any]:
    """The figures of a grant, counted now under the report role."""
    return count_figures(grant).published(grant)
