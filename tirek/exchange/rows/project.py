"""The sheet of the project: who, what, from when to when, for how much; one field a row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from tirek.exchange.cells import Cells, as_text, word_of
from tirek.exchange.columns import Column

TITLES: Final = ("Проект", "О проекте", "Сведения о проекте", "Жоба", "Project")
COLUMNS: Final = (
    Column("field", ("Поле", "Показатель", "Өріс", "Field"), required=True),
    Column("value", ("Значение", "Мәні", "Value"), required=True),
)
FIELDS: Final = (
    ("organisation", ("организац", "наименование организ", "нпо", "ұйым", "organisation")),
    ("head", ("руководител", "директор", "басшы", "head")),
    ("address", ("адрес", "юридический адрес", "мекенжай", "address")),
    ("title", ("проект", "наименование проекта", "название", "тема", "жоба", "project", "title")),
    ("starts_on", ("начало", "дата начала", "басталуы", "start")),
    ("ends_on", ("окончание", "конец", "дата окончания", "аяқталуы", "end")),
    ("amount", ("сумма", "бюджет", "сомасы", "amount")),
    ("donor", ("донор", "грантодатель", "заказчик", "грант берүші", "donor")),
)


class ProjectRow(NamedTuple):
    """One field of the project as the file has it; a date as yyyy-mm-dd, a sum as digits."""

    field: str
    value: str


class Project(NamedTuple):
    """The whole sheet."""

    title: str
    starts_on: date
    ends_on: date
    amount: Decimal = Decimal(0)
    organisation: str = ""
    head: str = ""
    address: str = ""
    donor: str = ""


def read(cells: Cells) -> ProjectRow:
    """Turn a row into a field of the project."""
    field = word_of(cells.text("field"), FIELDS)
    value = cells.raw("value")
    if field in {"starts_on", "ends_on"}:
        found = cells.day("value", required=True)
        return ProjectRow(field=field, value=found.isoformat() if found else "")
    if field == "amount":
        amount = cells.amount("value")
        return ProjectRow(field=field, value=str(amount) if amount is not None else "")
    if not as_text(value) and field == "title":
        cells.blame("text_missing", "value")
    return ProjectRow(field=field, value=cells.text("value", 250))


def whole(rows: list[ProjectRow]) -> Project | None:
    """The project its fields make; None while the title or a date is missing or the dates are the wrong way round."""
    said = {row.field: row.value for row in rows if row.field and row.value}
    if not {"title", "starts_on", "ends_on"} <= said.keys():
        return None
    starts_on, ends_on = date.fromisoformat(said["starts_on"]), date.fromisoformat(said["ends_on"])
    if ends_on < starts_on:
        return None
    try:
        amount = Decimal(said.get("amount", "0"))
    except InvalidOperation:
        amount = Decimal(0)
    return Project(
        title=said["title"],
        starts_on=starts_on,
        ends_on=ends_on,
        amount=amount,
        organisation=said.get("organisation", ""),
        head=said.get("head", "")[:200],
        address=said.get("address", ""),
        donor=said.get("donor", ""),
    )
