"""Reads that are fetched one by one or, where a page has several, all in one journey: each is short, the way is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import psycopg
from django.db import connection

Answer = TypeVar("Answer")
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Select(Generic[Answer]):
    """A read that is not sent yet: its SQL, the values it is given, and what its rows make."""

    sql: str
    values: Mapping[str, Any]
    answer: Callable[[Rows], Answer]


def fetch(read: Select[Answer]) -> Answer:
    """The answer of one read."""
    with connection.cursor() as cursor:
        cursor.execute(read.sql, read.values)
        return read.answer(cursor.fetchall())


def fetch_together(*reads: Select[Any]) -> list[Any]:
    """The answers of several reads, in their order, from one journey to the database."""
    with connection.cursor() as cursor:
        # Values are put into the text here, as Django's own cursor does it: only so may one text hold several statements.
        cursor.execute(";".join(cursor.mogrify(one.sql, one.values) for one in reads))
        answers = []
        for read in reads:
            answers.append(read.answer(cursor.fetchall()))
            cursor.nextset()
        return answers


def fetch_prepared(sql: str, values: Sequence[object]) -> Rows:
    """The rows of a read that is asked all day long: prepared once a connection, answered in PostgreSQL's own form.

    Django's own cursor writes the values into the text, which is then read and planned anew. Whoever watches the statements of a
    connection (a test, the lane of an import) is not gone round.
    """
    if connection.execute_wrappers or connection.queries_logged:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as session:
        return session.execute(sql, values, prepare=True, binary=True).fetchall()
