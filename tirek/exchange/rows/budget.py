"""The sheet of the budget: what was planned and spent on each article."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from tirek.exchange.cells import Cells
from tirek.exchange.columns import Column

TITLES: Final = ("Бюджет", "Смета", "Бюджет проекта", "Budget")
COLUMNS: Final = (
    Column(
        "article",
        ("Статья", "Статья расходов", "Наименование расходов", "Бап", "Шығыс бабы", "Article"),
        required=True,
    ),
    Column(
        "planned",
        ("План, тенге", "План", "Запланировано", "Жоспар, теңге", "Жоспар", "Planned"),
        required=True,
    ),
    Column(
        "spent", ("Факт, тенге", "Факт", "Израсходовано", "Нақты, теңге", "Нақты", "Spent"), required=True
    ),
    Column("note", ("Примечание", "Примечания", "Ескерту", "Note")),
)


class BudgetRow(NamedTuple):
    """One article as the file has it; sums as written digits, in tenge."""

    article: str
    planned: str
    spent: str
    note: str = ""
    position: int = 0

    @property
    def moved(self) -> Decimal:
        """How much more than planned was spent; negative when less."""
        return Decimal(self.spent) - Decimal(self.planned)


def read(cells: Cells) -> BudgetRow:
    """Turn a row into an article."""
    article = cells.text("article", 200)
    if not article:
        cells.blame("text_missing", "article")
    planned, spent = cells.amount("planned", required=True), cells.amount("spent", required=True)
    return BudgetRow(
        article=article,
        planned=str(planned or 0),
        spent=str(spent or 0),
        note=cells.text("note"),
        position=min(cells.row, 30_000),
    )


def reallocation(rows: list[BudgetRow]) -> tuple[BudgetRow, BudgetRow, Decimal, str] | None:
    """Source, target, sum and reason, where exactly one article gave what exactly one other got, and both say so."""
    over = [row for row in rows if row.moved > 0]
    under = [row for row in rows if row.moved < 0]
    if len(over) != 1 or len(under) != 1 or over[0].moved != -under[0].moved:
        return None
    if not (over[0].note and under[0].note):
        return None
    reason = over[0].note if over[0].note == under[0].note else f"{under[0].note}; {over[0].note}"
    return under[0], over[0], over[0].moved, reason[:500]
