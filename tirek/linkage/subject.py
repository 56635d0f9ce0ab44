"""Subject: what one source says of one person, as far as matching needs it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tirek.linkage.identifiers import IinCheck
from tirek.linkage.names import Name

Sex = Literal["m", "f"]


@dataclass(frozen=True, slots=True)
class Subject:
    """One person as one source wrote them; the IIN comes sealed and is only ever equal, different or missing."""

    surname: str
    given: str
    patronymic: str
    birth_on: date | None = None
    birth_year: int | None = None
    sex: Sex | None = None
    iin_digest: bytes | None = None

    @property
    def year(self) -> int | None:
        """The year of birth, from the date when there is one."""
        return self.birth_on.year if self.birth_on else self.birth_year


def subject_of(
    name: Name,
    *,
    birth_on: date | None = None,
    birth_year: int | None = None,
    sex: Sex | None = None,
    iin: IinCheck | None = None,
    seal: Callable[[str], bytes] | None = None,
) -> Subject:
    """Put a subject together: a valid IIN fills in what was not written, and is passed on sealed.

    A written birth date always wins: the law allows an IIN that tells another date.
    """
    valid = iin if iin is not None and iin.ok else None
    if (
        birth_on is None
        and valid is not None
        and birth_year in (None, valid.birth_on and valid.birth_on.year)
    ):
        birth_on = valid.birth_on
    return Subject(
        surname=name.surname,
        given=name.given,
        patronymic=name.patronymic,
        birth_on=birth_on,
        birth_year=birth_year if birth_on is None else birth_on.year,
        sex=sex or (valid.sex if valid else None),
        iin_digest=seal(valid.iin) if valid and seal else None,
    )
