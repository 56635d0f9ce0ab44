"""The table of weights keeps its order, and the package its purity."""

import subprocess
import sys
from pathlib import Path

import pytest

from tirek.linkage import weights
from tirek.linkage.table import FOLDER, load, save
from tirek.linkage.weights import LEVELS, maybe_threshold, same_threshold

LADDERS = [
    "surname_equal surname_stem surname_part surname_close surname_sounds surname_near surname_changed surname_differs",
    "given_equal given_close given_initial given_sounds given_near given_alike given_differs",
    "patronymic_equal patronymic_close patronymic_initial patronymic_sounds patronymic_near patronymic_differs",
    "birth_equal birth_equal_january birth_swapped birth_year birth_one_figure birth_year_january birth_day_month",
    "birth_day_month birth_year_near birth_same_year birth_differs",
]
VERSIONS = [path.stem.removeprefix("weights-") for path in sorted(FOLDER.glob("*.toml"))]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("ladder", LADDERS)
def test_closer_levels_weigh_more(ladder: str, version: str) -> None:
    levels = load(version).levels
    bits = [levels[code].bits for code in ladder.split()]
    assert bits == sorted(bits, reverse=True)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_knows_the_same_levels_and_says_where_it_comes_from(version: str) -> None:
    table = load(version)
    assert table.version == version
    assert set(table.levels) == set(LEVELS)
    assert "register" in table.trained_on


def test_a_version_is_never_written_over(tmp_path: Path) -> None:
    table = load(weights.IN_USE)
    save(table, tmp_path)
    assert load(weights.IN_USE, tmp_path) == table
    with pytest.raises(FileExistsError):
        save(table, tmp_path)


def test_thresholds_carry_the_size_of_the_register() -> None:
    assert same_threshold(2_000_000) == pytest.approx(same_threshold(1_000_000) + 1)
    assert maybe_threshold(2_000_000) == pytest.approx(maybe_threshold(1_000_000) + 1)
    assert all(maybe_threshold(size) < same_threshold(size) for size in (0, 1, 93, 20_000, 20_000_000))


def test_weights_say_what_they_were_trained_on() -> None:
    """No real register was seen, and whoever reads the table is told so."""
    assert weights.VERSION == weights.IN_USE in VERSIONS
    assert "Invented people only" in weights.TRAINED_ON


def test_every_level_has_a_meaning() -> None:
    assert all(level.meaning for level in LEVELS.values())


def test_linkage_needs_no_django() -> None:
    program = "import sys, tirek.linkage; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
