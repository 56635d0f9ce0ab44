"""Byte order of the keys is the order of the Kazakh alphabet."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tirek.linkage import sort_key

ALPHABET = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"


def test_letters_stand_in_alphabet_order() -> None:
    assert len(ALPHABET) == 42
    assert sorted(ALPHABET, key=sort_key) == list(ALPHABET)


def test_kazakh_surnames_stand_where_kazakhs_look_for_them() -> None:
    names = ["Абаев", "Әлиев", "Бақытов", "Гусев", "Ғалиев", "Досов", "Ыбыраев", "Ысқақов", "Ібіров", "Эрнст"]
    assert sorted(names, key=lambda name: sort_key(name).encode()) == names


def test_shorter_word_stands_first() -> None:
    assert sort_key("Али Я") < sort_key("Алиев А")


def test_case_and_latin_look_alikes_do_not_matter() -> None:
    assert sort_key("БЕЙБIТ") == sort_key("Бейбіт")


def test_cyrillic_stands_before_latin() -> None:
    assert sort_key("Яковлев") < sort_key("Abaev")


@given(st.text(max_size=30))
def test_key_is_plain_ascii(text: str) -> None:
    assert re.fullmatch(r"[0-9a-z]*", sort_key(text))


@given(st.text(alphabet=ALPHABET, min_size=1, max_size=8), st.text(alphabet=ALPHABET, min_size=1, max_size=8))
def test_bytes_compare_as_letters_do(one: str, other: str) -> None:
    by_letters = [ALPHABET.index(letter) for letter in one] < [ALPHABET.index(letter) for letter in other]
    assert (sort_key(one).encode() < sort_key(other).encode()) is by_letters
