"""Read what a person types to find somebody: a name with a birth date or year, or an IIN, in one line."""

import re
from dataclasses import dataclass
from datetime import date

from tirek.linkage.dates import DateReading, parse_date
from tirek.linkage.identifiers import IinCheck, check_iin
from tirek.linkage.names import Name, parse_name

_TWELVE = re.compile(r"(?<!\d)\d{12}(?!\d)")
_DATE = re.compile(r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)(?:\s*(?:г\.?\s*р\.?|года?|г\.?|ж\.?)(?=\s|$))?")


@dataclass(frozen=True, slots=True)
class Question:
    """A line taken apart: the name, what is told of the birth, the IIN."""

    name: Name
    birth_on: date | None = None
    birth_year: int | None = None
    iin: IinCheck | None = None


def parse_question(text: str) -> Question:
    """«Серікұлы Нурлан 1990», «Захаров Илья 09.12.1996», «961209399532»."""
    iin: IinCheck | None = None
    birth = DateReading()
    if found := _TWELVE.search(text):
        iin, text = check_iin(found.group()), text.replace(found.group(), " ")
    if found := _DATE.search(text) or _YEAR.search(text):
        birth, text = parse_date(found.group()), text.replace(found.group(), " ")
    on = birth.on or birth.guess
    return Question(parse_name(text), on, on.year if on else birth.year, iin)
