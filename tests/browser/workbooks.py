"""Workbooks the tests hand in: the pilot with one doubtful line more, and one with every kind of mistake."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

import openpyxl
import xlsxwriter

DOUBTFUL: Final = "Беляев Денис"
MEANT: Final = "Беляев Денис Фёдорович"
COUNSELLING: Final = "Психологическая помощь"
FUND: Final = "Общественный фонд «Антарес А»"


def with_a_doubtful_line(pilot: Path, path: Path) -> Path:
    """The pilot, and a session of somebody whose birth date nobody wrote down; no figure of the report changes."""
    book = openpyxl.load_workbook(pilot)
    sheet: Any = book["Услуги"]
    number = max(row[0] for row in sheet.iter_rows(min_row=4, values_only=True) if isinstance(row[0], int))
    sheet.append(
        [number + 1, "20.11.2017", DOUBTFUL, None, None, COUNSELLING, FUND, "оказана", None, None, None]
    )
    book.save(path)
    return path


def with_mistakes(path: Path) -> Path:
    """An unknown column, an unknown service, an American date, a name left out, a wrong check digit."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Услуги")
    rows: list[tuple[Any, ...]] = [
        ("№", "Дата", "ФИО", "ИИН", "Дата рождения", "Услуга", "Кто оказывает", "Результат", "Настроение"),
        (9001, "20.10.2017", "Проверкин Пётр Петрович", "900101399991", "01.01.1990", COUNSELLING, FUND, "оказана", "да"),
        (9002, "10/20/2017", "Проверкина Анна Петровна", None, "02.01.1990", COUNSELLING, FUND, "оказана", None),
        (9003, "20.10.2017", None, None, "03.01.1990", COUNSELLING, FUND, "оказана", None),
        (9004, "20.10.2017", "=1+1 Проверкин", None, "04.01.1990", "Ремонт велосипеда", FUND, "оказана", None),
    ]  # fmt: skip
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, place, value)
            elif value is not None:
                sheet.write_string(number, place, str(value))
    book.close()
    return path


def today() -> str:
    """Today as it is typed."""
    return f"{date.today():%d.%m.%Y}"
