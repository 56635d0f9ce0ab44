"""The sheet of events: what was held, when, and where its people are counted."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from tirek.exchange.cells import Cells, word_of
from tirek.exchange.columns import Column

TITLES: Final = ("Мероприятия", "План мероприятий", "Іс-шаралар", "Events")
COLUMNS: Final = (
    Column("number", ("№", "№ п/п", "Номер", "Рет саны", "No", "Number"), required=True),
    Column(
        "starts_on",
        ("Начало", "Дата", "Дата начала", "Дата проведения", "Басталуы", "Күні", "Start", "Date"),
        True,
    ),
    Column("ends_on", ("Окончание", "Дата окончания", "Конец", "Аяқталуы", "End")),
    Column("place", ("Место", "Место проведения", "Орны", "Place")),
    Column(
        "form", ("Форма", "Форма мероприятия", "Мероприятие", "Наименование", "Нысаны", "Form"), required=True
    ),
    Column("topic", ("Тема", "Название", "Тақырыбы", "Topic")),
    Column("planned", ("План", "План участников", "Жоспар", "Planned")),
    Column("completion", ("Выполнение", "Полнота выполнения", "Орындалуы", "Completion")),
)
FORMS: Final = (
    ("survey", ("опрос", "анкет", "сауалнама", "survey")),
    ("meeting", ("рабочая встреча", "встреч", "совещан", "круглый стол", "кездесу", "meeting")),
    ("publication", ("выпуск", "издан", "пособи", "методическ", "рассылк", "құрал", "publication")),
    ("programme", ("апробац", "программ", "бағдарлама", "programme")),
)
COUNTED_FROM: Final = {"programme": "programme", "publication": "recipients"}


class EventRow(NamedTuple):
    """One event as the file has it."""

    number: int | None
    starts_on: date | None
    ends_on: date | None
    place: str = ""
    form_name: str = ""
    topic: str = ""
    planned: int | None = None
    completion: str = ""

    @property
    def form(self) -> str:
        """The form its name points to."""
        return word_of(self.form_name, FORMS) or "other"

    @property
    def counted_from(self) -> str:
        """Where the people of such an event are counted."""
        return COUNTED_FROM.get(self.form, "attendances")


def read(cells: Cells) -> EventRow:
    """Turn a row into an event."""
    number = cells.whole("number", required=True)
    starts_on = cells.day("starts_on", required=True)
    ends_on = cells.day("ends_on") or starts_on
    if starts_on and ends_on and ends_on < starts_on:
        cells.blame("dates_reversed", "ends_on")
    form_name = cells.text("form", 200)
    if not form_name:
        cells.blame("text_missing", "form")
    return EventRow(
        number=number,
        starts_on=starts_on,
        ends_on=ends_on,
        place=cells.text("place", 200),
        form_name=form_name,
        topic=cells.text("topic"),
        planned=cells.whole("planned"),
        completion=cells.text("completion"),
    )
