"""The SQL text gives the bits of tirek.linkage.score, to the last hundredth and with the same reasons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tirek.linkage import FrequencyTable, Subject, decide_scored, score
from tirek.linkage.batch.code_sql import KNOWN_CODES
from tirek.linkage.batch.deduping import one_list
from tirek.linkage.batch.duckdb_engine import DuckDB
from tirek.linkage.batch.indexing import subject_from, write_weights
from tirek.linkage.batch.measures import Thresholds, bounds, hundredths
from tirek.linkage.batch.scoring_sql import COMPARE, KNOWN, WELL_FOUNDED
from tirek.linkage.batch.tests import make
from tirek.linkage.scoring import Reason, Score
from tirek.linkage.weights import LEVELS, NEAR_MARGIN, same_threshold

EVERYTHING = Thresholds(same=0, maybe=-1_000_000, least=-1_000_000)
ODD = [
    ("Ахметов", "Нұрлан", "Серікұлы", "1990-04-03", "m"),
    ("Ахметов", "Нурлан", "Серикович", "1990-03-04", "m"),
    ("Ахметов", "Ерлан", "Серікұлы", "1990-04-03", "m"),
    ("Серікұлы", "Нұрлан", "", "1990-04-03", "m"),
    ("Нұрлан", "Ахметов", "Серікұлы", "1990-04-03", ""),
    ("Ахметов", "Н.", "С.", "1990", "m"),
    ("Ахметова", "Гульнара", "Сериковна", "1991-04-03", "f"),
    ("Ким-Ахметова", "Гүлнар", "Серікқызы", "1991-04-13", "f"),
    ("Омарова-Ким", "Гульнар", "", "1991", ""),
    ("Омаров Ким Ли", "Саша", "Павлович", "1990-01-01", "m"),
    ("Омаров", "Александр", "Павлович", "1990-01-01", "m"),
    ("Омарв", "Александр", "Павлоивч", "2090-01-01", "m"),
    ("", "Александр", "Павлович", "1990-01-01", "m"),
    ("Александр", "Омаров", "", "1990-01-01", "m"),
    ("Александров", "Омар", "", "", ""),
    ("Zhumabekov", "Yerlan", "", "1990-11-01", "m"),
    ("Жұмабеков", "Ерлан", "Ерланұлы", "1990-01-11", "m"),
    ("Жумабековский", "Ержан", "Ерланович", "1990-01-12", "m"),
]  # fmt: skip


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDB]:
    folder = tmp_path_factory.mktemp("sql")
    people = make.read_rows(make.one_list(folder, 220))
    odd = [(f"o{number}", "", *row) for number, row in enumerate(ODD)]
    path = make.write_rows(folder / "odd.csv", [*(tuple(one.values()) for one in people), *odd])
    indexed = one_list(path, folder, "0" * 64, lambda *_: None)
    write_weights(folder, EVERYTHING)
    engine = DuckDB(folder)
    indexed.open(engine)
    engine.read("rarities", str(folder / "rarities.parquet"))
    # Every row, not only those that share a key.
    for name, query in (("known", KNOWN), ("known_codes", KNOWN_CODES)):
        engine.database.execute(f"DROP VIEW {name}")
        engine.make(name, query)
    every = "SELECT q.place AS a, c.place AS b FROM asking AS q JOIN known AS c ON q.place <> c.place"
    for name, query in {**COMPARE, "pairs": every}.items():
        engine.make(name, query)
    yield engine
    engine.close()


def subjects(engine: DuckDB) -> dict[int, Subject]:
    query = "SELECT place, said_surname, said_given, said_patronymic, birth, birth_year, written_sex, iin FROM known"
    return {place: subject_from(*cells) for place, *cells in engine.rows(query)}


def test_bits_and_reasons_are_those_of_python(compared: DuckDB) -> None:
    people = subjects(compared)
    frequency = FrequencyTable.of(people.values())
    columns = (
        "a, b, bits, surname_level, given_level, patronymic_level, birth_level, sex_level, rule, swapped"
    )
    found = {(a, b): rest for a, b, *rest in compared.rows(f"SELECT {columns} FROM scored")}
    asked = 0
    for a, query in people.items():
        for b, candidate in people.items():
            if a == b:
                continue
            wanted = score(query, candidate, frequency)
            if "iin_differs" in wanted.codes:
                assert (a, b) not in found, "two different IINs are never compared further"
                continue
            bits, *codes = found[a, b]
            swapped = codes.pop()
            said = {code for code in codes if code} | ({"order_swapped"} if swapped else set())
            assert (bits, said) == (hundredths(wanted.bits), set(wanted.codes)), (query, candidate)
            asked += 1
    assert asked > 20_000


def test_the_bound_never_drops_a_pair_that_would_be_asked_about(compared: DuckDB, tmp_path: Path) -> None:
    """With the threshold of a register the first, cheap pass keeps every pair that reaches it."""
    least = 1300
    wanted = {(a, b) for a, b in compared.rows(f"SELECT a, b FROM scored WHERE bits >= {least}")}
    write_weights(tmp_path, Thresholds(same=2000, maybe=least, least=least))
    compared.read("bounds", str(tmp_path / "bounds.parquet"))
    kept = {(a, b) for a, b, *_ in compared.rows(COMPARE["hopeful"])}
    assert wanted and wanted <= kept
    assert len(kept) < compared.count("pairs") / 20


def test_weights_have_no_more_figures_than_sql_counts() -> None:
    assert all(abs(level.bits * 100 - hundredths(level.bits)) < 1e-6 for level in LEVELS.values())


def test_what_is_founded_is_what_decision_calls_the_same() -> None:
    """Every set of levels, with just too few bits, enough, and enough for what is near."""
    size = 1_000_000
    needed = hundredths(same_threshold(size))
    every: dict[str, list[int] | list[str | None]] = {
        "bits": [needed - 10, needed + 10, needed + hundredths(NEAR_MARGIN) + 10]
    }
    for field in ("surname", "given", "patronymic", "birth", "sex"):
        every[f"{field}_level"] = [None, *(code for code in LEVELS if code.startswith(f"{field}_"))]
    every["rule"] = [None, "iin_equal"]
    sets = ", ".join(f"UNNEST(${name}) AS {name}_s({name})" for name in every)
    limits = bounds(Thresholds.of(size))
    said = ", ".join(f"{limits[name]} AS {name}" for name in ("same", "same_near"))
    with duckdb.connect() as database:
        found = database.execute(
            f"SELECT COALESCE({WELL_FOUNDED}, FALSE), {', '.join(every)} FROM {sets}, (SELECT {said}) AS w",
            every,
        ).fetchall()
    for is_founded, bits, *codes in found:
        one = Score(bits / 100, tuple(Reason(code, 0.0) for code in codes if code))
        assert is_founded == (decide_scored([(1, one)], size).outcome == "same"), (bits, codes)
    assert len(found) > 100_000
