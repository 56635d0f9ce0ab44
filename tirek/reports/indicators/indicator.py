"""What an indicator is: a key, a name, how it is counted, and the rows behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import override

from tirek.grants.models import AgeBand, Named
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Rows

Label = Named | AgeBand | Promise | str


class NoSuchFigure(LookupError):
    """No indicator, or no part of it, has this key."""


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a figure that is a table: `code` stands in addresses, `key` in figures.json."""

    code: str
    key: str
    named: Label
    count: int

    def label(self, language: str) -> str:
        """The line's name in a language."""
        return label_in(self.named, language)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of the report: a number (`count`) or a table of numbers (`parts`)."""

    key: str
    name: Promise
    rows: Callable[[Reading, str], Rows]
    count: Callable[[Reading], int | None] | None = None
    parts: Callable[[Reading], list[Part]] | None = None


def label_in(named: Label, language: str) -> str:
    """A name in a language, whatever holds it."""
    if isinstance(named, Named):
        return named.name_in(language)
    with override(language):
        return str(named)
