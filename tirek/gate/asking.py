"""Questions to the database, asked one by one or, where a page has several, all in one journey: each is short, the way is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection

Answer = TypeVar("Answer")
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Question(Generic[Answer]):
    """A read that is not asked yet: its SQL, the values it is given, and what its rows make."""

    sql: str
    values: Mapping[str, Any]
    answer: Callable[[Rows], Answer]


def ask(question: Question[Answer]) -> Answer:
    """The answer to one question."""
    with connection.cursor() as cursor:
        cursor.execute(question.sql, question.values)
        return question.answer(cursor.fetchall())


def ask_together(*questions: Question[Any]) -> list[Any]:
    """The answers to several questions, in their order, from one journey to the database."""
    with connection.cursor() as cursor:
        # Values are put into the text here, as Django's own cursor does it: only so may one text hold several statements.
        cursor.execute(";".join(cursor.mogrify(one.sql, one.values) for one in questions))
        answers = []
        for question in questions:
            answers.append(question.answer(cursor.fetchall()))
            cursor.nextset()
        return answers
