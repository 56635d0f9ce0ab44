"""The peer: Splink's levels and training on the columns and pairs ours works on."""

from __future__ import annotations

import time
from typing import Any

from tirek.linkage.batch.duckdb_engine import DuckDB
from tirek.linkage.batch.engines import Engine
from tirek.linkage.batch.scoring_sql import PAIRS_OF_ONE, PAIRS_OF_TWO

_COLUMNS = """
SELECT place AS unique_id, id AS said_id, nullif(surname, '') AS surname, nullif(given, '') AS given,
    nullif(patronymic, '') AS patronymic, CASE WHEN birth IS NOT NULL THEN CAST(birth AS VARCHAR) END AS birth,
    birth_year, nullif(sex, '') AS sex, iin FROM {table}
"""


def run(engine: Engine, kind: str, began: float) -> tuple[dict[str, Any], list[tuple[str, str, float]]]:
    """Train, find the same pairs, score them; seconds in all and without the training."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    assert isinstance(engine, DuckDB)
    names = ("asking", "known") if kind == "link" else ("known",)
    for name in names:
        table = "stored" if name == "known" else name
        engine.make(f"peer_{name}", _COLUMNS.format(table=table))
    api = DuckDBAPI(connection=engine.database)
    frames = [
        api.register(
            engine.database.table(f"peer_{name}"),
            dataset_display_name=f"peer_{name}",
            table_name=f"input_{name}",
        )
        for name in names
    ]
    comparisons = [
        cl.JaroWinklerAtThresholds("surname", [0.92, 0.85]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("given", [0.92, 0.85]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("patronymic", [0.92]).configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("birth", [1, 2]),
        cl.ExactMatch("sex"),
        cl.ExactMatch("iin"),
    ]
    settings = SettingsCreator(
        link_type="link_only" if kind == "link" else "dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[block_on("surname", "given")],
    )
    linker = Linker(frames if len(frames) > 1 else frames[0], settings, log_level="ERROR")
    training = time.monotonic()
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("birth", "given"))
    linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("surname", "given", "patronymic")
    )
    trained = time.monotonic() - training
    engine.make("pairs", PAIRS_OF_TWO if kind == "link" else PAIRS_OF_ONE)
    # Splink calls the left row by the dataset that comes first in the alphabet: asking.
    left, right = (f"'peer_{name}-__-' ||" if kind == "link" else "" for name in ("asking", "known"))
    engine.make(
        "peer_pairs",
        f"SELECT '0' AS match_key, {left} {'a' if kind == 'link' else 'b'} AS join_key_l,"
        f" {right} {'b' if kind == 'link' else 'a'} AS join_key_r FROM pairs",
    )
    linker.table_management.register_blocked_pairs_for_predict(
        api.register(engine.database.table("peer_pairs"))
    )
    predicted = linker.inference.predict(threshold_match_weight=-5)
    seconds = time.monotonic() - began
    query = (
        f"SELECT l.id, r.id, p.match_weight FROM {predicted.physical_name} AS p"
        f" JOIN {names[0]} AS l ON l.place = p.unique_id_l JOIN {names[-1]} AS r ON r.place = p.unique_id_r"
    )
    return {"seconds": seconds, "without_training": seconds - trained}, list(engine.rows(query))
