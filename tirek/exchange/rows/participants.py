"""The sheet of participants: attendances of events, never matched to people of the registry."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from tirek.exchange.cells import Cells, word_of
from tirek.exchange.columns import Column
from tirek.exchange.rows import person
from tirek.exchange.rows.person import NAME_LENGTH, read_sex
from tirek.linkage import parse_age_band

TITLES: Final = ("Участники", "Участники мероприятий", "Список участников", "Қатысушылар", "Participants")
COLUMNS: Final = (
    Column(
        "event",
        ("Мероприятие №", "№ мероприятия", "Мероприятие", "Іс-шара №", "Event number", "Event"),
        required=True,
    ),
    Column("name", person.NAME.headings),
    person.SEX,
    person.BIRTH,
    Column("age", ("Возраст", "Возрастная группа", "Жасы", "Age")),
    Column(
        "social_status", ("Социальный статус", "Статус", "Категория", "Әлеуметтік мәртебе", "Social status")
    ),
    Column("side", ("Кто", "Категория участника", "Роль", "Кім", "Role", "Who")),
    Column("organisation", ("Организация", "Место работы", "Ұйым", "Organisation")),
    Column("post", ("Должность", "Лауазымы", "Post")),
)
SIDES: Final = (
    ("helped", ("получател", "освобод", "подучет", "осужд", "қызмет алушы", "helped")),
    ("staff", ("сотрудник", "специалист", "работник", "представител", "қызметкер", "маман", "staff")),
)


class ParticipantRow(NamedTuple):
    """One attendance as the file has it."""

    event: int | None
    name: str = ""
    sex: str = ""
    birth_on: date | None = None
    age_low: int | None = None
    age_high: int | None = None
    social_status: str = ""
    side: str = ""
    organisation: str = ""
    post: str = ""


def read(cells: Cells) -> ParticipantRow:
    """Turn a row into an attendance; the age may stand as a band, in either column."""
    birth_on, birth_year = cells.birth("birth_on")
    age = cells.text("age")
    band = parse_age_band(age)
    if age and band is None:
        cells.blame("age_unreadable", "age")
    if band is None and birth_on is None and birth_year is None:
        band = parse_age_band(cells.raw("birth_on"))
    return ParticipantRow(
        event=cells.whole("event", required=True),
        name=cells.text("name", NAME_LENGTH),
        sex=read_sex(cells),
        birth_on=birth_on,
        age_low=band.lower if band else None,
        age_high=band.upper if band else None,
        social_status=cells.text("social_status", 200),
        side=word_of(cells.text("side"), SIDES),
        organisation=cells.text("organisation", 200),
        post=cells.text("post", 120),
    )


def natural_key(row: ParticipantRow) -> tuple[object, ...] | None:
    """Who, at which event; None for an anonymous row, of which there may be many alike."""
    return (row.event, row.name.casefold(), row.birth_on) if row.name else None
