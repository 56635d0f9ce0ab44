"""Bars are drawn by attributes alone."""

from tirek.ui.bars import bullet, share


def test_a_bar_carries_no_style() -> None:
    assert "style" not in bullet(30, 68)


def test_plan_and_fact_stand_on_one_scale() -> None:
    drawn = bullet(30, 45, 60)
    assert 'width="75.0%"' in drawn
    assert 'x1="50.0%"' in drawn


def test_less_than_planned_has_another_colour() -> None:
    assert "below" in bullet(30, 4)
    assert "below" not in bullet(30, 30)


def test_a_bar_without_a_plan_has_no_mark() -> None:
    assert "<line" not in bullet(None, 5)


def test_a_bar_never_leaves_its_box() -> None:
    assert share(200, 100) == "100.0%"
    assert share(-1, 100) == "0.0%"
    assert share(1, 0) == "0%"


def test_a_label_makes_the_bar_speak() -> None:
    assert 'aria-label="a &lt; b"' in bullet(1, 2, 3, "a < b")
    assert 'aria-hidden="true"' in bullet(1, 2)
