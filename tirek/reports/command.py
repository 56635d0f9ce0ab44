"""`tirek report`: a version of the report, its four documents and its figures, written into a folder."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tirek.agencies.models import Worker
from tirek.documents.queries import body_of
from tirek.reports.actions import request_version
from tirek.reports.building import build_version
from tirek.reports.documents import file_name
from tirek.reports.models import ReportVersion
from tirek.reports.queries import NoSuchGrant, grant_called


def run_report(grant: str, out: Path, worker: Worker) -> int:
    """Build a draft of a grant's report and write report-ru.docx, its siblings and figures.json; returns the exit code."""
    try:
        chosen = grant_called(grant)
    except NoSuchGrant:
        print("There is no such grant. Import a workbook first, or name a grant by its id.", file=sys.stderr)
        return 1
    asked = request_version(grant=chosen, defer=False, by=worker.actor)
    version = build_version(version_id=asked.pk, by=worker.actor)
    if version is None:
        print("The report is already being built. Wait a moment and try again.", file=sys.stderr)
        return 1
    try:
        write(version, out)
    except OSError as error:
        print(f"The report cannot be written to {out}: {error.strerror}.", file=sys.stderr)
        return 1
    return 0


def write(version: ReportVersion, out: Path) -> list[Path]:
    """Write a version's files into a folder and return their paths."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for slot in ReportVersion.DOCUMENTS:
        path = out / file_name(slot)
        path.write_bytes(body_of(getattr(version, slot)))
        written.append(path)
    path = out / "figures.json"
    path.write_text(json.dumps(version.figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return [*written, path]
