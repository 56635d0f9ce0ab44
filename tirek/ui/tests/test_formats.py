"""How days, sums, numbers and names are written."""

import datetime as dt
from decimal import Decimal

import pytest

from tirek.ui import formats
from tirek.ui.formats import NBSP, UnreadableDay, read_day


def test_a_sum_has_groups_of_three_and_the_tenge_sign_without_a_line_break() -> None:
    assert formats.tenge(2485260) == f"2{NBSP}485{NBSP}260{NBSP}₸"


def test_a_sum_shows_tiyn_only_where_there_are_any() -> None:
    assert formats.tenge(Decimal("1200.00")) == f"1{NBSP}200{NBSP}₸"
    assert formats.tenge(Decimal("1200.50")).startswith(f"1{NBSP}200")
    assert formats.tenge(Decimal("1200.50")).endswith(f"50{NBSP}₸")


def test_a_negative_number_has_a_real_minus() -> None:
    assert formats.number(-1234) == f"−1{NBSP}234"


def test_half_is_rounded_away_from_zero() -> None:
    assert formats.number(Decimal("2.5")) == "3"
    assert formats.number(Decimal("-0.5")) == "−1"


def test_nothing_is_written_as_a_dash() -> None:
    assert formats.tenge(None) == formats.number(None) == formats.short_date(None) == formats.NOTHING


@pytest.mark.parametrize(
    "plan,fact,written",
    [
        (30, 68, f"+127{NBSP}%"),
        (30, 8, f"−73{NBSP}%"),
        (30, 4, f"−87{NBSP}%"),
        (40, 45, f"+13{NBSP}%"),
        (10, 10, f"0{NBSP}%"),
        (0, 5, "—"),
        (None, 5, "—"),
        (5, None, "—"),
    ],
)
def test_a_deviation_is_written_with_its_sign(plan: int | None, fact: int | None, written: str) -> None:
    assert formats.percent_deviation(plan, fact) == written


def test_a_date_is_day_month_year() -> None:
    assert formats.short_date(dt.date(2017, 7, 21)) == "21.07.2017"


def test_a_period_repeats_the_year_only_where_it_changes() -> None:
    assert formats.period(dt.date(2017, 7, 21), dt.date(2017, 11, 21)) == "21.07 – 21.11.2017"
    assert formats.period(dt.date(2016, 12, 1), dt.date(2017, 1, 31)) == "01.12.2016 – 31.01.2017"


def test_a_moment_is_told_by_the_clocks_here() -> None:
    assert formats.moment(dt.datetime(2026, 11, 25, 4, 5, tzinfo=dt.UTC)) == "25.11.2026, 9:05"


def test_late_evening_elsewhere_is_the_next_day_here() -> None:
    assert formats.short_date(dt.datetime(2026, 11, 25, 20, 0, tzinfo=dt.UTC)) == "26.11.2026"


def test_a_picture_beside_a_name_has_two_letters() -> None:
    assert formats.initials("Ахметов Ерлан Серикович") == "АЕ"
    assert formats.initials("әлия") == "Ә"
    assert formats.initials("") == ""


def test_a_short_name_keeps_the_surname_whole() -> None:
    assert formats.short_name("Ахметов Ерлан Серикович") == f"Ахметов{NBSP}Е.{NBSP}С."
    assert formats.short_name("Ли") == "Ли"
    assert formats.short_name("") == ""


@pytest.mark.parametrize(
    "typed",
    [
        "21.07.2017",
        "21.7.2017",
        " 21/07/2017 ",
        "21-07-2017",
        "21 07 2017",
        "21,07,2017",
        "21072017",
        "21.07.2017 г.",
    ],
)
def test_a_day_is_read_the_way_people_write_it(typed: str) -> None:
    assert read_day(typed) == dt.date(2017, 7, 21)


@pytest.mark.parametrize(
    "typed", ["07/21/2017", "31.06.2017", "29.02.2017", "21.07.17", "2017", "вчера", "", "00.01.2017"]
)
def test_a_day_that_is_not_certain_is_refused_in_words(typed: str) -> None:
    with pytest.raises(UnreadableDay) as refused:
        read_day(typed)
    assert str(refused.value)


def test_an_american_date_is_told_apart_by_its_month() -> None:
    with pytest.raises(UnreadableDay, match="21"):
        read_day("07/21/2017")
