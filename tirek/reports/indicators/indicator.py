"""What an indicator is: a key, a name, how it is counted, and the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import override

from tirek.agencies.reference import Named
from tirek.grants.models import AgeBand
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Rows

LANGUAGES: Final = ("ru", "kk", "en")
Names = Mapping[str, str]


class NoSuchFigure(LookupError):
    """No indicator, or no part of it, has this key."""


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a figure that is a table: `code` stands in addresses, `key` in figures.json."""

    code: str
    key: str
    names: Names
    count: int

    def label(self, language: str) -> str:
        """The line's name in a language."""
        return in_language(self.names, language)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of the report: a number (`count`) or a table of numbers (`parts`).

    `splits` says that the rows, though not the number, can be asked for one category of help.
    """

    key: str
    name: Promise
    rows: Callable[[Reading, str], Rows]
    count: Callable[[Reading], int | None] | None = None
    parts: Callable[[Reading], list[Part]] | None = None
    splits: bool = False


def names_of(named: Named | AgeBand | Promise | str) -> Names:
    """A name in the three languages, whatever holds it."""
    if isinstance(named, Named):
        return {language: named.name_in(language) for language in LANGUAGES}
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(named)
    return found


def in_language(names: Names, language: str) -> str:
    """One of the three names, the Russian one for a language nobody wrote."""
    return names.get(language[:2]) or names["ru"]
