"""Splink, where it is installed, sees the levels as scoring means them, labelled or not."""

import pytest

from tirek.linkage.table import load

pytest.importorskip("splink")
pytest.importorskip("numpy")
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("is_labelled", [True, False])
def test_equal_names_are_usual_in_true_pairs_and_rare_by_chance(
    is_labelled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from tirek.linkage.training import estimating
    from tirek.linkage.training.lists import invented

    monkeypatch.setattr(estimating, "CHANCE_PAIRS", 20_000)
    lists = invented(1_200, 5)
    lists = lists if is_labelled else replace(lists, labels=[])
    shares = estimating.estimate(lists, dict(load("2017.1").levels))
    m, u = shares["surname_equal"]
    assert m is not None and u is not None
    assert m > 0.7 > 0.05 > u
    m, u = shares["given_differs"]
    assert u is not None
    assert (m or 0.0) < 0.1 < 0.9 < u
