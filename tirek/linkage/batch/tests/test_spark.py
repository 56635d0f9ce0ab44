"""Spark gives the links DuckDB gives, on two workers; a master that does not answer is one sentence, soon."""

from __future__ import annotations

import importlib.util
import socket
import time
from pathlib import Path

import pytest

from tirek.linkage.batch import BatchProblem, dedupe, link, spark_engine
from tirek.linkage.batch.tests import make

CLUSTER = "local-cluster[2,1,1024]"
needs_spark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None, reason="pyspark is an extra; make test installs it"
)


@needs_spark
@pytest.mark.slow
def test_two_engines_give_identical_links_and_clusters(tmp_path: Path) -> None:
    left, right = make.two_lists(tmp_path, people=120, asked=60)
    twice = make.one_list(tmp_path, 120)
    for engine, master in (("duckdb", None), ("spark", CLUSTER)):
        link(left, right, tmp_path / f"{engine}-links.csv", engine=engine, master=master)
        dedupe(twice, tmp_path / f"{engine}-clusters.csv", engine=engine, master=master)
    for name in ("links", "links-maybe", "clusters", "clusters-maybe"):
        here, there = (tmp_path / f"{engine}-{name}.csv" for engine in ("duckdb", "spark"))
        assert here.read_bytes() == there.read_bytes(), name
    assert len(make.read_rows(tmp_path / "spark-links.csv")) > 20


@needs_spark
def test_a_master_that_does_not_answer_is_one_sentence_soon(tmp_path: Path) -> None:
    left, right = make.two_lists(tmp_path, people=4, asked=2)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        master = f"spark://127.0.0.1:{nobody.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(BatchProblem, match="does not answer"):
            link(left, right, tmp_path / "links.csv", engine="spark", master=master)
        assert time.monotonic() - began < 30
    assert not (tmp_path / "links.csv").exists()


@needs_spark
@pytest.mark.slow
def test_a_master_that_takes_the_call_and_is_silent_is_one_sentence_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark_engine, "SESSION_SECONDS", 20)
    left, right = make.two_lists(tmp_path, people=4, asked=2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        master = f"spark://127.0.0.1:{silent.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(BatchProblem, match="does not answer"):
            link(left, right, tmp_path / "links.csv", engine="spark", master=master)
        assert time.monotonic() - began < 100, "Spark itself was waited for"
    assert not (tmp_path / "links.csv").exists()


@needs_spark
def test_an_address_that_is_none_is_said(tmp_path: Path) -> None:
    left, right = make.two_lists(tmp_path, people=4, asked=2)
    with pytest.raises(BatchProblem, match="spark://host:7077"):
        link(left, right, tmp_path / "links.csv", engine="spark", master="http://cluster")


def test_without_pyspark_the_sentence_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    left, right = make.two_lists(tmp_path, people=4, asked=2)
    with pytest.raises(BatchProblem, match=r"tirek\[spark\]"):
        link(left, right, tmp_path / "links.csv", engine="spark")


def test_a_master_is_for_spark_only(tmp_path: Path) -> None:
    left, right = make.two_lists(tmp_path, people=4, asked=2)
    with pytest.raises(BatchProblem, match="--engine spark"):
        link(left, right, tmp_path / "links.csv", master="spark://host:7077")
