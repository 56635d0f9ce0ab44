"""Reads fetched together are answered each by its own rows."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import DataError, connection, transaction
from django.utils import timezone

from tirek.gate.fetching import Rows, Select, fetch, fetch_together, row_of

pytestmark = pytest.mark.django_db


def first(rows: Rows) -> Any:
    return rows[0][0] if rows else None


def test_a_read_makes_its_answer_of_its_rows() -> None:
    assert fetch(Select("SELECT %(a)s + %(b)s", {"a": 2, "b": 3}, first)) == 5


def test_what_a_read_answers_is_made_into_something_further() -> None:
    assert fetch(Select("SELECT 2", {}, first).then(lambda number: number + 1)) == 3


def test_a_row_is_read_whole_by_its_key_or_is_not_there() -> None:
    kept = Session.objects.create(session_key="one", session_data="said", expire_date=timezone.now())
    found, none = fetch_together(row_of(Session, "one", held=True), row_of(Session, "two"))
    assert (found, found.session_data, found.expire_date) == (kept, "said", kept.expire_date)
    assert none is None


def test_answers_come_in_the_order_of_the_reads(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    reads = (
        Select("SELECT %(who)s", {"who": "Ерлан"}, first),
        Select("SELECT 1 WHERE false", {}, first),
        Select("SELECT count(*) FROM unnest(%(who)s)", {"who": [1, 2, 3]}, first),
    )
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert fetch_together(*reads) == ["Ерлан", None, 3]


def test_a_value_never_becomes_a_statement() -> None:
    said = "'; SELECT 2; --%s %(who)s"
    assert fetch_together(Select("SELECT %(who)s", {"who": said}, first)) == [said]


def test_what_is_fetched_together_is_planned_once_and_the_planner_is_left_as_it_was() -> None:
    for number in range(3):
        assert fetch_together(Select("SELECT %(a)s * 2", {"a": number}, first)) == [2 * number]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement = 'SELECT $1 * 2'"
        )
        assert cursor.fetchall() == [(3, 0)]
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name IN ('plan_cache_mode', 'enable_bitmapscan') ORDER BY name"
        )
        assert cursor.fetchall() == [("enable_bitmapscan", "on"), ("plan_cache_mode", "auto")]


def test_a_read_that_fails_says_so_as_any_statement_does() -> None:
    with pytest.raises(DataError), transaction.atomic():
        fetch_together(Select("SELECT 1 / %(a)s", {"a": 0}, first), Select("SELECT 2", {}, first))
    assert fetch_together(Select("SELECT 2", {}, first)) == [2]
