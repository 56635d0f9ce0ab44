"""Inserting many rows at once: whole columns go to the database as arrays, which costs a fifth of `bulk_create`.

Only what an import needs: no signals, no upserts, and an identity column is filled by the database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Any, Final, cast
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from tirek.audit import overlapping

_BATCH: Final = 10_000
_NUMBERED: Final = re.compile(r"\$(\d+)")
_HEX: Final = attrgetter("hex")


def _quoted(value: object) -> str:
    text = value if type(value) is str else str(value)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _bytes(value: bytes | memoryview) -> str:
    return f'"\\\\x{bytes(value).hex()}"'


_encode: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def _json(value: Any) -> str:
    return '"[]"' if value == [] else '"{}"' if value == {} else _quoted(_encode(value))


def _array(value: Sequence[int]) -> str:
    return f'"{{{",".join(map(str, value))}}}"'


def _moment(value: Any) -> str:
    return f'"{value.isoformat()}"'


def _truth(value: bool) -> str:
    return "t" if value else "f"


@lru_cache(maxsize=100)
def _written(field: models.Field[Any, Any]) -> tuple[str, Callable[[Any], str], str]:
    """For a column: the type of the array it travels in, how a value is written there, and how it is cast."""
    kind = field.db_type(connection) or "text"
    plain = kind.partition("(")[0]
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, ArrayField):
        return "text", _array, f"::{kind}"
    if isinstance(field, models.JSONField):
        return plain, _json, ""
    if isinstance(field, models.BinaryField):
        return plain, _bytes, ""
    if isinstance(field, models.BooleanField):
        return plain, _truth, ""
    if isinstance(field, models.DateField):
        return plain, _moment, ""
    if isinstance(field, models.UUIDField):
        return plain, _HEX, ""
    if isinstance(field, models.CharField | models.TextField):
        return "text", _quoted, ""
    return plain, str, ""


@dataclass(frozen=True, slots=True)
class _Table:
    """Where rows go, and what of them does not stand under the column's own name."""

    model: type[models.Model]
    taken: Mapping[str, Callable[[Any], Any]]
    same: Mapping[str, Any]

    def is_made_there(self, field: models.Field[Any, Any], row: object) -> bool:
        """Whether the database makes the value: a primary key that nobody gave."""
        return field.primary_key and isinstance(field, models.UUIDField) and not self._has(field, row)

    def _has(self, field: models.Field[Any, Any], row: object) -> bool:
        return field.attname in self.same or field.attname in self.taken or hasattr(row, field.attname)

    def values(self, field: models.Field[Any, Any], rows: Sequence[object]) -> list[Any]:
        """One column of all rows, or the one value that all of them share."""
        name = field.attname
        if name in self.same:
            return [self.same[name]]
        if not self._has(field, rows[0]):
            return [field.pre_save(self.model(), add=True)]
        if getattr(field, "auto_now_add", False) and isinstance(rows[0], models.Model):
            values = [field.pre_save(cast(models.Model, row), add=True) for row in rows]
        else:
            values = list(map(self.taken.get(name) or attrgetter(name), rows))
        is_one = values[0] == values[-1] and values.count(values[0]) == len(values)
        return values[:1] if is_one else values


def insert_many(
    rows: Iterable[object],
    *,
    into: type[models.Model],
    taken: Mapping[str, Callable[[Any], Any]] | None = None,
    same: Mapping[str, Any] | None = None,
    ignore_conflicts: bool = False,
) -> int:
    """Insert rows of one model, some thousands in a statement; returns how many were handed over.

    A row is an instance of the model or any other object. A column is `same` for all rows, or what `taken` gets from the
    row, else the row's attribute of its name, else its default; a primary key that nobody gives is made by the database.
    """
    table = _Table(into, taken or {}, same or {})
    waiting = iter(rows)
    count = 0
    while batch := list(islice(waiting, _BATCH)):
        _insert(batch, table, ignore_conflicts=ignore_conflicts)
        count += len(batch)
    return count


def _insert(rows: Sequence[object], table: _Table, *, ignore_conflicts: bool) -> None:
    quote = connection.ops.quote_name
    names: list[str] = []
    shown: list[str] = []
    arrays: list[str] = []
    texts: list[str] = []
    for field in table.model._meta.concrete_fields:
        if isinstance(field, models.AutoField) or field.has_db_default():
            continue
        names.append(quote(str(field.column)))
        if table.is_made_there(field, rows[0]):
            shown.append("gen_random_uuid()")
            continue
        travels, write, cast_to = _written(field)
        values = table.values(field, rows)
        texts.append(_literal(values, write))
        place = f"${len(texts)}::{travels}[]"
        if len(values) == 1:
            shown.append(f"({place})[1]{cast_to}")
        else:
            arrays.append(place)
            shown.append(f"c{len(arrays)}{cast_to}")
    tell(
        f"INSERT INTO {quote(table.model._meta.db_table)} ({', '.join(names)})"  # noqa: S608 — our own models' names
        f" SELECT {', '.join(shown)} FROM {_source(arrays, len(rows))}"
        + (" ON CONFLICT DO NOTHING" if ignore_conflicts else ""),
        texts,
    )
    for row in rows:
        if isinstance(row, models.Model):
            row._state.adding, row._state.db = False, connection.alias


def array_of(values: Sequence[UUID | str | int]) -> str:
    """Ids, texts or numbers as one text for `tell`."""
    writes: dict[type, Callable[[Any], str]] = {UUID: _HEX, int: str}
    return _literal(values, writes.get(type(values[0]), _quoted) if values else str)


def _literal(values: Sequence[Any], write: Callable[[Any], str]) -> str:
    """The values as one array literal."""
    return "{" + ",".join(["NULL" if value is None else write(value) for value in values]) + "}"


def _source(arrays: Sequence[str], count: int) -> str:
    if not arrays:
        return f"generate_series(1, {count})"
    return (
        f"unnest({', '.join(arrays)}) AS u({', '.join(f'c{place}' for place in range(1, len(arrays) + 1))})"
    )


def tell(sql: str, texts: Sequence[str]) -> None:
    """Have a statement done whose answer nobody reads, after all inserts before it; $1, $2, … stand for the texts."""
    lane = overlapping.current()
    if lane is not None:
        lane.send(sql, texts)
        return
    with connection.cursor() as cursor:
        named = {str(place): text for place, text in enumerate(texts, start=1)}
        cursor.execute(_NUMBERED.sub(r"%(\1)s", sql), named)
