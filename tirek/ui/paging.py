"""Lists turned page by page by key: as quick on the last page as on the first.

An address names only the id of the row to go on from, never its key: keys may hold names, addresses end up in logs.
The order must be total and hold no NULL, so the primary key is added as its last column.
"""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

AFTER, BEFORE = "after", "before"
PAGE_SIZE = 50

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class KeyPage(Generic[Row]):
    """One page of a list and the queries of its neighbours; an empty query means there is no neighbour."""

    items: list[Row]
    next_query: str
    previous_query: str

    def __bool__(self) -> bool:
        """Tell whether there is anything to show."""
        return bool(self.items)


def paginate_by_key(
    request: HttpRequest, rows: "QuerySet[Row, Row]", *keys: str, size: int = PAGE_SIZE
) -> KeyPage[Row]:
    """Return the page the request asks for, ordered by the keys ("-given_on" for descending)."""
    order = keys if keys and keys[-1].lstrip("-") == "pk" else (*keys, "pk")
    backwards = BEFORE in request.GET
    anchor = _anchor(rows, order, request.GET.get(BEFORE) or request.GET.get(AFTER))
    backwards = backwards and anchor is not None
    asked_order = tuple(_turned(key) for key in order) if backwards else order
    found = rows.order_by(*asked_order)
    if anchor is not None:
        found = found.filter(_beyond(asked_order, anchor))
    items = list(found[: size + 1])
    has_more, items = len(items) > size, items[:size]
    if backwards:
        items.reverse()
    return KeyPage(
        items=items,
        next_query=_query(request, AFTER, items[-1]) if items and (has_more or backwards) else "",
        previous_query=(
            _query(request, BEFORE, items[0])
            if items and anchor is not None and (has_more or not backwards)
            else ""
        ),
    )


def _turned(key: str) -> str:
    return key[1:] if key.startswith("-") else f"-{key}"


def _anchor(rows: "QuerySet[Row, Row]", order: tuple[str, ...], row_id: str | None) -> tuple[Any, ...] | None:
    """Return the key values of the row to go on from; a row gone or an id made up starts the list anew."""
    if not row_id:
        return None
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


def _query(request: HttpRequest, direction: str, row: Model) -> str:
    """Return the query of the neighbouring page, filters kept."""
    query = request.GET.copy()
    for name in (AFTER, BEFORE):
        query.pop(name, None)
    query[direction] = str(row.pk)
    return f"?{query.urlencode()}"
