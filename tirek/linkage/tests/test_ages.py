"""Age bands as lists of participants write them."""

from datetime import date

import pytest

from tirek.linkage import AgeBand, age_on, parse_age_band


@pytest.mark.parametrize(
    ("written", "lower", "upper"),
    [
        ("28–32", 28, 32),
        ("28-32", 28, 32),
        ("28 — 32 лет", 28, 32),
        ("от 28 до 32 лет", 28, 32),
        ("59+", 59, None),
        ("59 +", 59, None),
        ("59 и старше", 59, None),
        ("59 лет и старше", 59, None),
        ("59 жастан жоғары", 59, None),
        ("старше 58", 59, None),
        ("≥ 59", 59, None),
        ("до 18", 0, 17),
        ("45", 45, 45),
        (45, 45, 45),
        ("45 лет", 45, 45),
    ],
)
def test_band_is_read(written: object, lower: int, upper: int | None) -> None:
    assert parse_age_band(written) == AgeBand(lower, upper)


@pytest.mark.parametrize("written", [None, "", "взрослый", "32–28", "1990", 4.5, True, "28-32-40"])
def test_what_is_no_age_is_none(written: object) -> None:
    assert parse_age_band(written) is None


def test_ends_of_a_band_are_inside() -> None:
    assert all(age in AgeBand(28, 32) for age in (28, 32))
    assert not any(age in AgeBand(28, 32) for age in (27, 33))
    assert 101 in AgeBand(59, None)


def test_age_turns_on_the_birthday() -> None:
    assert age_on(date(1990, 7, 21), date(2017, 7, 20)) == 26
    assert age_on(date(1990, 7, 21), date(2017, 7, 21)) == 27
    assert age_on(date(1988, 2, 29), date(2017, 2, 28)) == 28
