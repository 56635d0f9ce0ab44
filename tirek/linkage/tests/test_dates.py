"""Dates as spreadsheets hold them; what is not certain is a code, never a silent guess."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.linkage import DateFault, parse_date

TODAY = date(2017, 11, 21)
JULY = date(2017, 7, 21)


@pytest.mark.parametrize(
    "value",
    [
        JULY,
        datetime(2017, 7, 21, 14, 30),
        42937,
        42937.6,
        "42937",
        "21.07.2017",
        "21.7.17",
        "21-07-2017",
        "21/07/2017",
        "21.07.2017 г.",
        "21.07.2017г.",
        "21.07.2017 ж.",
        "21 . 07 . 2017",
        "21.07.2017 00:00:00",
        "2017-07-21",
        "2017-07-21T14:30:00+06:00",
        "2017.07.21",
        "20170721",
        "21072017",
        "21 июля 2017",
        "21 июля 2017 года",
        "«21» июля 2017 г.",
        "21 ИЮЛЯ 2017",
        "21 шілде 2017",
        "2017 жылғы 21 шілде",
        "2017 ж. 21 шілде",
        "21 шилде 2017 жыл",
        "July 21, 2017",
        "\u00a021.07.2017\u00a0",
    ],
)
def test_date_is_read(value: object) -> None:
    reading = parse_date(value, TODAY)
    assert (reading.fault, reading.on, reading.year) == (None, JULY, 2017)


@pytest.mark.parametrize(
    "value",
    [1990, 1990.0, "1990", "1990 г.", "1990 г.р.", "1990 г. р.", "1990 год", "1990 года", "1990 ж.", "1990 жыл", "1990 жылы",
     "00.00.1990", "00.05.1990", "май 1990", "1990.0"],
)  # fmt: skip
def test_year_alone_is_a_year(value: object) -> None:
    reading = parse_date(value, TODAY)
    assert (reading.fault, reading.on, reading.year) == (None, None, 1990)


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (None, "empty"),
        ("", "empty"),
        ("-", "empty"),
        ("31.02.1990", "impossible"),
        ("32.01.1990", "impossible"),
        ("15.15.1990", "impossible"),
        ("01.01.1790", "impossible"),
        ("29.02.1999", "impossible"),
        (date(1790, 1, 1), "impossible"),
        (17, "impossible"),
        (-5, "impossible"),
        (1e300, "impossible"),
        (float("nan"), "unreadable"),
        (True, "unreadable"),
        ("не помнит", "unreadable"),
        ("21 июля", "unreadable"),
        ("=A1", "unreadable"),
        ("21.07", "unreadable"),
        ("119900305", "unreadable"),
    ],
)
def test_no_date_has_a_code(value: object, fault: str) -> None:
    reading = parse_date(value, TODAY)
    assert (reading.fault, reading.on) == (fault, None)


@pytest.mark.parametrize("value", ["07/21/2017", "07.21.2017", "7-21-2017", "07/21/17"])
def test_american_date_is_told_and_guessed(value: str) -> None:
    reading = parse_date(value, TODAY)
    assert (reading.fault, reading.on, reading.guess) == (DateFault.AMERICAN, None, JULY)


def test_slashes_that_could_be_either_are_ambiguous() -> None:
    reading = parse_date("03/04/1990", TODAY)
    assert (reading.fault, reading.on, reading.guess) == (DateFault.AMBIGUOUS, None, date(1990, 4, 3))
    assert parse_date("03.04.1990", TODAY).on == date(1990, 4, 3)
    assert parse_date("04/04/1990", TODAY).on == date(1990, 4, 4)


def test_two_figures_are_the_latest_year_not_ahead() -> None:
    assert parse_date("01.02.17", TODAY).on == date(2017, 2, 1)
    assert parse_date("01.02.18", TODAY).on == date(1918, 2, 1)


@pytest.mark.parametrize(
    ("month", "names"),
    [(1, "января қаңтар"), (2, "февраля ақпан"), (3, "марта наурыз"), (4, "апреля сәуір"), (5, "мая мамыр"),
     (6, "июня маусым"), (7, "июля шілде"), (8, "августа тамыз"), (9, "сентября қыркүйек"), (10, "октября қазан"),
     (11, "ноября қараша"), (12, "декабря желтоқсан")],
)  # fmt: skip
def test_every_month_is_known_by_name(month: int, names: str) -> None:
    for name in names.split():
        assert parse_date(f"5 {name} 1990").on == date(1990, month, 5)


days = st.dates(date(1906, 1, 1), date(2100, 12, 31))


@given(days)
def test_every_day_is_read_back(day: date) -> None:
    for text in (f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", day.isoformat(), f"{day:%Y%m%d}"):
        assert parse_date(text).on == day


@given(days)
def test_every_serial_number_is_read_back(day: date) -> None:
    assert parse_date((day - date(1899, 12, 30)).days).on == day


@given(days)
def test_american_and_ambiguous_never_pass_as_certain(day: date) -> None:
    reading = parse_date(f"{day:%m/%d/%Y}")
    assert reading.on is None or day.day == day.month
    assert day.day <= 12 or (reading.fault, reading.guess) == (DateFault.AMERICAN, day)


@given(
    st.one_of(
        st.text(max_size=25), st.text(alphabet="0123456789./- ", max_size=12), st.integers(), st.floats()
    )
)
def test_anything_is_read_without_error(value: object) -> None:
    reading = parse_date(value)
    assert reading.ok is (reading.year is not None and reading.fault is None)
    assert reading.on is None or timedelta(0) <= reading.on - date(1900, 1, 1)
