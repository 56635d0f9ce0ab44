"""The sheet of recipients: which organisation was sent which printed material."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from tirek.exchange.cells import Cells
from tirek.exchange.columns import Column

TITLES: Final = (
    "Рассылка материалов",
    "Рассылка",
    "Методические материалы",
    "Материалдарды тарату",
    "Recipients of materials",
)
COLUMNS: Final = (
    Column("number", ("№", "№ п/п", "Номер", "Рет саны", "No", "Number"), required=True),
    Column(
        "organisation",
        ("Организация", "Получатель", "Наименование организации", "Ұйым", "Organisation"),
        required=True,
    ),
    Column(
        "material",
        ("Материал", "Вид материала", "Наименование материала", "Материалдар", "Material"),
        required=True,
    ),
    Column("copies", ("Экземпляров", "Количество", "Кол-во", "Экз.", "Дана саны", "Copies")),
    Column("sent_on", ("Дата", "Дата отправки", "Күні", "Date", "Sent on")),
)


class RecipientRow(NamedTuple):
    """One sending as the file has it."""

    number: int | None
    organisation: str
    material: str
    copies: int = 1
    sent_on: date | None = None


def read(cells: Cells) -> RecipientRow:
    """Turn a row into a sending."""
    organisation, material = cells.text("organisation", 250), cells.text("material", 200)
    for column, text in (("organisation", organisation), ("material", material)):
        if not text:
            cells.blame("text_missing", column)
    copies = cells.whole("copies")
    return RecipientRow(
        number=cells.whole("number", required=True),
        organisation=organisation,
        material=material,
        copies=1 if copies is None else copies,
        sent_on=cells.day("sent_on"),
    )
