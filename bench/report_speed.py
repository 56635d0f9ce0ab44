"""The report over a large grant: the figures, and the figures with all four documents."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.installation import Installation
from bench.measuring import measure, median
from bench.sizes import Sizes
from bench.table import Line, limit


def compare(one: Installation, sizes: Sizes, folder: Path) -> list[Line]:
    """Inside one process, then as the command a user gives; nothing is kept between the rounds but the database."""
    figures, documents, commands = [], [], []
    for number in range(sizes.rounds):
        said = measure([sys.executable, "-m", "bench.report_run"], one.environment, folder).stdout
        times = json.loads(said.strip().splitlines()[-1])
        if times["services"] != sizes.services:
            raise AssertionError(f"the report counted {times['services']} rows of {sizes.services}")
        figures.append(times["figures"])
        documents.append(times["documents"])
        out = folder / f"report-{number}"
        command = [sys.executable, "-m", "tirek.config.cli", "report", "--out", str(out)]
        commands.append(measure(command, one.environment, folder).seconds)
    return [
        limit(f"report: figures over {sizes.services:,} services", median(figures), 2, "s"),
        limit("report: figures and four documents", median(documents), 5, "s"),
        limit("the same as the command `tirek report`, Python's start and the server's included",
              median(commands), 5, "s"),
    ]  # fmt: skip
