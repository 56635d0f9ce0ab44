"""Count and build the latest grant's report inside an installation's environment; prints its times as JSON."""

from __future__ import annotations

import json
import time

from tirek.config.installation import ready


def run() -> dict[str, float]:
    """Seconds for the figures alone, and for a version: figures again, both languages, Word and PDF."""
    with ready():
        from tirek.agencies.queries import worker_called
        from tirek.gate.acting import act_as
        from tirek.reports.actions import request_version
        from tirek.reports.building import build_version
        from tirek.reports.figures import count_figures
        from tirek.reports.queries import grant_called

        grant, actor = grant_called("latest"), worker_called().actor
        began = time.perf_counter()
        with act_as(actor):
            figures = count_figures(grant)
        counted = time.perf_counter()
        with act_as(actor):
            asked = request_version(grant=grant, defer=False, by=actor)
        if build_version(version_id=asked.pk, by=actor) is None:
            raise RuntimeError("the version was not built")
        built = time.perf_counter()
        return {
            "figures": counted - began,
            "documents": built - counted,
            "services": figures.numbers["service_rows"],
        }


if __name__ == "__main__":
    print(json.dumps(run()))
