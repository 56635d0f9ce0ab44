"""The person a row speaks of, as written there."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

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
        "ФИО получателя",
        "Ф. И. О. получателя",
        "ФИО клиента",
        "ФИО бенефициара",
        "ФИО заявителя",
        "ФИО участника",
        "Аты-жөні",
        "Тегі, аты, әкесінің аты",
        "Full name",
        "Name",
    ),
    required=True,
    instead="surname",
)
SURNAME: Final = Column("surname", ("Фамилия", "Тегі", "Surname", "Last name"))
GIVEN: Final = Column("given", ("Имя", "Аты", "Given name", "First name"))
PATRONYMIC: Final = Column("patronymic", ("Отчество", "Отчество при наличии", "Әкесінің аты", "Patronymic"))
NAMES: Final = (NAME, SURNAME, GIVEN, PATRONYMIC)
IIN: Final = Column("iin", ("ИИН", "ИИН получателя", "ИИН/ЖСН", "ЖСН", "ЖСН/ИИН", "IIN"))
BIRTH: Final = Column(
    "birth_on",
    (
        "Дата рождения",
        "Д.р.",
        "Д/р",
        "ДР",
        "Дата рожд.",
        "Дата рожд",
        "Дата рождения (дд.мм.гггг)",
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
_NOT_NAMES: Final = frozenset({"null", "none", "n/a", "нет", "нет данных", "неизвестно", "не указано"})
_NEVER_IN_NAMES: Final = re.compile(r"^=|[=|!<>@{}\\]")
NAME_LENGTH: Final = 160


class WrittenPerson(NamedTuple):
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


def read_name(cells: Cells) -> str:
    """The name from one column, or from surname, given name and patronymic in three."""
    name = cells.text("name", NAME_LENGTH)
    if not name:
        name = " ".join(part for one in NAMES[1:] if (part := cells.text(one.code, NAME_LENGTH)))[
            :NAME_LENGTH
        ]
    if fault := _fault_of(name):
        cells.blame(fault, "name")
    return name


@lru_cache(maxsize=100_000)
def _fault_of(name: str) -> str:
    """What is wrong with a name; most names come several times."""
    if not name or _NO_LETTERS.fullmatch(name) or name.casefold() in _NOT_NAMES:
        return "name_missing"
    return "name_odd" if _NEVER_IN_NAMES.search(name) else ""


def read_person(cells: Cells) -> WrittenPerson:
    """The person of a row: a wrong IIN is left out, one that contradicts the birth date is only mentioned."""
    name = read_name(cells)
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
