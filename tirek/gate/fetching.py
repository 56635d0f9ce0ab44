"""Reads that are fetched one by one or, where a page has several, all in one journey: each is short, the way is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

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
