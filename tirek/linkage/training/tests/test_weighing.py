"""A new table: only what was seen often enough changes, closer levels never weigh less, nothing is taken into use."""

from math import log2
from pathlib import Path

import pytest

from tirek.linkage import weights
from tirek.linkage.synth import TEST, TRAINING, Noise, Written
from tirek.linkage.synth.files import write
from tirek.linkage.table import load
from tirek.linkage.training import lists
from tirek.linkage.training.lists import from_files, invented
from tirek.linkage.training.weighing import falling, weigh

OLD = load("2017.1")


def test_bits_are_the_ratio_of_the_shares() -> None:
    new = weigh(OLD, {"given_differs": (0.01, 0.98)}, 10_000, 200_000, "x", "of a register")
    assert new.levels["given_differs"].bits == round(log2(0.01 / 0.98), 1)
    assert not new.levels["given_differs"].by_hand


def test_equal_names_are_weighed_against_the_usual_share() -> None:
    new = weigh(OLD, {"surname_equal": (0.8, 0.0005)}, 10_000, 200_000, "x", "of a register")
    assert new.levels["surname_equal"].bits == round(log2(0.8 * 800), 1)


def test_what_was_seen_too_rarely_keeps_the_bits_a_person_gave_it() -> None:
    new = weigh(OLD, {"birth_differs": (0.0001, 0.98)}, 10_000, 200_000, "x", "of a register")
    assert (new.levels["birth_differs"].bits, new.levels["birth_differs"].by_hand) == (-6.5, True)


def test_closer_levels_never_weigh_less() -> None:
    assert falling([9.0, 5.0, 7.0, 1.0], [1, 1, 1, 1]) == [9.0, 6.0, 6.0, 1.0]
    assert falling([3.0, 2.0, 1.0], [1, 1, 1]) == [3.0, 2.0, 1.0]


def test_training_never_sees_test_noise(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Noise] = []

    def seen(people: int, seed: int, count: int, noise: Noise) -> list[Written]:
        asked.append(noise)
        return []

    monkeypatch.setattr(lists, "queries", seen)
    said = invented(50, 1).provenance
    assert asked == [TRAINING]
    assert TEST not in asked
    assert "TRAINING" in said and "No real register" in said


def test_lists_say_whether_they_were_labelled(tmp_path: Path) -> None:
    write(50, 3, tmp_path, "training")
    read = from_files(tmp_path / "register.csv", tmp_path / "list.csv", None)
    assert (len(read.known), len(read.asked), read.labels) == (50, 5, [])
    assert "unlabelled" in read.provenance


def test_no_version_is_taken_into_use_by_training() -> None:
    new = weigh(OLD, {}, 1_000, 200_000, "x", "of a register")
    assert new.version == "x" != weights.IN_USE
