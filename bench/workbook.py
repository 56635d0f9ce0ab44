"""A workbook of the pilot's shape and any size: the same sheets, headings, words and kinds of noise."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from bench.people import Invented, invent, written

FUND: Final = "Общественный фонд «Антарес А»"
TITLE: Final = "Проверка скорости на придуманных людях"
STARTS_ON: Final = date(2018, 1, 1)
ENDS_ON: Final = date(2023, 12, 31)
DAYS: Final = (ENDS_ON - STARTS_ON).days
Row = Sequence[Any]

KINDS: Final[tuple[tuple[int, str, str], ...]] = (
    (40, "Психологическая помощь", FUND),
    (29, "Юридическая консультация", FUND),
    (15, "Социальный пакет", FUND),
    (6, "Кодирование от алкогольной зависимости", "Наркологический диспансер"),
    (3, "Обучение в ТОО «Практикум»", "ТОО «Практикум»"),
    (3, "Досуг: турнир по настольному теннису", FUND),
    (2, "Медицинский осмотр (форма 086)", "Поликлиника № 2"),
    (2, "Восстановление документов", "Специальная часть учреждения"),
)
ENDINGS: Final[tuple[tuple[int, str, tuple[str | None, ...]], ...]] = (
    (88, "оказана", (None, "повторная встреча")),
    (4, "отказ", ("не в трудной жизненной ситуации: трудоустроен", "пакеты закончились")),
    (2, "не явился", ("личные причины",)),
    (5, "нет подходящей программы", ("пожелание: крановщик", "пожелание: водитель категории В")),
    (1, "связь утрачена", ("не отвечает на звонки",)),
)
STATUSES: Final = ("безработные", "молодежь", "инвалиды", "другие категории", "люди старшего возраста")
PLACES: Final = ("Уланский район", "Глубоковский район", "Шемонаихинский район", "г. Усть-Каменогорск")
BANDS: Final = ("17–22", "23–27", "28–32", "33–45", "46–58", "59+")


def write(path: Path, services: int, people: int, seed: int = 2017) -> None:
    """Write the workbook; the same numbers and seed make the same rows."""
    chance = random.Random(seed)
    everybody = invent(people, seed)
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"})
    _sheet(book, "Обращения", _applications(everybody, chance), title="Журнал обращений")
    _sheet(book, "Услуги", _services(everybody, services, chance), title="Журнал учёта услуг")
    _sheet(book, "Мероприятия", _events())
    _sheet(book, "Участники", _participants(chance))
    _sheet(book, "План", _plan())
    _sheet(
        book, "Бюджет", [("Статья", "План, тенге", "Факт, тенге", "Примечание"), ("Прочее", 100, 100, None)]
    )
    _sheet(book, "Проект", _project())
    _sheet(book, "Итоги по журналу", [("Показатель", "Заявлено"), ("Всего участников", 172)])
    book.close()


def _sheet(book: Any, name: str, rows: Iterable[Row], title: str = "") -> None:
    sheet = book.add_worksheet(name)
    top = 0
    if title:
        sheet.write_string(0, 0, title)
        top = 2
    for number, row in enumerate(rows, top):
        for place, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, place, value)
            elif isinstance(value, datetime):
                sheet.write_datetime(number, place, value)
            elif value is not None:
                sheet.write_number(number, place, value)


def _day(number: int) -> datetime:
    return datetime.combine(STARTS_ON + timedelta(days=number), datetime.min.time())


def _applied(place: int, of: int) -> int:
    """People apply one after another over the first four fifths of the project, by their place in the list."""
    return place * DAYS * 4 // (of * 5)


def _applications(everybody: Sequence[Invented], chance: random.Random) -> Iterable[Row]:
    yield ("№", "Дата обращения", "ФИО", "ИИН", "Дата рождения", "Пол", "Телефон", "Населённый пункт", "Кем направлен",
           "№ направления", "Основание", "Дата освобождения", "Социальный статус", "Согласие подписано", "Вошёл в программу",
           "Почему не вошёл")  # fmt: skip
    for place, person in enumerate(everybody):
        day = _applied(place, len(everybody))
        entered = chance.random() < 0.75
        yield (
            place + 1,
            _day(day),
            person.name,
            person.iin if chance.random() < 0.75 else None,
            datetime.combine(person.born, datetime.min.time()),
            "М" if person.sex == "m" else "Ж",
            f"+7 777 990-{chance.randrange(100):02}-{chance.randrange(100):02}"
            if chance.random() < 0.4
            else None,
            chance.choice(PLACES),
            "служба пробации",
            str(chance.randrange(100, 1000)),
            "срок отбыт",
            _day(day - chance.randrange(20, 400)) if chance.random() < 0.6 else None,
            chance.choice(STATUSES),
            _day(day) if entered else None,
            "да" if entered else "нет",
            None if entered else "не в трудной жизненной ситуации",
        )


def _services(everybody: Sequence[Invented], count: int, chance: random.Random) -> Iterable[Row]:
    yield ("№", "Дата", "ФИО", "ИИН", "Дата рождения", "Услуга", "Кто оказывает", "Результат", "Причина или примечание",
           "Чьё желание", "Письмо")  # fmt: skip
    kinds = chance.choices(KINDS, [weight for weight, *_ in KINDS], k=count)
    endings = chance.choices(ENDINGS, [weight for weight, *_ in ENDINGS], k=count)
    for number, ((_, kind, provider), (_, ending, notes)) in enumerate(zip(kinds, endings, strict=True), 1):
        place = chance.randrange(len(everybody))
        person = everybody[place]
        day = chance.randint(_applied(place, len(everybody)), DAYS)
        said = chance.random()
        yield (
            number,
            f"{_day(day):%d.%m.%Y}",
            written(person, chance),
            person.iin if said < 0.45 else None,
            f"{person.born:%d.%m.%Y}" if said > 0.35 else None,
            "Обучение" if ending.startswith("нет") else kind,
            provider,
            ending,
            chance.choice(notes),
            "человек" if chance.random() < 0.1 else None,
            f"исх. № {number}/17" if ending == "отказ" else None,
        )


def _events() -> Iterable[Row]:
    yield "№", "Начало", "Окончание", "Место", "Форма", "Тема", "План", "Выполнение"
    yield (
        1,
        _day(0),
        _day(38),
        "ВКО",
        "Опрос (анкетирование)",
        "Анализ текущей ситуации",
        150,
        "проведён полностью",
    )
    yield (
        2,
        _day(56),
        _day(56),
        "г. Усть-Каменогорск",
        "Рабочая встреча",
        "Начало проекта",
        22,
        "проведена полностью",
    )


def _participants(chance: random.Random) -> Iterable[Row]:
    yield (
        "Мероприятие №",
        "ФИО",
        "Пол",
        "Дата рождения",
        "Возраст",
        "Социальный статус",
        "Кто",
        "Организация",
        "Должность",
    )
    for _ in range(150):
        yield (
            1,
            None,
            chance.choice("МЖ"),
            None,
            chance.choice(BANDS),
            chance.choice(STATUSES),
            "сотрудник",
            None,
            None,
        )
    for person in invent(22, 1):
        yield (2, person.name, "М" if person.sex == "m" else "Ж", f"{person.born:%d.%m.%Y}", None, chance.choice(STATUSES),
               "сотрудник", FUND, "специалист")  # fmt: skip


def _plan() -> Iterable[Row]:
    yield "Показатель", "План"
    for label in ("Участники пилотной программы", "Материальная помощь", "Медицинские услуги", "Оформление документов",
                  "Образовательные услуги", "Юридическая помощь", "Психологическая помощь", "Досуг"):  # fmt: skip
        yield label, 3000


def _project() -> Iterable[Row]:
    yield "Поле", "Значение"
    yield "Организация", FUND
    yield "Проект", TITLE
    yield "Начало", _day(0)
    yield "Окончание", _day(DAYS)
    yield "Сумма, тенге", 100
