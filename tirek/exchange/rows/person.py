"""The person a row speaks of, as written there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from tirek.exchange.cells import Cells, word_of
from tirek.exchange.columns import Column
from tirek.linkage import check_iin

NAME: Final = Column(
    "name",
    (
        "ФИО",
        "Ф.И.О.",
        "Ф. И. О.",
        "Фамилия, имя, отчество",
        "Фамилия имя отчество при наличии",
        "Получатель",
        "Получатель услуг",
        "Аты-жөні",
        "Тегі, аты, әкесінің аты",
        "Full name",
        "Name",
    ),
    required=True,
)
IIN: Final = Column("iin", ("ИИН", "ИИН получателя", "ЖСН", "IIN"))
BIRTH: Final = Column(
    "birth_on",
    (
        "Дата рождения",
        "Д.р.",
        "День рождения",
        "Год рождения",
        "Туған күні",
        "Туған жылы",
        "Date of birth",
        "Birth date",
    ),
)
SEX: Final = Column("sex", ("Пол", "Жынысы", "Sex", "Gender"))

SEXES: Final = (
    ("m", ("м", "муж", "ер", "m", "male", "man")),
    ("f", ("ж", "жен", "әйел", "f", "female", "woman", "қыз")),
)
_SEPARATORS: Final = re.compile(r"[;,/\n]+")
_NO_LETTERS: Final = re.compile(r"[\W\d_]*")
NAME_LENGTH: Final = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPerson:
    """What the row says of a person; the IIN only where its check digit is right."""

    name: str
    iin: str = ""
    birth_on: date | None = None
    birth_year: int | None = None
    sex: str = ""


def read_sex(cells: Cells) -> str:
    """m, f or nothing."""
    text = cells.text("sex")
    sex = word_of(text, SEXES)
    if text and not sex:
        cells.blame("sex_unknown", "sex")
    return sex


def read_person(cells: Cells) -> WrittenPerson:
    """The person of a row: a wrong IIN is left out, one that contradicts the birth date is only mentioned."""
    name = cells.text("name", NAME_LENGTH)
    if not name or _NO_LETTERS.fullmatch(name):
        cells.blame("name_missing", "name")
    birth_on, birth_year = cells.birth("birth_on")
    sex = read_sex(cells)
    written = cells.raw("iin")
    if written is None or written == "":
        return WrittenPerson(name=name, birth_on=birth_on, birth_year=birth_year, sex=sex)
    checked = check_iin(written, birth_on, sex or None)
    if not checked.ok:
        if checked.fault != "empty":
            cells.blame("iin_bad", "iin")
        return WrittenPerson(name=name, birth_on=birth_on, birth_year=birth_year, sex=sex)
    if "birth_date_differs" in checked.notes:
        cells.blame("iin_birth_differs", "iin")
    if "sex_differs" in checked.notes:
        cells.blame("iin_sex_differs", "iin")
    if birth_on is None and checked.birth_on and birth_year in (None, checked.birth_on.year):
        birth_on, birth_year = checked.birth_on, checked.birth_on.year
    return WrittenPerson(
        name=name, iin=checked.iin, birth_on=birth_on, birth_year=birth_year, sex=sex or checked.sex or ""
    )


def split_phones(text: str) -> tuple[str, ...]:
    """The phones of a cell, as written."""
    parts = (part.strip() for part in _SEPARATORS.split(text))
    return tuple(part for part in parts if any(sign.isdigit() for sign in part))
