"""Scores: levels, reasons, rarity and the rules stronger than any sum."""

from dataclasses import replace

import pytest

from tirek.linkage import FrequencyTable, Subject, score, softened_share
from tirek.linkage.compare import is_slip
from tirek.linkage.tests.make import who
from tirek.linkage.weights import LEVELS, USUAL_SHARE, rarity

ALIBEK = who("Нұрланов Әлібек Амангелдіұлы", "21.01.1987")


@pytest.mark.parametrize(
    ("name", "born", "code"),
    [
        ("Nurlanov Alibek", "21.01.1987", "surname_equal"),
        ("Нұрлан Әлібек", "21.01.1987", "surname_stem"),
        ("Нұрланов-Ким Әлібек", "21.01.1987", "surname_part"),
        ("Нұрлнов Әлібек", "21.01.1987", "surname_close"),
        ("Норлинев Әлібек", "21.01.1987", "surname_sounds"),
        ("Омаров Әлібек", "21.01.1987", "surname_differs"),
        ("Нұрланов А.", "21.01.1987", "given_initial"),
        ("Нұрланов Алебек", "21.01.1987", "given_close"),
        ("Нұрланов Вячеслав", "05.05.1999", "given_differs"),
        ("Нұрланов Әлібек Амангельдиевич", None, "patronymic_equal"),
        ("Нұрланов Әлібек Амангельдинович", None, "patronymic_equal"),
        ("Нұрланов Әлібек Аммнгелдіұлы", None, "patronymic_close"),
        ("Нұрланов Ә.А.", None, "patronymic_initial"),
        ("Нұрланов Әлібек Ерланұлы", None, "patronymic_differs"),
        ("Нұрланов Әлібек", "21.01.1987", "birth_equal"),
        ("Нұрланов Әлібек", "21.01.1988", "birth_one_figure"),
        ("Нұрланов Әлібек", "21.01.1998", "birth_day_month"),
        ("Нұрланов Әлібек", "03.09.1987", "birth_same_year"),
        ("Нұрланов Әлібек", "1987", "birth_year"),
        ("Нұрланов Әлібек", "1988", "birth_year_near"),
        ("Нұрланов Әлібек", "03.09.1966", "birth_differs"),
        ("Нұрланова Әлібек Амангелдіқызы", None, "sex_differs"),
    ],
)
def test_level_is_told_by_its_code(name: str, born: str | None, code: str) -> None:
    assert code in score(who(name, born), ALIBEK).codes


def test_day_and_month_swapped_is_a_level() -> None:
    assert "birth_swapped" in score(who("Ким Лев", "05.12.1988"), who("Ким Лев", "12.05.1988")).codes


def test_first_of_january_says_less() -> None:
    usual = score(who("Ким Лев", "02.01.1990"), who("Ким Лев", "02.01.1990")).bits
    assert score(who("Ким Лев", "01.01.1990"), who("Ким Лев", "01.01.1990")).bits < usual


def test_bits_are_the_sum_of_the_reasons() -> None:
    found = score(who("Нурланов Алибек", "21.01.1987"), ALIBEK)
    assert found.bits == pytest.approx(sum(reason.bits for reason in found.reasons))
    assert all(reason.code in LEVELS for reason in found.reasons)


def test_missing_parts_say_nothing() -> None:
    assert score(who("", None), ALIBEK).reasons == ()


def test_scoring_is_the_same_both_ways() -> None:
    other = who("Нурлнов А.", "1987")
    assert score(other, ALIBEK).bits == score(ALIBEK, other).bits


def test_swapped_order_is_seen() -> None:
    found = score(Subject("Әлібек", "Нұрланов", "Амангелдіұлы", ALIBEK.birth_on), ALIBEK)
    assert {"order_swapped", "surname_equal", "given_equal"} <= found.codes


def test_patronymic_alone_fits_the_patronymic() -> None:
    """«Серікұлы Нурлан 1990» of the lookup finds Ахметов Нурлан Серикович."""
    found = score(who("Серікұлы Нурлан", 1990), who("Ахметов Нұрлан Серикович", "03.03.1990"))
    assert {"patronymic_equal", "given_equal", "birth_year"} <= found.codes
    assert not found.codes & {"surname_differs"}


def test_woman_may_have_changed_her_surname() -> None:
    found = score(who("Ким Анна Петровна", "01.03.1991"), who("Орлова Анна Петровна", "01.03.1991"))
    assert "surname_changed" in found.codes


def test_short_form_is_not_another_name() -> None:
    assert "given_short" in score(who("Ким Саша", "02.03.1990"), who("Ким Александр", "02.03.1990")).codes


def test_two_known_names_are_never_a_slip() -> None:
    assert "given_alike" in score(who("Ким Ержан", "02.03.1990"), who("Ким Ерлан", "02.03.1990")).codes


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("nurlan", "nurln", True),
        ("nurlan", "nulran", True),  # two neighbours swapped
        ("nurlan", "nurgen", False),
        ("abdrahman", "abdrohmen", True),  # two letters from nine on
        ("abdrahma", "abdrohme", False),
        ("kim", "kin", False),
    ],
)
def test_slip_is_a_letter_or_two_in_a_long_name(one: str, other: str, slip: bool) -> None:
    assert is_slip(one, other) is is_slip(other, one) is slip


# rules


def test_equal_iin_outweighs_everything() -> None:
    one, other = replace(ALIBEK, iin_digest=b"x"), who("Ким Лев", "05.05.1960", iin="x")
    assert score(one, other).bits > 0
    assert "iin_equal" in score(one, other).codes


def test_two_different_iins_forbid() -> None:
    found = score(replace(ALIBEK, iin_digest=b"x"), replace(ALIBEK, iin_digest=b"y"))
    assert found.forbidden
    assert found.bits < 0


def test_missing_iin_says_nothing() -> None:
    assert score(replace(ALIBEK, iin_digest=b"x"), ALIBEK) == score(ALIBEK, ALIBEK)


@pytest.mark.parametrize(
    "name", ["Нұрланов Вячеслав Амангелдіұлы", "Нурланов Вячеслав", "Нұрланов В.А.", "Nurlanov Viacheslav"]
)
def test_twin_is_forbidden(name: str) -> None:
    assert score(who(name, "21.01.1987"), ALIBEK).forbidden


def test_twin_with_the_same_iin_is_the_same_person() -> None:
    twin = who("Нұрланов Вячеслав Амангелдіұлы", "21.01.1987", iin="x")
    assert not score(twin, replace(ALIBEK, iin_digest=b"x")).forbidden


def test_brother_of_another_year_is_no_twin() -> None:
    assert not score(who("Нұрланов Вячеслав Амангелдіұлы", "21.01.1985"), ALIBEK).forbidden


# rarity


def test_rare_surname_says_more_than_a_common_one() -> None:
    shares = {("surname", "nurlanov"): 0.02}
    common = score(ALIBEK, ALIBEK, shares).bits
    rare = score(ALIBEK, ALIBEK, {("surname", "nurlanov"): 0.0001}).bits
    assert common < score(ALIBEK, ALIBEK).bits < rare


def test_rarity_is_bounded() -> None:
    for field in USUAL_SHARE:
        assert rarity(field, 1.0) == rarity(field, 0.9999)
        assert rarity(field, 1e-12) == rarity(field, 0.0)


def test_small_register_says_little_about_rarity() -> None:
    table = FrequencyTable.of([ALIBEK])
    share = table("surname", "nurlanov")
    assert share is not None
    assert share < 4 * USUAL_SHARE["surname"]
    assert softened_share("surname", 20_000, 1_000_000) == pytest.approx(0.02, rel=0.01)


def test_frequency_may_be_a_function() -> None:
    table = FrequencyTable.of([ALIBEK] * 2000)
    assert score(ALIBEK, ALIBEK, table).bits < score(ALIBEK, ALIBEK).bits


def test_initials_are_not_counted_as_names() -> None:
    table = FrequencyTable.of([who("Ким Л.П.", None)])
    assert set(table.people) == {"surname"}
