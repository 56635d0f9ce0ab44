"""Lists turned page by page by key; login sessions stand in for any table."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.test import RequestFactory

from tirek.ui.paging import KeyPage, paginate_by_key

pytestmark = pytest.mark.django_db

DAY_ONE = dt.datetime(2017, 7, 21, tzinfo=dt.UTC)


@pytest.fixture
def rows() -> list[str]:
    """Ten rows, every two of them with the same key."""
    keys = [f"row-{number}" for number in range(10)]
    Session.objects.bulk_create(
        Session(session_key=key, session_data="", expire_date=DAY_ONE + dt.timedelta(days=number // 2))
        for number, key in enumerate(keys)
    )
    return keys


def page(query: str = "", *keys: str, size: int = 4) -> KeyPage[Session]:
    request = RequestFactory().get(f"/{query}")
    found = Session.objects.filter(session_key__startswith="row-")
    return paginate_by_key(request, found, *(keys or ("expire_date",)), size=size)


def names(found: KeyPage[Session]) -> list[str]:
    return [row.session_key for row in found.items]


def all_pages(*keys: str) -> list[str]:
    found, seen = page("", *keys), []
    while True:
        seen += names(found)
        if not found.next_query:
            return seen
        found = page(found.next_query, *keys)


def test_pages_hold_every_row_once_in_order(rows: list[str]) -> None:
    assert all_pages("expire_date") == rows


def test_equal_keys_are_told_apart_by_the_id(rows: list[str]) -> None:
    assert names(page(size=3)) == rows[:3]
    assert names(page(page(size=3).next_query, size=3)) == rows[3:6]


def test_a_descending_list_loses_nothing(rows: list[str]) -> None:
    assert sorted(all_pages("-expire_date")) == rows
    assert all_pages("-expire_date")[0] == "row-8"


def test_going_back_shows_the_page_one_came_from(rows: list[str]) -> None:
    second = page(page().next_query)
    assert names(page(second.previous_query)) == rows[:4]


def test_the_first_page_has_nothing_before_it_and_the_last_nothing_after(rows: list[str]) -> None:
    assert page().previous_query == ""
    second = page(page().next_query)
    assert page(second.previous_query).previous_query == ""
    third = page(second.next_query)
    assert third.next_query == ""
    assert names(page(third.previous_query)) == rows[4:8]


def test_a_filter_stays_on_while_pages_turn(rows: list[str]) -> None:
    assert "q=%D3%98" in page("?q=%D3%98").next_query


def test_the_address_holds_an_id_and_no_key(rows: list[str]) -> None:
    assert page().next_query == "?after=row-3"


def test_a_row_gone_or_made_up_starts_the_list_anew(rows: list[str]) -> None:
    assert names(page("?after=row-99")) == rows[:4]
    assert names(page("?before=row-99")) == rows[:4]


def test_an_empty_list_is_an_empty_page() -> None:
    found = page()
    assert not found
    assert (found.next_query, found.previous_query) == ("", "")
