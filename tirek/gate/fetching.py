"""Reads that are fetched one by one or, where a page has several, all in one journey: each is short, the way is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Generic, TypeVar

import psycopg
from django.db import connection
from django.db.models import Model
from psycopg import pq
from psycopg.adapt import Transformer

Answer = TypeVar("Answer")
More = TypeVar("More")
Row = TypeVar("Row", bound=Model)
Rows = list[tuple[Any, ...]]
_PLANS: Final = "SELECT set_config('plan_cache_mode', %s, true), set_config('enable_bitmapscan', %s, true)"
"""By its costs the planner would plan such a read anew each time; the database's own functions are left to its judgement.

A plan for all values takes every agency for one of the usual size: it would gather what fits by a bitmap and sort it, of a busy agency
tens of thousands of rows for the first thirty. Each of these reads has an index in its own order.
"""


@dataclass(frozen=True, slots=True)
class Select(Generic[Answer]):
    """A read that is not sent yet: its SQL, the values it is given, and what its rows make."""

    sql: str
    values: Mapping[str, Any]
    answer: Callable[[Rows], Answer]

    def then(self, more: Callable[[Answer], More]) -> Select[More]:
        """The same read, what it answers made into something further."""
        return Select(self.sql, self.values, lambda rows: more(self.answer(rows)))


@cache
def _row_in_sql(model: type[Model]) -> tuple[str, tuple[str, ...]]:
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    key = model._meta.pk
    assert key is not None
    sql = f'SELECT {columns} FROM "{model._meta.db_table}" WHERE "{key.column}" = %(key)s'  # noqa: S608
    return sql, tuple(field.attname for field in fields)


def row_of(model: type[Row], key: Any, *, held: bool = False) -> Select[Row | None]:
    """The whole row of a key, if the reader sees it; `held` holds it until the transaction ends.

    What Django makes of such a read anew each time takes longer than the read. For columns that need no converter.
    """
    sql, names = _row_in_sql(model)
    return Select(
        f"{sql} FOR UPDATE" if held else sql,
        {"key": key},
        lambda rows: model.from_db(connection.alias, names, rows[0]) if rows else None,
    )


def fetch(read: Select[Answer]) -> Answer:
    """The answer of one read."""
    with connection.cursor() as cursor:
        cursor.execute(read.sql, read.values)
        return read.answer(cursor.fetchall())


def fetch_together(*reads: Select[Any]) -> list[Any]:
    """The answers of several reads, in their order, from one journey to the database.

    The connection keeps their plans: to plan the policies of every table anew takes longer than to read the few rows of one person, which
    is what these reads are for. Whoever watches the statements of a connection (a test, the lane of an import) sees them as one.
    """
    with connection.cursor() as cursor:
        if connection.execute_wrappers or connection.queries_logged:
            # Values are put into the text here, as Django's own cursor does it: only so may one text hold several statements.
            cursor.execute(";".join(cursor.mogrify(one.sql, one.values) for one in reads))
            return [_next_answer(one, cursor) for one in reads]
        with connection.wrap_database_errors, connection.connection.pipeline():
            cursor.execute(_PLANS, ["force_generic_plan", "off"])
            met = [
                psycopg.Cursor(connection.connection).execute(one.sql, one.values, prepare=True)
                for one in reads
            ]
            cursor.execute(_PLANS, ["auto", "on"])
            return [one.answer(rows.fetchall()) for one, rows in zip(reads, met, strict=True)]


def _next_answer(read: Select[Any], cursor: Any) -> Any:
    answer = read.answer(cursor.fetchall())
    cursor.nextset()
    return answer


_NUMBERED: Final = re.compile(r"\$(\d+)")
_DONE: Final = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK)


def fetch_at_once(sql: str, values: Sequence[str | None]) -> Rows:
    """The rows of a short read that is asked all day long, with $1, $2, … for its values, which are texts.

    One call from the first byte to the answer: a cursor comes back to Python many times, and that takes longer than such a read. Whoever
    watches the statements of a connection (a test, the lane of an import) is not gone round.
    """
    if connection.execute_wrappers or connection.queries_logged:
        with connection.cursor() as cursor:
            named = {str(place): value for place, value in enumerate(values, start=1)}
            cursor.execute(_NUMBERED.sub(r"%(\1)s", sql), named)
            return list(cursor.fetchall())
    connection.ensure_connection()
    session = connection.connection
    texts = [None if value is None else value.encode() for value in values]
    with connection.wrap_database_errors:
        with session.lock:
            found = session.pgconn.exec_params(sql.encode(), texts, result_format=pq.Format.BINARY)
        if found.status not in _DONE:
            raise psycopg.errors.error_from_result(found)
        adapter = Transformer(session)
        adapter.set_pgresult(found)
        return adapter.load_rows(0, found.ntuples, tuple)
