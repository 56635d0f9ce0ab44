"""Subjects for tests, in one line each."""

from datetime import date
from typing import Literal

from tirek.linkage import Subject, parse_date, parse_name


def who(
    name: str, born: str | int | None = None, *, sex: Literal["m", "f"] | None = None, iin: str | None = None
) -> Subject:
    """A subject from a written name and birth date; the IIN is any text, sealed or not is all the same here."""
    birth = parse_date(born, date(2017, 11, 21))
    parsed = parse_name(name)
    return Subject(
        parsed.surname,
        parsed.given,
        parsed.patronymic,
        birth.on,
        birth.year,
        sex,
        iin.encode() if iin else None,
    )
