"""`tirek report`: a version of the report, its four documents and its figures, written into a folder."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from tirek.agencies.models import Worker
from tirek.documents.queries import body_of
from tirek.machine.problems import words
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
        return _refuse(
            words(
                "There is no such grant. Import a workbook first, or name a grant by its id.",
                "Такого гранта нет. Сначала загрузите таблицу (tirek import) или укажите номер гранта.",
            )
        )
    try:
        _try_folder(out)
    except OSError:
        return _refuse(
            words(
                f"Nothing can be written to {out}. Name another folder, or give yourself the right to write there.",
                f"В {out} нельзя писать. Укажите другую папку или дайте себе право записи в эту.",
            )
        )
    asked = request_version(grant=chosen, defer=False, by=worker.actor)
    version = build_version(version_id=asked.pk, by=worker.actor)
    if version is None:
        return _refuse(
            words(
                "The report is already being built. Wait a moment and try again.",
                "Отчёт уже собирается. Подождите немного и повторите.",
            )
        )
    try:
        write(version, out)
    except OSError:
        return _refuse(
            words(
                f"The report did not fit into {out}. Free some space and repeat; the former files are untouched.",
                f"Отчёт не поместился в {out}. Освободите место и повторите; прежние файлы не тронуты.",
            )
        )
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _try_folder(out: Path) -> None:
    """Make the folder and prove that a file can be put there, before anything is built."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=out):
        pass


def write(version: ReportVersion, out: Path) -> list[Path]:
    """Write a version's files into a folder, all or none, and return their paths."""
    bodies = {file_name(slot): body_of(getattr(version, slot)) for slot in ReportVersion.DOCUMENTS}
    bodies["figures.json"] = (json.dumps(version.figures, ensure_ascii=False, indent=1) + "\n").encode()
    with tempfile.TemporaryDirectory(dir=out) as draft:
        for name, body in bodies.items():
            (Path(draft) / name).write_bytes(body)
        for name in bodies:
            (Path(draft) / name).replace(out / name)
    return [out / name for name in bodies]
