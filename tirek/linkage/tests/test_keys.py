"""Keys: whoever may be the same person shares one; nothing secret is in them."""

from dataclasses import replace

import pytest

from tirek.linkage import Subject, index_keys, loose_query_keys, query_keys
from tirek.linkage.tests.make import who

STORED = who("Нұрланов Әлібек Амангелдіұлы", "21.01.1987")


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Нұрланов Әлібек Амангелдіұлы", "21.01.1987"),
        ("Nurlanov Alibek", "21.01.1987"),
        ("Нурланов Алибек Амангельдинович", "21.01.1987"),
        ("Нұрланов Ә.А.", "21.01.1987"),
        ("Әлібек Нұрланов", "21.01.1987"),
        ("Әлібек Амангелдіұлы Нұрланов", "21.01.1987"),
        ("Нрұланов Әлібек Амангелдіұлы", "21.01.1987"),  # letters swapped in the surname
        ("Мұратов Әлібек Амангелдіұлы", "21.01.1987"),  # another surname
        ("Нұрланов Әилбек Амангелдіұлы", "21.01.1987"),
        ("Нұрланов Әлібек Амангелдіұлы", "21.01.1978"),  # wrong year
        ("Нұрланов Әлібек Амангелдіұлы", None),
        ("Нұрланов Әлібек", None),
        ("Нұрланов Әлібек", "1987"),
        ("Амангелдіұлы Әлібек", "1987"),
        ("Нұрланов Ә.А.", "1987"),
        ("Нұрланов Ә.А.", None),
        ("Нұрланов", "21.01.1987"),
    ],
)
def test_one_slip_leaves_a_key_whole(name: str, born: str | None) -> None:
    assert set(query_keys(who(name, born))) & set(index_keys(STORED))


def test_swapped_day_and_month_share_a_key() -> None:
    stored, asked = who("Ким Лев", "05.12.1988"), who("Цой Лев", "12.05.1988")
    assert set(query_keys(asked)) & set(index_keys(stored))


def test_swapped_fields_are_tried_by_the_query_only() -> None:
    swapped = Subject("Әлібек", "Нұрланов", "", STORED.birth_on)
    rotated = Subject("Әлібек", "Амангелдіұлы", "Нұрланов")
    stored = set(index_keys(STORED))
    assert len(set(query_keys(swapped)) & stored) >= 4
    assert set(query_keys(rotated)) & stored
    assert not {key for key in index_keys(rotated) if key in stored}


def test_both_halves_of_a_double_surname_have_keys() -> None:
    stored = who("Иванова-Петрова Анна Ивановна", "01.03.1991")
    for name in ("Иванова Анна Ивановна", "Петрова Анна Ивановна"):
        assert set(query_keys(who(name, None))) & set(index_keys(stored))


def test_record_without_birth_is_found_by_name() -> None:
    assert set(query_keys(who("Нұрланов Әлібек", "21.01.1987"))) & set(index_keys(who("Нурланов Алибек")))


def test_second_tier_finds_a_namesake_with_another_date() -> None:
    stored, asked = who("Нұрланов Әлібек", "21.01.1987"), who("Нурланов Алибек", "05.09.1966")
    assert not set(query_keys(asked)) & set(index_keys(stored))
    assert set(loose_query_keys(asked)) & set(index_keys(stored))


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Нұрлабов Әлібек", None),
        ("Нұрланов Әлабек", None),
        ("Нұрлагов Әлібек", "1987"),
        ("Нұрланов Ә.", "21.01.1978"),
        ("Нұрлабов Әлібек", "21.01.1978"),
    ],
)
def test_second_tier_finds_one_more_slip(name: str, born: str | None) -> None:
    asked = who(name, born)
    assert set(loose_query_keys(asked, 1_000_000)) & set(index_keys(STORED))


def test_second_tier_asks_for_slips_only_without_a_birth_date() -> None:
    """In a large register the second tier must stay as small as the first for nearly everybody."""
    asked = who("Нұрланов Әлібек Амангелдіұлы", "21.01.1987")
    assert len(loose_query_keys(asked, 1_000_000)) <= len(query_keys(asked)) + 9


def test_record_without_a_birth_is_found_by_a_slip() -> None:
    stored = set(index_keys(who("Нурланов Алибек")))
    assert set(loose_query_keys(who("Нурландов Алибек", "21.01.1987"), 1_000_000)) & stored


def test_no_key_is_made_from_an_iin() -> None:
    sealed = replace(STORED, iin_digest=b"sealed")
    assert index_keys(sealed) == index_keys(STORED)
    assert query_keys(sealed) == query_keys(STORED)
    assert index_keys(who("", None, iin="870121399730")) == []


def test_keys_are_int4_and_few() -> None:
    keys = index_keys(STORED)
    assert all(-(2**31) <= key < 2**31 for key in keys)
    assert 8 <= len(keys) <= 12
    assert len(query_keys(STORED)) <= 40


def test_keys_never_change_between_runs() -> None:
    """Stored keys depend on this: a change here needs a new KEYS_VERSION and every key written anew."""
    assert index_keys(who("Ким Лев", "05.12.1988")) == [
        -1889555345,
        -1679534937,
        -1629435216,
        -1126836805,
        667101069,
        731357680,
        1448427783,
        1954606558,
        2068203309,
    ]
