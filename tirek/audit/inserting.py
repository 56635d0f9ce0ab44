"""Inserting many rows at once: whole columns go to the database as arrays, which costs a fifth of `bulk_create`.

Only what an import needs: no signals, no upserts, and an identity column is filled by the database.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Any, Final, cast

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

_BATCH: Final = 5000
_SPECIAL: Final = str.maketrans({"\\": "\\\\", '"': '\\"'})


def _quoted(text: str) -> str:
    if "\\" in text or '"' in text:
        text = text.translate(_SPECIAL)
    return f'"{text}"'


def _bytes(value: bytes | memoryview) -> str:
    return f'"\\\\x{bytes(value).hex()}"'


_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


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
    if isinstance(field, models.CharField | models.TextField):
        return "text", _quoted, ""
    return plain, str, ""


def _column(field: models.Field[Any, Any], rows: Sequence[object], write: Callable[[Any], str]) -> str:
    """One column of all rows as an array literal; a value that repeats is written once."""
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        values = [field.pre_save(cast(models.Model, row), add=True) for row in rows]
    else:
        values = list(map(attrgetter(field.attname), rows))
    first = values[0]
    if values.count(first) == len(values):
        text = "NULL" if first is None else write(first)
        return "{" + ",".join([text] * len(values)) + "}"
    if None in values:
        return "{" + ",".join(["NULL" if value is None else write(value) for value in values]) + "}"
    return "{" + ",".join(map(write, values)) + "}"


def insert_many(rows: Iterable[object], *, into: type[models.Model], ignore_conflicts: bool = False) -> int:
    """Insert rows of one model, some thousands in a statement; returns how many were handed over.

    A row is an instance of the model, or any object with the attributes of its columns.
    """
    waiting = iter(rows)
    count = 0
    while batch := list(islice(waiting, _BATCH)):
        _insert(batch, into, ignore_conflicts=ignore_conflicts)
        count += len(batch)
    return count


def _is_automatic(field: models.Field[Any, Any]) -> bool:
    """Whether the database fills the column itself: an identity, or a default of its own."""
    return isinstance(field, models.AutoField) or field.has_db_default()


def _insert(rows: Sequence[object], model: type[models.Model], *, ignore_conflicts: bool) -> None:
    meta = model._meta
    fields = [field for field in meta.concrete_fields if not _is_automatic(field)]
    quote = connection.ops.quote_name
    names, places, shown, columns = [], [], [], []
    for place, field in enumerate(fields):
        travels, write, cast_to = _written(field)
        names.append(quote(str(field.column)))
        places.append(f"%s::{travels}[]")
        shown.append(f"c{place}{cast_to}")
        columns.append(_column(field, rows, write))
    aliases = ", ".join(f"c{place}" for place in range(len(fields)))
    sql = (
        f"INSERT INTO {quote(meta.db_table)} ({', '.join(names)})"  # noqa: S608 — names of our own models
        f" SELECT {', '.join(shown)} FROM unnest({', '.join(places)}) AS u({aliases})"
        + (" ON CONFLICT DO NOTHING" if ignore_conflicts else "")
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, columns)
    for row in rows:
        if isinstance(row, models.Model):
            row._state.adding, row._state.db = False, connection.alias
