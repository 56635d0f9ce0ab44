"""The rows behind a figure, a page at a time: whoever sees a number can open it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from tirek.grants.models import Event

_RELATED: Final[dict[str, tuple[str, ...]]] = {
    "services": ("person", "kind", "provider"),
    "applications": ("person", "decision__reason"),
}

_REGISTERED_BY: Final = {
    "services": "person__registered_by",
    "applications": "person__registered_by",
    "people": "registered_by",
}


class BadPlace(ValueError):
    """The place in a list that an address names does not exist."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows and the place after the last; an empty place ends the list."""

    rows: Sequence[Any]
    after: str = ""


class Rows(Protocol):
    """Rows of one look (services, applications, participants, people, recipients, plan)."""

    @property
    def look(self) -> str:
        """Which table shows them."""

    def count(self) -> int:
        """How many there are for this reader."""

    def foreign(self, agency_id: UUID) -> int:
        """How many of them are about people whom another agency registered."""

    def page(self, after: str = "", limit: int = 50) -> Page:
        """The rows after a place."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows of one query in the order of a unique key."""

    look: str
    found: QuerySet[Any, Any]
    order: tuple[str, ...] = ("id",)

    def count(self) -> int:
        """How many rows the reader's role sees."""
        return self.found.count()

    def foreign(self, agency_id: UUID) -> int:
        """Rows about people whom another agency registered; a plan and recipients of materials are about nobody."""
        registered_by = _REGISTERED_BY.get(self.look)
        return self.found.exclude(**{registered_by: agency_id}).count() if registered_by else 0

    def page(self, after: str = "", limit: int = 50) -> Page:
        """Rows after the last one shown, never by OFFSET."""
        found = self.found.select_related(*_RELATED.get(self.look, ())).order_by(*self.order)
        rows = list(_after(found, self.order, after)[: limit + 1])
        if len(rows) <= limit:
            return Page(rows)
        last = rows[limit - 1]
        return Page(rows[:limit], "~".join(str(getattr(last, name)) for name in self.order))


@dataclass(frozen=True, slots=True)
class Participants:
    """Participants of several events, event by event."""

    parts: tuple[tuple[Event, QuerySet[Any, Any]], ...]
    look: str = "participants"

    def count(self) -> int:
        """How many participations the reader's role sees."""
        return sum(found.count() for _, found in self.parts)

    def foreign(self, agency_id: UUID) -> int:
        """People of the programme whom another agency registered; attendances belong to the grant's own agency."""
        programme = (
            found for event, found in self.parts if event.counted_from == Event.CountedFrom.PROGRAMME
        )
        return sum(found.exclude(person__registered_by=agency_id).count() for found in programme)

    def page(self, after: str = "", limit: int = 50) -> Page:
        """The next rows: what is left of one event, then the following events."""
        number, _, place = after.partition("~")
        start = _number(number) if number else 0
        rows: list[Any] = []
        for event, found in self.parts:
            if event.number < start:
                continue
            here = place if event.number == start else ""
            people = ("person",) if event.counted_from == Event.CountedFrom.PROGRAMME else ()
            ordered = found.select_related("social_status", *people).order_by("id")
            part = list(_after(ordered, ("id",), here)[: limit + 1 - len(rows)])
            rows += [(event, row) for row in part]
            if len(rows) > limit:
                shown = rows[:limit]
                return Page(shown, f"{shown[-1][0].number}~{shown[-1][1].pk}")
        return Page(rows)


def _after(found: QuerySet[Any, Any], order: tuple[str, ...], after: str) -> QuerySet[Any, Any]:
    if not after:
        return found
    values = after.split("~")
    if len(values) != len(order):
        raise BadPlace(after)
    later = Q()
    same = Q()
    for name, value in zip(order, values, strict=True):
        later |= same & Q(**{f"{name}__gt": value})
        same &= Q(**{name: value})
    try:
        return found.filter(later)
    except (ValueError, ValidationError) as error:
        raise BadPlace(after) from error


def _number(text: str) -> int:
    if not text.isdecimal():
        raise BadPlace(text)
    return int(text)
