"""The pilot of 2017 read straight from its workbook: no Django, no import, only names, dates and numbers."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import openpyxl

from tirek.linkage import Register, Subject, check_iin, parse_date, parse_name, subject_of

FOLDER = Path(os.environ.get("TIREK_PILOT_DIR") or Path(__file__).parents[2] / "demo" / "pilot-2017")


@dataclass
class Landing:
    """Where the rows of the two sheets landed."""

    applications: dict[int, int]
    services: dict[int, int | None]
    asked: list[int]
    not_new: list[int]


def seal(iin: str) -> bytes:
    """Stand in for the real seal."""
    return hashlib.blake2b(iin.encode(), digest_size=16).digest()


def rows(sheet: str) -> Iterator[tuple[int, Subject]]:
    """Number and subject of every row that names a person; columns are found by their headings."""
    book = openpyxl.load_workbook(FOLDER / "journal.xlsx", data_only=True)
    heading: list[object] = []
    for number, cells in enumerate(book[sheet].iter_rows(values_only=True), 1):
        if "ФИО" in cells:
            heading = list(cells)
        elif heading and dict(zip(heading, cells, strict=True))["ФИО"]:
            yield number, _subject({str(key): cell for key, cell in zip(heading, cells, strict=True)})


def _subject(row: dict[str, object]) -> Subject:
    birth = parse_date(row["Дата рождения"])
    sexes: dict[object, Literal["m", "f"]] = {"М": "m", "Ж": "f"}
    return subject_of(parse_name(str(row["ФИО"])), birth_on=birth.on, birth_year=birth.year, sex=sexes.get(row.get("Пол")),
                      iin=check_iin(row["ИИН"]), seal=seal)  # fmt: skip


def truth() -> dict[str, dict[int, int]]:
    """The true person of every row, by sheet."""
    loaded = json.loads((FOLDER / "truth.json").read_text())
    return {sheet: {int(row): person for row, person in found.items()} for sheet, found in loaded.items()}


def land(how: Literal["hold", "best"], *, remember: bool = True) -> Landing:
    """Import applications, then services; with `remember` each linked row becomes a record of its person."""
    register: Register[int] = Register()
    landing = Landing({}, {}, [], [])
    for number, subject in rows("Обращения"):
        decision = register.decide(subject)
        if decision.outcome != "new":
            landing.not_new.append(number)
        person = decision.settled(how) or number
        register.add(person, subject)
        landing.applications[number] = person
    for number, subject in rows("Услуги"):
        decision = register.decide(subject)
        if decision.outcome != "same":
            landing.asked.append(number)
        found = landing.services[number] = decision.settled(how)
        if found is not None and remember:
            register.add(found, subject)
    return landing
