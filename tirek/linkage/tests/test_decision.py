"""Decisions: same, maybe or new, by evidence and by the register's size."""

from dataclasses import replace

import pytest

from tirek.linkage import Decision, Subject, decide
from tirek.linkage.tests.make import who

ALIBEK = who("Нұрланов Әлібек Амангелдіұлы", "21.01.1987", iin="alibek")
TWIN = who("Нұрланов Вячеслав Амангелдіұлы", "21.01.1987", iin="viacheslav")


def ask(query: Subject, *candidates: Subject, size: int = 100) -> Decision[int]:
    return decide(query, list(enumerate(candidates)), size)


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Нұрланов Әлібек Амангелдіұлы", "21.01.1987"),
        ("Нурланов Алибек", "21.01.1987"),
        ("Нұрланов Ә.А.", "21.01.1987"),
        ("Nurlanov Alibek", "21.01.1987"),
        ("Нұрлано Әлібек", "21.01.1987"),
        ("Әлібек Нұрланов", "21.01.1987"),
    ],
)
def test_name_and_birth_date_are_the_same_person(name: str, born: str) -> None:
    decision = ask(who(name, born), ALIBEK, TWIN)
    assert (decision.outcome, decision.settled()) == ("same", 0)


def test_nobody_alike_is_new() -> None:
    assert ask(who("Ким Лев Петрович", "03.03.1970"), ALIBEK, TWIN).outcome == "new"
    assert ask(ALIBEK).outcome == "new"


@pytest.mark.parametrize("size", [1, 100, 100_000])
@pytest.mark.parametrize("born", [None, "1987"])
def test_never_the_same_without_an_iin_or_a_birth_date(born: str | None, size: int) -> None:
    decision = ask(who("Нұрланов Әлібек Амангелдіұлы", born), ALIBEK, size=size)
    assert decision.outcome == "maybe"
    assert decision.settled("hold") is None
    assert decision.settled("best") == 0


def test_iin_alone_decides() -> None:
    query = replace(who("Нұрланова Ә.", None), iin_digest=ALIBEK.iin_digest)
    assert ask(query, ALIBEK, TWIN).outcome == "same"


def test_iin_copied_into_a_wholly_other_row_is_asked() -> None:
    query = replace(who("Ким Лев Петрович", "03.03.1970"), iin_digest=ALIBEK.iin_digest)
    assert ask(query, ALIBEK).outcome == "maybe"


def test_one_iin_on_two_people_is_asked() -> None:
    assert ask(ALIBEK, ALIBEK, ALIBEK).outcome == "maybe"


def test_another_valid_iin_is_another_person() -> None:
    decision = ask(replace(ALIBEK, iin_digest=b"other"), ALIBEK)
    assert (decision.outcome, decision.likely) == ("new", ())
    assert [one.id for one in decision.forbidden] == [0]


def test_one_record_with_another_iin_forbids_the_whole_person() -> None:
    query = replace(ALIBEK, iin_digest=b"other")
    records = [(7, replace(ALIBEK, iin_digest=None)), (7, ALIBEK)]
    assert decide(query, records, 100).outcome == "new"


def test_twin_is_never_linked_nor_offered() -> None:
    decision = ask(replace(ALIBEK, iin_digest=None), TWIN)
    assert (decision.outcome, decision.settled("best")) == ("new", None)


def test_surname_and_date_of_twins_are_asked() -> None:
    decision = ask(who("Нұрланов", "21.01.1987"), ALIBEK, TWIN)
    assert decision.outcome == "maybe"
    assert {one.id for one in decision.likely} == {0, 1}


def test_alike_names_of_possible_twins_are_asked() -> None:
    assert ask(who("Ким Ержан", "02.03.1990"), who("Ким Ерлан", "02.03.1990")).outcome == "maybe"


def test_two_close_candidates_are_asked() -> None:
    query = who("Омаров Асқар", "05.05.1990")
    both = who("Омаров Асқар Ерланұлы", "05.05.1990"), who("Омаров Аскар Болатович", "05.05.1990")
    assert ask(query, *both).outcome == "maybe"
    assert ask(query, both[0]).outcome == "same"


def test_records_of_one_person_are_no_rivals() -> None:
    query = who("Омаров Асқар", "05.05.1990")
    records = [(7, who("Омаров Асқар Ерланұлы", "05.05.1990")), (7, who("Омаров Аскар", "05.05.1990"))]
    decision = decide(query, records, 100)
    assert (decision.outcome, len(decision.ranked)) == ("same", 1)


def test_namesake_of_another_date_is_another_person() -> None:
    one, other = (
        who("Ермеков Мұрат Жасуланович", "14.05.1989"),
        who("Ермеков Мұрат Жасуланович", "05.12.1988"),
    )
    assert ask(one, other).outcome != "same"
    assert ask(one, one, other).settled() == 0


WRONG_FIGURE = who("Омаров Асқар Ерланұлы", "05.05.1998")


def test_one_wrong_figure_under_a_whole_name_is_the_same_person() -> None:
    """The date is one figure off, but all three parts of the name agree."""
    assert ask(who("Омаров Асқар Ерланұлы", "05.05.1990"), WRONG_FIGURE).outcome == "same"
    assert ask(who("Омаров Аскар Ерланович", "15.05.1998"), WRONG_FIGURE).outcome == "same"


def test_one_wrong_figure_under_half_a_name_is_asked() -> None:
    rare = {("surname", "omarov"): 1e-5, ("given", "askar"): 1e-4, ("patronymic", "erlan"): 1e-4}
    for name in ("Омаров Асқар", "Омаров А.Е."):
        assert decide(who(name, "05.05.1990"), [(0, WRONG_FIGURE)], 100, rare).outcome == "maybe"


def test_one_wrong_figure_under_a_common_name_is_asked() -> None:
    common = {("surname", "omarov"): 0.02, ("given", "askar"): 0.05, ("patronymic", "erlan"): 0.05}
    query = who("Омаров Асқар Ерланұлы", "05.05.1990")
    assert decide(query, [(0, WRONG_FIGURE)], 1_000_000, common).outcome == "maybe"


def test_two_slips_in_the_surname_beside_an_equal_date_need_nothing_else_in_doubt() -> None:
    rare = {("given", "snejana"): 1e-6}
    stored = who("Махметова Снежана Петровна", "02.03.1991")
    for name, outcome in (
        ("Ахмедова Снежана", "same"),
        ("Ахмедова С.", "maybe"),
        ("Ахмедова Снежана Олеговна", "maybe"),
    ):
        assert decide(who(name, "02.03.1991", sex="f"), [(0, stored)], 100, rare).outcome == outcome, name
    assert decide(who("Ахмедова Снежана", "12.03.1991"), [(0, stored)], 100, rare).outcome != "same"


def test_number_that_is_somebody_elses_is_asked() -> None:
    """A slip of the pen in an IIN may make another person's: the names are not forgotten, and the date may come from the number."""
    query = who("Ким Лев Петрович", "21.01.1987", iin="alibek")
    assert ask(query, ALIBEK).outcome == "maybe"


def test_father_and_son_are_told_apart() -> None:
    father = who("Омаров Ерлан Асқарұлы", "03.03.1960")
    son = who("Омаров Асқар Ерланұлы", "05.05.1990")
    assert ask(son, father).outcome == "new"
    assert ask(father, son).outcome == "new"
    assert ask(son, father, son).settled() == 1


def test_son_named_as_his_grandfather_is_told_apart() -> None:
    """Омаров Асқар Ерланұлы and his grandfather Омаров Асқар: only the date and the father tell them apart."""
    grandfather, grandson = (
        who("Омаров Асқар Болатович", "05.05.1940"),
        who("Омаров Асқар Ерланұлы", "07.09.1990"),
    )
    assert ask(grandson, grandfather).outcome == "new"


def test_twins_with_alike_names_are_never_linked_by_themselves() -> None:
    for one, other in (("Ержан", "Ерлан"), ("Асан", "Үсен"), ("Хасан", "Хусейн"), ("Айжан", "Айдана")):
        pair = who(f"Ким {one} Олегович", "02.03.1990"), who(f"Ким {other} Олегович", "02.03.1990")
        assert ask(*pair).outcome != "same", (one, other)


def test_full_namesakes_of_one_year_are_told_apart() -> None:
    one, other = who("Ким Лев Олегович", "02.03.1990"), who("Ким Лев Олегович", "17.11.1990")
    assert ask(one, other, size=1_000_000).outcome != "same"
    assert ask(one, other, one, size=1_000_000).settled() == 1


def test_larger_register_takes_more_evidence() -> None:
    query = who("Нұрлнов А.", "21.01.1987")
    assert ask(query, ALIBEK, size=1_000).outcome == "same"
    assert ask(query, ALIBEK, size=20_000_000).outcome == "maybe"


def test_same_family_and_date_of_another_sex_is_asked() -> None:
    assert (
        ask(
            who("Садыков Р.М.", "11.03.1999", sex="m"), who("Садыкова Рабиға Медетовна", "11.03.1999")
        ).outcome
        != "same"
    )


def test_married_woman_needs_her_patronymic() -> None:
    stored = who("Орлова Анна Петровна", "02.03.1991")
    assert ask(who("Ким Анна Петровна", "02.03.1991"), stored).outcome == "same"
    assert ask(who("Ким Анна", "02.03.1991"), stored).outcome != "same"


def test_rare_given_name_does_not_replace_the_patronymic() -> None:
    stored = who("Орлова Снежана Петровна", "02.03.1991")
    rare = {("given", "snejana"): 1e-6}
    assert decide(who("Ким Снежана", "02.03.1991", sex="f"), [(0, stored)], 10, rare).outcome == "maybe"


def test_ranked_is_best_first() -> None:
    decision = ask(who("Нұрланов Ә.", "21.01.1987"), who("Нурланов Асхат", "22.05.1987"), ALIBEK)
    bits = [one.score.bits for one in decision.ranked]
    assert bits == sorted(bits, reverse=True)
    assert decision.ranked[0].id == 1
