"""IIN and BIN: both weight passes, against two independent packages."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from idnumbers.nationalid import KAZ
from kz_iin_validator import safe_validate_iin

from tirek.linkage import NumberFault, NumberNote, check_bin, check_iin
from tirek.linkage.identifiers import check_digit

twelve = st.text(alphabet="0123456789", min_size=12, max_size=12)


@st.composite
def likely_numbers(draw: st.DrawFn) -> str:
    """Twelve digits most of which are right: a real day, a real century, a free check digit."""
    day = draw(st.dates(date(1900, 1, 1), date(1999, 12, 31)))
    century, serial = draw(st.sampled_from("123456")), draw(st.integers(0, 9999))
    first = f"{day:%y%m%d}{century}{serial:04}"
    right = check_digit(first)
    digit = draw(st.integers(0, 9)) if right is None or draw(st.booleans()) else right
    return f"{first}{digit}"


@pytest.mark.parametrize(
    ("iin", "born", "sex"),
    [
        ("850715399002", date(1985, 7, 15), "m"),
        ("850715399300", date(1985, 7, 15), "m"),  # second pass
        ("010308699004", date(2001, 3, 8), "f"),
        ("901122499007", date(1990, 11, 22), "f"),  # second pass
    ],
)
def test_valid_iin_tells_birth_and_sex(iin: str, born: date, sex: str) -> None:
    check = check_iin(iin)
    assert (check.ok, check.iin, check.birth_on, check.sex, check.notes) == (True, iin, born, sex, ())


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (None, "empty"),
        ("  ", "empty"),
        ("85071539900", "length"),
        ("8507153990021", "length"),
        ("85071539900x", "not_digits"),
        ("٨٥٠٧١٥٣٠٠٠٠٣", "not_digits"),
        ("851315399003", "birth_date"),
        ("850230399003", "birth_date"),
        ("850715799003", "century"),
        ("850715999003", "century"),
        ("850715399003", "check_digit"),
    ],
)
def test_wrong_iin_is_refused_with_a_code(written: str | None, fault: str) -> None:
    check = check_iin(written)
    assert not check.ok
    assert check.fault == fault


@pytest.mark.parametrize("last", range(10))
def test_number_never_issued_is_refused_with_every_last_digit(last: int) -> None:
    assert check_iin(f"85071539935{last}").fault == NumberFault.NEVER_ISSUED


def test_spaces_and_dashes_are_forgiven() -> None:
    assert check_iin(" 850715 399-002 ").iin == "850715399002"


def test_spreadsheet_number_gets_its_zeros_back() -> None:
    for value in (10308699004, 10308699004.0):
        check = check_iin(value)
        assert check.ok
        assert (check.iin, check.notes) == ("010308699004", (NumberNote.ZEROS_RESTORED,))


def test_other_birth_date_is_noted_never_refused() -> None:
    check = check_iin("850715399002", date(1985, 7, 16), "f")
    assert check.ok
    assert check.notes == (NumberNote.BIRTH_DATE_DIFFERS, NumberNote.SEX_DIFFERS)


def test_number_of_a_foreigner_without_century_is_kept() -> None:
    first = "85071509900"
    check = check_iin(f"{first}{check_digit(first)}")
    assert check.ok
    assert (check.birth_on, check.sex, check.notes) == (None, None, (NumberNote.BIRTH_UNKNOWN,))


@given(likely_numbers())
@example("850715399300")
@example("850715399350")
def test_iin_agrees_with_two_other_packages(number: str) -> None:
    ours = check_iin(number)
    theirs, _ = safe_validate_iin(number)
    assert ours.ok is (theirs is not None) is KAZ.IndividualIDNumber.validate(number)
    if theirs is not None:
        assert ours.birth_on == theirs.born_date.datetime.date()
        assert ours.sex == {"male": "m", "female": "f"}[theirs.gender.name]


@given(twelve.filter(lambda number: number[6] != "0"))
def test_any_twelve_digits_agree_with_the_packages(number: str) -> None:
    assert (
        check_iin(number).ok
        is (safe_validate_iin(number)[0] is not None)
        is KAZ.IndividualIDNumber.validate(number)
    )


@given(
    st.integers(0, 99),
    st.integers(0, 13),
    st.sampled_from("34567"),
    st.sampled_from("01234"),
    st.integers(0, 99999),
    st.integers(0, 9),
)
def test_bin_agrees_with_another_package(
    year: int, month: int, kind: str, part: str, serial: int, digit: int
) -> None:
    first = f"{year:02}{month:02}{kind}{part}{serial:05}"
    right = check_digit(first)
    for number in (f"{first}{digit}", f"{first}{right or 0}"):
        assert check_bin(number).ok is KAZ.BusinessIDNumber.validate(number)


@pytest.mark.parametrize("number", ["170740000008", "170740000900"])
def test_valid_bin_tells_its_month(number: str) -> None:
    check = check_bin(number)
    assert check.ok
    assert (check.registered_year, check.registered_month, check.kind) == (2017, 7, "resident")


@pytest.mark.parametrize(
    ("number", "fault"),
    [("171340000008", "month"), ("850715399002", "kind"), ("170740000009", "check_digit"), ("", "empty")],
)
def test_wrong_bin_is_refused_with_a_code(number: str, fault: str) -> None:
    assert check_bin(number).fault == fault


@given(st.one_of(st.text(max_size=20), st.integers(), st.floats(), st.booleans(), st.none()))
def test_anything_is_checked_without_error(value: object) -> None:
    check_iin(value)
    check_bin(value)
