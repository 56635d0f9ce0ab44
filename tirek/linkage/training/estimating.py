"""m and u of every level by Splink: u from chance pairs, m from labelled pairs or by expectation and maximisation.

The levels are asked of `scoring` itself, as functions of the database, so that there is one definition of what they mean.
"""

import json
import tempfile
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from tirek.linkage.dates import parse_date
from tirek.linkage.features import features_of
from tirek.linkage.names import name_of_columns
from tirek.linkage.scoring import score
from tirek.linkage.subject import Subject, subject_of
from tirek.linkage.synth import Written
from tirek.linkage.table import Level
from tirek.linkage.training.lists import Lists

FIELDS = ("surname", "given", "patronymic", "birth", "sex")
CHANCE_PAIRS = 200_000
_COLUMNS = ("unique_id", "said", "born", "surname_stem", "given_sound")
_BETWEEN = "\x1f"


def estimate(lists: Lists, levels: dict[str, Level]) -> dict[str, tuple[float | None, float | None]]:
    """m and u of each level by its code; None where Splink saw no pair of the kind."""
    connection = duckdb.connect()
    for field in FIELDS:
        connection.create_function(
            f"{field}_level", partial(_level, field), ["VARCHAR", "VARCHAR"], "VARCHAR"
        )
    for name, rows in (("known", lists.known), ("asked", lists.asked)):
        _fill(connection, name, rows)
    database = DuckDBAPI(connection)
    sides = [database.register(name, dataset_display_name=name) for name in ("known", "asked")]
    linker = Linker(sides, _settings(levels, len(lists.known)))
    training: Any = linker.training
    training.estimate_u_using_random_sampling(max_pairs=CHANCE_PAIRS, seed=2017)
    if lists.labels:
        _fill_labels(connection, lists.labels)
        training.estimate_m_from_pairwise_labels(database.register("labels"))
    else:
        for rule in (block_on("born"), block_on("surname_stem", "given_sound")):
            training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.misc.save_model_to_json()
    return {
        level["label_for_charts"]: (level.get("m_probability"), level.get("u_probability"))
        for comparison in found["comparisons"]
        for level in comparison["comparison_levels"]
        if not level.get("is_null_level")
    }


def _settings(levels: dict[str, Level], people: int) -> SettingsCreator:
    comparisons: list[Any] = []
    for field in FIELDS:
        asked = f"{field}_level(said_l, said_r)"
        ladder = [code for code in levels if code.startswith(f"{field}_")]
        comparisons.append(
            {
                "output_column_name": field,
                "comparison_levels": [
                    {"sql_condition": f"{asked} = ''", "label_for_charts": "missing", "is_null_level": True},
                    *(
                        {"sql_condition": f"{asked} = '{code}'", "label_for_charts": code}
                        for code in ladder[:-1]
                    ),
                    {"sql_condition": "ELSE", "label_for_charts": ladder[-1]},
                ],
            }
        )
    return SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=1 / max(people, 2),
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[block_on("born"), block_on("surname_stem", "given_sound")],
    )


def _level(field: str, one: str, other: str) -> str:
    return next((code for code in _levels(one, other) if code.startswith(f"{field}_")), "")


@lru_cache(maxsize=400_000)
def _levels(one: str, other: str) -> tuple[str, ...]:
    return tuple(reason.code for reason in score(_subject(other), _subject(one)).reasons)


@lru_cache(maxsize=200_000)
def _subject(said: str) -> Subject:
    surname, given, patronymic, born, sex = said.split(_BETWEEN)
    birth = parse_date(born)
    return subject_of(
        name_of_columns(surname, given, patronymic),
        birth_on=birth.on,
        birth_year=birth.year,
        sex=sex if sex in ("m", "f") else None,  # type: ignore[arg-type]
    )


def _fill(connection: duckdb.DuckDBPyConnection, name: str, rows: list[Written]) -> None:
    """By a file: a row at a time would take minutes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.json"
        with path.open("w", encoding="utf-8") as file:
            for row in rows:
                said = _BETWEEN.join((row.surname, row.given_name, row.patronymic, row.birth_date, row.sex))
                found = features_of(_subject(said))
                cells = (row.id, said, row.birth_date or None, found.surname.stem, found.given.sound)
                file.write(json.dumps(dict(zip(_COLUMNS, cells, strict=True))) + "\n")
        columns = "{" + ", ".join(f"{column}: 'VARCHAR'" for column in _COLUMNS) + "}"
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_json('{path}', columns={columns})")  # noqa: S608 - our own names


def _fill_labels(connection: duckdb.DuckDBPyConnection, labels: list[tuple[str, str]]) -> None:
    connection.execute(
        "CREATE TABLE labels (source_dataset_l VARCHAR, unique_id_l VARCHAR, source_dataset_r VARCHAR, unique_id_r VARCHAR,"
        " clerical_match_score DOUBLE)"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "labels.json"
        path.write_text("\n".join(json.dumps({"l": left, "r": right}) for left, right in labels), "utf-8")
        connection.execute(
            f"INSERT INTO labels SELECT 'asked', r, 'known', l, 1.0 FROM read_json('{path}', columns={{l: 'VARCHAR', r: 'VARCHAR'}})"  # noqa: S608 - our own names
        )
