"""The sheet of the plan: what the grant promised."""

from __future__ import annotations

from typing import Final, NamedTuple

from tirek.exchange.cells import Cells, word_of
from tirek.exchange.columns import Column

TITLES: Final = ("План", "Плановые показатели", "Жоспар", "Plan")
COLUMNS: Final = (
    Column(
        "label",
        ("Показатель", "Наименование показателя", "Вид помощи", "Көрсеткіш", "Indicator"),
        required=True,
    ),
    Column("planned", ("План", "Плановое значение", "Жоспар", "Planned", "Plan"), required=True),
)
CODES: Final = (
    ("people", ("участник", "бенефициар", "қатысушы", "people", "participants")),
    ("documents", ("документ", "оформлен", "восстановлен", "құжат", "documents")),
    ("medical", ("медиц", "здоров", "medical")),
    ("education", ("образова", "обучен", "білім", "оқыту", "education", "training")),
    ("legal", ("юрид", "правов", "заң", "legal")),
    ("psychological", ("психол", "psychological")),
    ("leisure", ("досуг", "спорт", "бос уақыт", "leisure")),
    ("material", ("материал", "социальный пакет", "социальные пакет", "әлеуметтік пакет", "material")),
)

_EVENTS: Final = (("event", ("опрос", "встреч", "мероприят", "рассыл", "пособи", "сауалнама", "кездесу")),)


class PlanRow(NamedTuple):
    """One promise as the file has it."""

    label: str
    planned: int | None

    @property
    def code(self) -> str:
        """The category of help or "people" that the label points to; "" when nothing is counted under such a name."""
        return "" if word_of(self.label, _EVENTS) else word_of(self.label, CODES)


def read(cells: Cells) -> PlanRow:
    """Turn a row into a promise."""
    label = cells.text("label", 200)
    if not label:
        cells.blame("text_missing", "label")
    row = PlanRow(label=label, planned=cells.whole("planned", required=True))
    if label and not row.code:
        cells.blame("plan_unknown", "label")
    return row
