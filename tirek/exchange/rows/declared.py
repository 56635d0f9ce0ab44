"""The sheet of declared totals: figures somebody counted by hand."""

from __future__ import annotations

from typing import Final, NamedTuple

from tirek.exchange.cells import Cells, word_of
from tirek.exchange.columns import Column

TITLES: Final = (
    "Итоги по журналу",
    "Итоги",
    "Заявленные итоги",
    "Журнал бойынша қорытынды",
    "Declared totals",
    "Totals",
)
COLUMNS: Final = (
    Column("label", ("Показатель", "Наименование показателя", "Көрсеткіш", "Indicator"), required=True),
    Column(
        "declared", ("Заявлено", "Итог", "Итого", "Значение", "Факт", "Мәлімделді", "Declared"), required=True
    ),
)
INDICATORS: Final = (
    (
        "services_total",
        ("оказано услуг", "услуг оказано", "количество услуг", "көрсетілген қызмет", "services"),
    ),
    (
        "entered",
        (
            "участники пилотной",
            "участников пилотной",
            "вошли в программу",
            "бағдарлама қатысушылары",
            "entered",
        ),
    ),
    ("attendances", ("всего участников", "участников мероприятий", "барлық қатысушылар", "attendances")),
    ("women", ("женщин", "әйел", "women")),
    ("men", ("мужчин", "ерлер", "ер адам", "men")),
    ("applied", ("обратил", "обращен", "жүгінген", "applied")),
    ("refused_total", ("отказано", "отказов", "refused")),
)


class DeclaredRow(NamedTuple):
    """One declared figure as the file has it."""

    label: str
    declared: int | None

    @property
    def indicator(self) -> str:
        """The indicator the label points to; "" keeps the figure without a count beside it."""
        return word_of(self.label, INDICATORS)


def read(cells: Cells) -> DeclaredRow:
    """Turn a row into a declared figure."""
    label = cells.text("label", 200)
    if not label:
        cells.blame("text_missing", "label")
    return DeclaredRow(label=label, declared=cells.whole("declared", required=True))
