"""Figures of a grant, counted once for a page, a document and figures.json, so that all hold the same numbers."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from tirek.grants.models import Grant
from tirek.reports.indicators import ON_PAGES_ONLY, PUBLISHED, REPORT, Indicator, Part, Reading
from tirek.reports.indicators.mismatches import Declared, declared, mismatches


class Figures:
    """All figures of one grant under one role, each counted when first asked for and then kept."""

    def __init__(self, grant: Grant, using: str = REPORT) -> None:
        self.grant = grant
        self.reading = Reading(grant, using)

    @cached_property
    def counts(self) -> dict[str, int | None]:
        """Figures that are one number; None is "not knowable" or "not promised"."""
        return {one.key: one.count(self.reading) for one in _all() if one.count is not None}

    @cached_property
    def tables(self) -> dict[str, list[Part]]:
        """Figures that are tables."""
        return {one.key: one.parts(self.reading) for one in _all() if one.parts is not None}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Every known number by its key: "services_total", "age:17-22"."""
        parts = {f"{key}:{part.code}": part.count for key, table in self.tables.items() for part in table}
        return {key: count for key, count in self.counts.items() if count is not None} | parts

    @cached_property
    def declared(self) -> list[Declared]:
        """Figures declared by hand beside the count."""
        return declared(self.reading, self.numbers)

    def published(self) -> dict[str, Any]:
        """The figures as figures.json holds them: names of kinds and statuses in the words of the source."""
        found: dict[str, Any] = {}
        for one in PUBLISHED:
            if one.key == "min_kinds_per_beneficiary":
                found["mismatches"] = mismatches(self.declared)
            found[one.key] = (
                {part.key: part.count for part in self.tables[one.key]} if one.parts else self.counts[one.key]
            )
        return found


def figures(grant: Grant) -> dict[str, Any]:
    """The figures of a grant, counted under the report role."""
    return Figures(grant).published()


def _all() -> tuple[Indicator, ...]:
    return (*PUBLISHED, *ON_PAGES_ONLY)
