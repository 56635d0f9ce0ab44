"""The access log's own cost for a page, and the time of seals."""

from __future__ import annotations

import json
import subprocess
import sys

from bench.installation import Installation
from bench.sizes import Sizes
from bench.table import Line, limit, shown
from tirek.machine.home import PROJECT

LARGEST_SEAL = 5
LARGEST_VERIFICATION = 3
"""Seconds for 100,000 rows: the design asks 30 for a million."""


def compare(one: Installation, sizes: Sizes) -> list[Line]:
    """A page's reads without and with their row in the log; a seal over as many rows as the import had."""
    with one.database() as database:
        database.execute("VACUUM ANALYZE")
    command = [sys.executable, "-m", "bench.audit_cost", str(sizes.services)]
    done = subprocess.run(
        command, env=one.environment, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True
    )
    found = json.loads(done.stdout.splitlines()[-1])
    without, with_log = 1000 * found["without"], 1000 * found["with"]
    return [
        Line(
            "access log: cost per page (person page's reads, p50)",
            shown(with_log, "ms"),
            "–",
            None,
            shown(without, "ms"),
            f"+{with_log - without:.2f} ms",
        ),
        limit(f"sealing {sizes.services:,} rows", found["seal"], LARGEST_SEAL, "s"),
        limit(f"verifying {sizes.services:,} rows", found["verify"], LARGEST_VERIFICATION, "s"),
    ]
