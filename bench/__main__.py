"""`python -m bench [PART ...] [--scale SHARE]`: measure and print one table."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import (
    access_speed,
    audit_speed,
    import_speed,
    referral_speed,
    report_speed,
    setup_speed,
    web_speed,
)
from bench.installation import PREFIX, installation
from bench.sizes import Sizes
from bench.table import Line, render

PARTS = ("import", "report", "web", "audit", "access", "referrals", "setup")
APART = {"access", "referrals", "setup"}
"""Parts that have an installation of their own."""
QUICK = 0.002


NOTES = {
    "import": "Import: each into an empty, migrated installation; its command's start and its server's are counted.",
    "report": "Report: the median of the rounds; every round is a process of its own.",
    "web": "Floor of a page: one row by its primary key and a template of a line, in the same server; behind the same"
    " log-in as every page, and once more without it. One client, page and floor by turns, after VACUUM ANALYZE, which a server does by itself"
    " within minutes of a large import.",
    "audit": "Access log: the floor is the same page's reads, in the same transaction, without the log's row; by turns.",
    "access": "Access: floor of a read: the same person by the primary key as a role that row security lets past, in the same process;"
    " medians, by turns. Person page: three clients, with and without row security by turns, on all tables but the permits; the access log is"
    " on in both. The list is not asked without row security: it is written for its policies, and another plan would be compared.",
    "referrals": "Referrals: filled by whole statements, one in twenty-five open; one client, pages and floor by turns. An answer is a form posted"
    " over HTTP: its version, its history and its journal row included.",
    "setup": "Set-up: a clone of the last commit; what it downloads comes over this machine's network.",
}


def notes(parts: Sequence[str], sizes: Sizes) -> list[str]:
    """What one must know to read the table."""
    said = [
        "All people are invented, and so are their misspellings: nothing is said about accuracy.",
        (
            f"Seconds depend on this machine ({os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end); ratios are"
            f" of one run, floor and measured by turns."
        ),
    ]
    said += [NOTES[part] for part in PARTS if part in parts]
    if not sizes.whole:
        said.append(
            f"SMALLER THAN THE TARGETS SPEAK OF: {sizes.services:,} services. The last column means little."
        )
    return said


def run(parts: Sequence[str], sizes: Sizes) -> list[Line]:
    """Measure the parts asked for; one installation serves import, report and pages."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
        folder = Path(name)
        os.chmod(folder, 0o711)
        if set(parts) - APART:
            lines += _of_program(parts, sizes, folder)
        if "access" in parts:
            _say(f"access, with {sizes.registered:,} people and {sizes.permits:,} permits")
            with installation() as one:
                lines += access_speed.compare(one, sizes)
        if "referrals" in parts:
            _say(f"referrals, {sizes.referrals:,} of them")
            with installation() as one:
                lines += referral_speed.compare(one, sizes)
        if "setup" in parts:
            lines += setup_speed.compare(folder)
    return lines


def _of_program(parts: Sequence[str], sizes: Sizes, folder: Path) -> list[Line]:
    lines: list[Line] = []
    _say(f"a workbook of {sizes.services:,} services about {sizes.served_people:,} people")
    path = import_speed.write_workbook(folder, sizes)
    with installation() as one:
        _say("import")
        if "import" in parts:
            lines += import_speed.compare(one, path, sizes, folder)
        else:
            one.run("import", str(path), "--settle", "best")
        if "report" in parts:
            _say("report")
            lines += report_speed.compare(one, sizes, folder)
        if "web" in parts:
            _say(f"pages, with {sizes.people:,} people")
            web_speed.fill(one, sizes)
            lines += web_speed.compare(one, sizes)
        if "audit" in parts:
            _say("access log and seals")
            lines += audit_speed.compare(one, sizes)
    return lines


def _say(what: str) -> None:
    print(f"  … {what}", file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 when a target of the full size was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("part", nargs="*", choices=[*PARTS, "quick", []], help="by default all but setup")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="share of the target's sizes, for example 0.1"
    )
    asked = parser.parse_args(arguments)
    quick = "quick" in asked.part
    parts = [part for part in asked.part if part != "quick"] or [part for part in PARTS if part != "setup"]
    sizes = Sizes.scaled(QUICK if quick else asked.scale)
    lines = run(parts, sizes)
    print(render(lines, notes(parts, sizes)))
    return int(sizes.whole and any(line.met is False for line in lines))


if __name__ == "__main__":
    raise SystemExit(main())
