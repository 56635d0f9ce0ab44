"""Lists turned page by page by key: as quick on the last page as on the first.

An address names only the id of the row to go on from, never its key: keys may hold names, addresses end up in logs.
The order must be total and hold no NULL, so the primary key is added as its last column.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

AFTER, BEFORE = "after", "before"
PAGE_SIZE = 50

Key = tuple[Any, ...]


class HasKey(Protocol):
    """A row of a list: it is known by its primary key."""

    @property
    def pk(self) -> Any:
        """The primary key."""


Line = TypeVar("Line", bound=HasKey)
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class KeyPage(Generic[Line]):
    """One page of a list and the queries of its neighbours; an empty query means there is no neighbour."""

    items: list[Line]
    next_query: str
    previous_query: str

    def __bool__(self) -> bool:
        """Tell whether there is anything to show."""
        return bool(self.items)


@dataclass(frozen=True)
class Turn:
    """Where a request turns to: the key of the row to go on from, none for the beginning, and whether towards the beginning."""

    anchor: Key | None
    backwards: bool

    def page(self, request: HttpRequest, found: list[Line], size: int) -> KeyPage[Line]:
        """Return the page of what was found beyond the key in the direction of the turn, one row more than a page if there is."""
        has_more, items = len(found) > size, found[:size]
        if self.backwards:
            items.reverse()
        return KeyPage(
            items=items,
            next_query=_query(request, AFTER, items[-1]) if items and (has_more or self.backwards) else "",
            previous_query=(
                _query(request, BEFORE, items[0])
                if items and self.anchor is not None and (has_more or not self.backwards)
                else ""
            ),
        )


def turn_of(request: HttpRequest, key_of: Callable[[str], Key | None]) -> Turn:
    """Return where the request turns to; `key_of` finds the key of a row by its id."""
    asked = request.GET.get(BEFORE) or request.GET.get(AFTER)
    anchor = key_of(asked) if asked else None
    return Turn(anchor, BEFORE in request.GET and anchor is not None)


def paginate_by_key(
    request: HttpRequest,
    rows: "QuerySet[Row, Row]",
    *keys: str,
    size: int = PAGE_SIZE,
    also: "QuerySet[Row, Row] | None" = None,
) -> KeyPage[Row]:
    """Return the page the request asks for, ordered by the keys ("-given_on" for descending).

    `also` are rows of the same table that are found another way: each list is read by its own index, and both are one.
    """
    order = keys if keys and keys[-1].lstrip("-") == "pk" else (*keys, "pk")
    lists = [rows] if also is None else [rows, also]
    turn = turn_of(
        request, lambda asked: next(filter(None, (_key(one, order, asked) for one in lists)), None)
    )
    asked_order = tuple(_turned(key) for key in order) if turn.backwards else order
    beyond = Q() if turn.anchor is None else _beyond(asked_order, turn.anchor)
    items = _merged(
        [list(one.order_by(*asked_order).filter(beyond)[: size + 1]) for one in lists], asked_order
    )
    return turn.page(request, items, size)


def _merged(lists: list[list[Row]], order: tuple[str, ...]) -> list[Row]:
    """Return sorted lists as one; the database sorts, for only it knows its own alphabet."""
    found = [one for one in lists if one]
    if len(found) < 2:
        return found[0] if found else []
    rows = {row.pk: row for one in found for row in one}
    ordered = type(found[0][0])._default_manager.filter(pk__in=rows).order_by(*order)
    return [rows[pk] for pk in ordered.values_list("pk", flat=True)]


def _turned(key: str) -> str:
    return key[1:] if key.startswith("-") else f"-{key}"


def _key(rows: "QuerySet[Row, Row]", order: tuple[str, ...], row_id: str) -> Key | None:
    """Return the key values of the row to go on from; a row gone or an id made up starts the list anew."""
    try:
        return rows.order_by().filter(pk=row_id).values_list(*(key.lstrip("-") for key in order)).first()
    except (ValueError, ValidationError):
        return None


def _beyond(order: tuple[str, ...], anchor: tuple[Any, ...]) -> Q:
    """Return the condition "stands after the anchor", its first column as a plain bound an index can use."""
    condition, equal_so_far = Q(), Q()
    for key, value in zip(order, anchor, strict=True):
        name, sign = key.lstrip("-"), "lt" if key.startswith("-") else "gt"
        condition |= equal_so_far & Q(**{f"{name}__{sign}": value})
        equal_so_far &= Q(**{name: value})
    first, sign = order[0].lstrip("-"), "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{first}__{sign}": anchor[0]}) & condition


def _query(request: HttpRequest, direction: str, row: HasKey) -> str:
    """Return the query of the neighbouring page, filters kept."""
    query = request.GET.copy()
    for name in (AFTER, BEFORE):
        query.pop(name, None)
    query[direction] = str(row.pk)
    return f"?{query.urlencode()}"
