"""Reads fetched together are answered each by its own rows."""

from __future__ import annotations

from typing import Any

import pytest

from tirek.gate.fetching import Rows, Select, fetch, fetch_together

pytestmark = pytest.mark.django_db


def first(rows: Rows) -> Any:
    return rows[0][0] if rows else None


def test_a_read_makes_its_answer_of_its_rows() -> None:
    assert fetch(Select("SELECT %(a)s + %(b)s", {"a": 2, "b": 3}, first)) == 5


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
