"""The synthetic region: labels, determinism, invented IINs, and two kinds of noise that are not one."""

import csv
import os
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from datetime import date
from math import gcd
from pathlib import Path
from random import Random

import pytest

from tirek.linkage import check_iin
from tirek.linkage.synth import OWN_REGISTER, TEST, TRAINING, duplicated, noisy, queries, register, truth
from tirek.linkage.synth.files import write
from tirek.linkage.synth.region import _SLOTS, _STEP, invented_iin, person

PEOPLE, SEED = 20_000, 11


@pytest.fixture(scope="module")
def region() -> list[str]:
    return [truth(SEED, entity).iin for entity in range(PEOPLE)]


def test_register_has_each_person_once() -> None:
    rows = list(register(500, SEED))
    assert [row.entity for row in rows] == list(range(500))
    assert len({row.id for row in rows}) == 500


def test_queries_say_who_is_in_the_register() -> None:
    rows = list(queries(1_000, SEED, 3_000, TEST))
    present = sum(row.entity < 1_000 for row in rows) / len(rows)
    assert present == pytest.approx(2 / 3, abs=0.03)
    assert all(row.entity < 2_000 for row in rows)


def test_a_fifth_of_the_duplicated_rows_are_seen_before() -> None:
    rows = list(duplicated(1_000, SEED, TEST))
    assert len(rows) == 1_000
    assert len({row.entity for row in rows}) == 800


def test_label_is_not_in_the_row() -> None:
    row = next(register(1, SEED))
    assert row.row == (row.id, row.iin, row.surname, row.given_name, row.patronymic, row.birth_date, row.sex)


def test_same_seed_makes_the_same_files_in_every_process(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from tirek.linkage.synth.files import write; write(300, 5, Path(sys.argv[1]))"
    for seed in ("0", "1"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", program, str(tmp_path / seed)], env=environment, check=True)
    for name in ("register.csv", "list.csv", "duplicated.csv", "truth.csv"):
        assert (tmp_path / "0" / name).read_bytes() == (tmp_path / "1" / name).read_bytes()


def test_another_seed_makes_other_people() -> None:
    assert [row.row for row in register(20, 1)] != [row.row for row in register(20, 2)]


def test_files_keep_the_truth_apart(tmp_path: Path) -> None:
    write(200, SEED, tmp_path, "training")
    rows = list(csv.DictReader((tmp_path / "truth.csv").open(encoding="utf-8")))
    for name, count in (("register.csv", 200), ("list.csv", 20), ("duplicated.csv", 200)):
        listed = list(csv.DictReader((tmp_path / name).open(encoding="utf-8")))
        assert list(listed[0]) == ["id", "iin", "surname", "given_name", "patronymic", "birth_date", "sex"]
        assert [row["id"] for row in listed] == [row["id"] for row in rows if row["file"] == name]
        assert len(listed) == count


# IINs


def test_every_iin_is_invented_and_valid(region: list[str]) -> None:
    written = [iin for iin in region if iin]
    assert len(written) > 0.97 * PEOPLE
    assert all(iin[7:9] == "99" and check_iin(iin).ok for iin in written)


def test_no_two_people_have_one_iin() -> None:
    """In 45 rounds no serial is dealt twice: twins have serials of their own."""
    assert gcd(_STEP, len(_SLOTS)) == 1
    far = [truth(SEED, entity).iin for turn in range(0, 44, 6) for entity in range(turn * len(_SLOTS), turn * len(_SLOTS) + 3_000)]  # fmt: skip
    counts = Counter(iin for iin in far if iin)
    assert max(counts.values()) == 1


def test_iin_stays_empty_where_none_is_free() -> None:
    assert invented_iin(date(1990, 5, 5), "m", 100) == ""
    assert truth(SEED, 60 * len(_SLOTS)).iin == ""


def test_iin_tells_the_birth_date_and_the_sex(region: list[str]) -> None:
    for entity in range(0, PEOPLE, 97):
        if region[entity]:
            one = truth(SEED, entity)
            checked = check_iin(one.iin)
            assert (checked.birth_on, checked.sex) == (date.fromisoformat(one.birth_date), one.sex)


@pytest.mark.parametrize("noise", [TRAINING, TEST, OWN_REGISTER], ids=lambda noise: noise.name)
def test_no_noise_makes_a_number_somebody_may_have(noise: object) -> None:
    rows = [noisy(truth(SEED, entity), Random(entity), noise) for entity in range(3_000)]  # type: ignore[arg-type]
    assert all(row.iin[7:9] == "99" for row in rows if row.iin)


# people


def test_surnames_are_many_and_few_are_common() -> None:
    counts = Counter(person(SEED, entity).surname for entity in range(PEOPLE))
    assert len(counts) > 6_000
    assert 0.002 < counts.most_common(1)[0][1] / PEOPLE < 0.015


def test_twins_share_all_but_the_given_name() -> None:
    twins = 0
    for entity in range(38, PEOPLE, 25):
        half = entity // 2
        one, other = person(SEED, entity), person(SEED, half - 1 if half % 25 == 13 else half)
        if one.born == other.born:
            twins += 1
            assert (one.surname, one.father) == (other.surname, other.father)
            assert one.given != other.given
    assert twins > 20


def test_women_have_womens_names() -> None:
    rows = [truth(SEED, entity) for entity in range(2_000)]
    women = [row for row in rows if row.sex == "f" and row.patronymic]
    assert all(row.patronymic.endswith(("на", "қызы", "кызы")) for row in women)


# noise


def test_training_and_test_noise_differ_in_kind_and_in_rate() -> None:
    training, test = asdict(TRAINING), asdict(TEST)
    only_in_test = {key for key in test if test[key] and not training[key]}
    assert only_in_test >= {
        "by_ear",
        "latin_twin",
        "figure_wrong",
        "short_form",
        "iin_swapped",
        "in_one_field",
    }
    assert training["slips"] != test["slips"]
    assert not dict(TRAINING.latin).keys() & dict(TEST.latin).keys()
    same = {key for key in test if isinstance(test[key], float) and test[key] == training[key] != 0}
    assert not same


def test_rates_are_kept() -> None:
    rows = [noisy(truth(SEED, entity), Random(entity), TEST) for entity in range(4_000)]
    assert sum(not row.iin for row in rows) / 4_000 == pytest.approx(TEST.iin_missing, abs=0.03)
    assert sum(not row.birth_date for row in rows) / 4_000 == pytest.approx(TEST.date_missing, abs=0.01)
