"""A subject is put together from what was written; an IIN fills gaps and is only ever passed on sealed."""

from datetime import date

from tirek.linkage import check_iin, parse_name, subject_of
from tirek.linkage.tests.pilot import seal

NAME = parse_name("Захаров Илья Юрьевич")
IIN = check_iin("961209399532")


def test_valid_iin_fills_in_birth_and_sex() -> None:
    subject = subject_of(NAME, iin=IIN, seal=seal)
    assert (subject.birth_on, subject.sex, subject.iin_digest) == (
        date(1996, 12, 9),
        "m",
        seal("961209399532"),
    )


def test_written_birth_wins_over_the_iin() -> None:
    assert subject_of(NAME, birth_on=date(1990, 1, 2), iin=IIN).birth_on == date(1990, 1, 2)
    assert subject_of(NAME, birth_year=1990, iin=IIN).birth_on is None


def test_wrong_iin_is_left_out() -> None:
    subject = subject_of(NAME, iin=check_iin("961209399533"), seal=seal)
    assert (subject.iin_digest, subject.birth_on) == (None, None)
