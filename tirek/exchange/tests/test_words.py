"""Words of a journal mean what a person means by them, never what their first letters look like."""

from __future__ import annotations

import pytest

from tirek.exchange.cells import answer_of
from tirek.exchange.rows.services import ending_of


@pytest.mark.parametrize("text", ["да", "Да.", "да, 05.08.2017", "иә", "+", "вошла в программу"])
def test_yes_is_yes(text: str) -> None:
    assert answer_of(text) is True


@pytest.mark.parametrize("text", ["нет", "Нет, отказано", "не вошёл", "жоқ", "-"])
def test_no_is_no(text: str) -> None:
    assert answer_of(text) is False


@pytest.mark.parametrize("text", ["данные уточняются", "не знаю", "05.08.2017", "10.08.2017", "", "позже"])
def test_anything_else_is_neither(text: str) -> None:
    assert answer_of(text) is None


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("оказана", "given"),
        ("Выдано", "given"),
        ("сделано", "given"),
        ("не оказана", ""),
        ("не получена", ""),
        ("не предоставлена", ""),
        ("запланировано: оказание", "open"),
        ("в процессе оказания", "open"),
        ("отказ", "refused"),
        ("отказ клиента", "declined"),
        ("отказ от услуги", "declined"),
        ("отказался", "declined"),
        ("не явился", "no_show"),
        ("нет подходящей программы", "unmet"),
        ("связь утрачена", "lost_contact"),
        ("как-то так", ""),
    ],
)
def test_an_ending_is_read_as_it_is_meant(text: str, ending: str) -> None:
    assert ending_of(text) == ending
