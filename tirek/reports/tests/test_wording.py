"""Wording and formatting of the official report."""

from __future__ import annotations

import string
from datetime import date
from decimal import Decimal

import pytest

from tirek.reports.content import Figure, NarrativeKey, Unit
from tirek.reports.layout.blocks import SHAPES, Bullets, Paragraph, Table
from tirek.reports.layout.figures import (
    clean,
    counted,
    deviation,
    money,
    money_change,
    months,
    number,
    period,
)
from tirek.reports.layout.labels import LABELS, MONTHS, UNITS
from tirek.reports.layout.outline import lay_out
from tirek.reports.tests.sample_report import sample_report


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_wording_keys() -> None:
    assert LABELS["ru"].keys() == LABELS["kk"].keys()
    assert all(_fields(LABELS["ru"][key]) == _fields(LABELS["kk"][key]) for key in LABELS["ru"])


def test_every_unit_and_month_has_words_in_both_languages() -> None:
    assert all(set(forms) == set(Unit) for forms in UNITS.values())
    assert all(len(set(names)) == 12 for names in MONTHS.values())


def test_every_narrative_section_has_a_title() -> None:
    assert all(f"{key.value}{end}" in LABELS["kk"] for key in NarrativeKey for end in ("", "_hint"))


def test_russian_and_kazakh_wording_differ_where_words_are_said() -> None:
    same = {key for key, text in LABELS["ru"].items() if text == LABELS["kk"][key]}
    assert same <= {"c_number", "goal_and_results_hint", "deviations_hint"}


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "встреча"), (2, "встречи"), (5, "встреч"), (11, "встреч"), (21, "встреча"), (112, "встреч")],
)
def test_russian_numbers_take_the_right_form(count: int, words: str) -> None:
    assert counted(Figure(count, Unit.MEETINGS), "ru") == f"{count}\u00a0{words}"


def test_kazakh_has_one_form_after_any_number() -> None:
    assert {counted(Figure(n, Unit.MEETINGS), "kk").split("\u00a0")[1] for n in (1, 2, 5, 21)} == {"кездесу"}


def test_sums_dates_and_deviations_are_written_one_way() -> None:
    assert money(Decimal("2485260")) == "2\u00a0485\u00a0260\u00a0₸"
    assert money(Decimal("-10.5")) == "\u221210,50\u00a0₸"
    assert money_change(Decimal(1), Decimal(3)) == "+2\u00a0₸"
    assert number(12345) == "12\u00a0345"
    assert period(date(2017, 7, 21), date(2017, 7, 21)) == "21.07.2017"
    assert deviation(30, 8) == "\u221222 (\u221273\u00a0%)"
    assert deviation(30, 68) == "+38 (+127\u00a0%)"
    assert (deviation(30, 30), deviation(0, 4)) == ("0", "+4")


def test_months_of_two_years_are_told_apart() -> None:
    assert months([date(2017, 12, 1), date(2018, 1, 1)], "kk") == ["Жел 17", "Қаң 18"]


def test_decomposed_letters_are_composed_and_control_signs_dropped() -> None:
    assert clean("и\u0306 \u202f1\x07\u00ad") == "й \u00a01"


def test_dashed_lines_become_a_list() -> None:
    blocks = lay_out(sample_report()).blocks
    lists = [block for block in blocks if isinstance(block, Bullets)]
    assert lists[0].lines[0] == "медицинский осмотр платный, а без него не берут на работу;"
    assert any(isinstance(block, Paragraph) and block.text == "Что показал опрос:" for block in blocks)


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_tables_fit_their_shapes(language: str) -> None:
    for block in lay_out(sample_report("ru" if language == "ru" else "kk")).blocks:
        if isinstance(block, Table):
            width = len(SHAPES[block.shape].widths)
            assert {len(block.columns), *(len(row.cells) for row in block.rows)} == {width}


def test_widths_and_alignments_of_every_shape_agree() -> None:
    assert all(sum(s.widths) == 100 and len(s.widths) == len(s.aligns) for s in SHAPES.values())
