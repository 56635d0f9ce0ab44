"""The command writes four documents and the figures."""

import json
from pathlib import Path

import pytest

from tirek.agencies.models import Worker
from tirek.gate.acting import act_as
from tirek.reports.command import run_report
from tirek.reports.models import ReportVersion
from tirek.reports.tests import pilot

pytestmark = pytest.mark.django_db

FILES = ["figures.json", "report-kk.docx", "report-kk.pdf", "report-ru.docx", "report-ru.pdf"]


def test_report_writes_four_documents_and_the_figures(worker: Worker, tmp_path: Path) -> None:
    pilot.load()
    with act_as(worker.actor):
        assert run_report("latest", tmp_path / "out", worker) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == FILES
    assert json.loads((tmp_path / "out" / "figures.json").read_text("utf-8")) == pilot.expected()
    version = ReportVersion.objects.get()
    assert (version.state, version.final, version.author) == ("ready", False, "Айгуль Смагулова")


def test_report_without_a_grant_is_one_plain_sentence(
    worker: Worker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_report("latest", tmp_path, worker) == 1
    assert run_report("not-an-id", tmp_path, worker) == 1
    assert capsys.readouterr().err.count("There is no such grant") == 2
