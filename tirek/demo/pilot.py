"""Load the pilot of 2017 through the real import and write its report, once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from tirek.config.installation import begin_demo, ready
from tirek.machine.home import Home

WORKBOOK: Final = Path(__file__).parent / "pilot-2017" / "journal.xlsx"


def load(home: Home) -> int:
    """Import the workbook with the best candidate for every "maybe", then leave the report in the home's folder."""
    with ready(home) as connections:
        if not begin_demo(connections):
            print("This installation is for real people: the demo is not loaded.", file=sys.stderr)
            return 1
        from tirek.agencies.queries import worker_called
        from tirek.exchange.command import run_import
        from tirek.gate.acting import act_as
        from tirek.grants.models import Grant
        from tirek.reports.command import run_report

        worker = worker_called()
        if Grant.objects.exists():
            return 0
        with act_as(worker.actor, purpose="demo"):
            failed = run_import(
                WORKBOOK, dry_run=False, settle="best", as_json=False, skip_errors=False, worker=worker
            )
        # The report's role counts on a connection of its own: it sees what is committed.
        with act_as(worker.actor, purpose="demo"):
            return failed or run_report("latest", home.report, worker)


if __name__ == "__main__":
    sys.exit(load(Home.from_environment()))
