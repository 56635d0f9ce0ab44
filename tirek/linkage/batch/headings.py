"""Headings of a list: ours and the names people give them, in Russian, Kazakh and English, in any order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tirek.linkage.batch.problems import BatchProblem

COLUMNS: Final = ("id", "iin", "surname", "given_name", "patronymic", "birth_date", "sex", "full_name")
_NAMES: Final = {
    "id": "id|ид|№|номер|n|no|код|№ п/п|п/п|п п|пп|номер п/п|идентификатор|номер записи|код записи|id записи|рег номер"
    "|регистрационный номер|номер дела|р/с|р/с №|реттік нөмірі|нөмірі|нөмір|жазба нөмірі|record id|person id",
    "iin": "iin|иин|жсн|иин жсн|жсн иин|инн|iin number",
    "surname": "surname|last name|family name|фамилия|тегі|тек",
    "given_name": "given name|given|first name|имя|аты|есімі",
    "patronymic": "patronymic|middle name|отчество|отчество при наличии|отчество если есть|әкесінің аты|әкесінің аты бар болса",
    "birth_date": "birth date|date of birth|birthday|dob|born|birth year|дата рождения|день рождения|дата рожд|д р|др|г р|гр"
    "|год рождения|дата и год рождения|число месяц год рождения|родился|туған күні|туған жылы|туған күні айы жылы|туған күн",
    "sex": "sex|gender|пол|жынысы|жыныс",
    "full_name": "full name|name|фио|ф и о|фамилия имя отчество|фамилия имя и отчество|имя фамилия отчество|фамилия и о"
    "|аты жөні|тегі аты әкесінің аты|т а ә|таә|тегі аты|аты тегі",
}  # fmt: skip
IN_RUSSIAN: Final = {"id": "id (номер записи)", "surname": "фамилия", "given_name": "имя"}


def _plain(text: object) -> str:
    """A heading without marks, case and the difference of ё and е."""
    lowered = str(text if text is not None else "").strip().strip("\ufeff").lower().replace("ё", "е")
    kept = re.sub(r"[^\w№/]|_", " ", lowered)
    return " ".join(kept.split())


_MEANING: Final = {_plain(name): column for column, names in _NAMES.items() for name in names.split("|")}


def places(cells: Sequence[object]) -> dict[str, int]:
    """Which cell of the heading line holds which column; the first of two with one meaning counts."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        column = _MEANING.get(_plain(cell))
        if column is not None:
            found.setdefault(column, place)
    return found


def check(found: dict[str, int], path: Path) -> None:
    """Refuse a list without what no comparison can do without: an id and a name."""
    has_name = "full_name" in found or {"surname", "given_name"} <= found.keys()
    missing = [] if "id" in found else ["id"]
    if not has_name:
        missing += [one for one in ("surname", "given_name") if one not in found]
    if not missing:
        return
    russian = ", ".join(IN_RUSSIAN[one] for one in missing)
    instead = (
        " Вместо фамилии и имени подойдёт одна колонка «ФИО»." if len(missing) > ("id" in missing) else ""
    )
    raise BatchProblem(
        f"{path.name}: no column {', '.join(missing)}. Add it to the first line of the list and repeat;"
        f" the columns are {', '.join(COLUMNS[:7])}, or their Russian names.",
        f"{path.name}: нет колонки {russian}. Допишите её в строку заголовков и повторите.{instead}",
    )
