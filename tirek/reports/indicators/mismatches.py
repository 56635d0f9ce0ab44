"""Figures declared by hand that differ from the count; the count stands beside them and is never replaced."""

from dataclasses import dataclass

from tirek.grants.models import DeclaredTotal
from tirek.reports.indicators.reading import Reading


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared figure beside the count; nothing is counted under a key nobody knows."""

    total: DeclaredTotal
    counted: int | None

    @property
    def differs(self) -> bool:
        """Whether the two need an explanation."""
        return self.counted is not None and self.counted != self.total.declared


def declared(reading: Reading, counted: dict[str, int]) -> list[Declared]:
    """Every declared figure with the count of the same key."""
    totals = DeclaredTotal.objects.using(reading.using).filter(grant=reading.grant.pk).order_by("label")
    return [Declared(total, counted.get(total.indicator)) for total in totals]


def mismatches(found: list[Declared]) -> dict[str, dict[str, int]]:
    """Only the keys that differ, as figures.json shows them."""
    return {
        one.total.indicator: {"declared": one.total.declared, "counted": one.counted}
        for one in found
        if one.differs and one.counted is not None
    }
