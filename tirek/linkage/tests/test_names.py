"""A written name is taken apart in any usual order and its letters are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.linkage import Name, parse_name

WRITTEN = [
    ("Нұрланов Әлібек Амангелдіұлы", "Нұрланов", "Әлібек", "Амангелдіұлы"),
    ("Нұрланов Әлібек Амангелді ұлы", "Нұрланов", "Әлібек", "Амангелді ұлы"),
    ("Станислав Михайлович Михайлов", "Михайлов", "Станислав", "Михайлович"),
    ("Роман Аркадьевич Абрамович", "Абрамович", "Роман", "Аркадьевич"),
    ("Абрамович Роман Аркадьевич", "Абрамович", "Роман", "Аркадьевич"),
    ("Пернебай Нұрпейісов", "Нұрпейісов", "Пернебай", ""),
    ("Қуанышов Ғабит", "Қуанышов", "Ғабит", ""),
    ("Kairat Nurlanov", "Nurlanov", "Kairat", ""),
    ("Серікұлы Нурлан", "Серікұлы", "Нурлан", ""),
    ("Нурлан Серікұлы", "Серікұлы", "Нурлан", ""),
    ("Серік ұлы Нұрлан", "Серік ұлы", "Нұрлан", ""),
    ("Ғалидаев Айсұлу", "Ғалидаев", "Айсұлу", ""),
    ("Ткаченко Ирина", "Ткаченко", "Ирина", ""),
    ("Ирина Ткаченко", "Ткаченко", "Ирина", ""),
    ("Константин Лагутин", "Лагутин", "Константин", ""),
    ("Ткаченко Лев", "Ткаченко", "Лев", ""),
    ("Иванов, Иван Иванович", "Иванов", "Иван", "Иванович"),
    ("Иванова (Петрова) Анна Ивановна", "Иванова (Петрова)", "Анна", "Ивановна"),
    ("Иванова(Петрова) Анна Ивановна", "Иванова (Петрова)", "Анна", "Ивановна"),
    ("Иванова – Петрова Анна Ивановна", "Иванова-Петрова", "Анна", "Ивановна"),
    ("Мамедов Али Гасан оглы", "Мамедов", "Али", "Гасан оглы"),
    ("1. Иванов Иван Иванович", "Иванов", "Иван", "Иванович"),
    ("гр. Иванов Иван", "Иванов", "Иван", ""),
    ("Мұхамеджанов Е.Ж.", "Мұхамеджанов", "Е.", "Ж."),
    ("Мұхамеджанов Е. Ж.", "Мұхамеджанов", "Е.", "Ж."),
    ("Мұхамеджанов Е.Ж", "Мұхамеджанов", "Е.", "Ж."),
    ("Мұхамеджанов ЕЖ", "Мұхамеджанов", "Е.", "Ж."),
    ("Мұхамеджанов Е", "Мұхамеджанов", "Е.", ""),
    ("Е.Ж. Мұхамеджанов", "Мұхамеджанов", "Е.", "Ж."),
    ("Nurlanov Zh.S.", "Nurlanov", "Zh.", "S."),
    ("ИВАНОВ ИВАН", "ИВАНОВ", "ИВАН", ""),
    ("ЛИ ЯН", "ЛИ", "ЯН", ""),
    ("Захаров Илья Ю.", "Захаров", "Илья", "Ю."),
    ("Қалиев", "Қалиев", "", ""),
    ("Нурлан", "", "Нурлан", ""),
    ("", "", "", ""),
    ("—", "", "", ""),
    ("12345", "", "", ""),
]


@pytest.mark.parametrize(("text", "surname", "first", "patronymic"), WRITTEN)
def test_name_is_taken_apart(text: str, surname: str, first: str, patronymic: str) -> None:
    name = parse_name(text)
    assert (name.surname, name.given, name.patronymic) == (surname, first, patronymic)


def test_letters_are_kept_as_written() -> None:
    assert parse_name("  ҚУАНЫШОВ\u00a0 ғабит ").full == "ҚУАНЫШОВ ғабит"


def test_change_of_order_is_told() -> None:
    assert parse_name("Антон Викторович Захаров").reordered
    assert not parse_name("Захаров Антон Викторович").reordered


def test_initials_are_told() -> None:
    assert parse_name("Беляев Г.А.").has_initials
    assert not parse_name("Беляев Григорий").has_initials


def test_no_name_is_empty() -> None:
    assert parse_name(" . ").is_empty
    assert not parse_name("Қалиев").is_empty


@given(st.text(max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    assert isinstance(parse_name(text), Name)


@given(st.permutations([0, 1, 2]).filter(lambda order: order in ([0, 1, 2], [1, 2, 0])))
def test_both_official_orders_mean_the_same(order: list[int]) -> None:
    parts = ["Нұрланов", "Әлібек", "Амангелдіұлы"]
    name = parse_name(" ".join(parts[place] for place in order))
    assert [name.surname, name.given, name.patronymic] == parts
