"""One line of a search is taken apart."""

from datetime import date

import pytest

from tirek.linkage import parse_question


@pytest.mark.parametrize(
    ("text", "surname", "first", "on", "year"),
    [
        ("Серікұлы Нурлан 1990", "Серікұлы", "Нурлан", None, 1990),
        ("Серікұлы Нурлан 1990 г.р.", "Серікұлы", "Нурлан", None, 1990),
        ("Захаров Илья Юрьевич 09.12.1996", "Захаров", "Илья", date(1996, 12, 9), 1996),
        ("1996-12-09 Захаров Илья", "Захаров", "Илья", date(1996, 12, 9), 1996),
        ("Мұхамеджанов Е.Ж. 1991", "Мұхамеджанов", "Е.", None, 1991),
        ("Захаров", "Захаров", "", None, None),
    ],
)
def test_name_and_birth_are_found(
    text: str, surname: str, first: str, on: date | None, year: int | None
) -> None:
    question = parse_question(text)
    assert (question.name.surname, question.name.given) == (surname, first)
    assert (question.birth_on, question.birth_year) == (on, year)


def test_iin_is_found_and_checked() -> None:
    question = parse_question("Захаров 961209399532")
    assert question.iin is not None
    assert (question.iin.ok, question.name.surname) == (True, "Захаров")
