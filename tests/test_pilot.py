"""The main job on the main input: the NGO's workbook goes in, the figures of the official report come out."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from bench.installation import installation
from tirek.agencies.actions import hire, name_agency
from tirek.agencies.models import Agency, Worker
from tirek.agencies.roles import FIRST
from tirek.audit.actors import MACHINE
from tirek.cases.models import Application
from tirek.exchange.command import run_import
from tirek.gate.acting import act_as
from tirek.gate.tests.stay import stay
from tirek.machine.home import PROJECT
from tirek.people.models import Person
from tirek.reports.command import run_report
from tirek.services.models import Service

pytestmark = pytest.mark.django_db(transaction=True)
PILOT = Path(__file__).resolve().parent.parent / "tirek" / "demo" / "pilot-2017"


@pytest.fixture
def worker() -> Worker:
    agency = name_agency(name="Общественный фонд «Антарес А»", kind=Agency.Kind.NGO, by=MACHINE)
    hired = hire(
        login="manager",
        password="a long enough one",
        name="Сейтова А. М.",
        agency=agency,
        roles=FIRST,
        by=MACHINE,
    )
    stay(hired.actor)
    return hired


def bring(worker: Worker, settle: str = "best") -> int:
    with act_as(worker.actor):
        return run_import(
            PILOT / "journal.xlsx",
            dry_run=False,
            settle=settle,
            as_json=True,
            skip_errors=False,
            worker=worker,
        )


@pytest.mark.parametrize("settle", ["hold", "best"])
def test_every_row_lands_on_its_person(
    worker: Worker, settle: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(worker, settle) == 0
    rows = json.loads(capsys.readouterr().out)
    truth = json.loads((PILOT / "truth.json").read_text())
    meant: dict[str, int] = {}
    for row in rows:
        if row["sheet"] == "Обращения":
            assert (
                meant.setdefault(row["person"], truth["people"][str(row["row"])])
                == truth["people"][str(row["row"])]
            )
    assert len(meant) == len(set(meant.values())) == 93
    services = [row for row in rows if row["sheet"] == "Услуги"]
    asked = [row for row in services if row["outcome"] == "maybe" and not row["person"]]
    wrong = [
        row["row"]
        for row in services
        if row not in asked and meant.get(row["person"]) != truth["services"][str(row["row"])]
    ]
    assert not wrong
    assert len(asked) <= 5
    assert len(services) == 373


def test_every_consent_of_the_file_keeps_its_date(worker: Worker) -> None:
    bring(worker)
    assert Application.objects.filter(consent_signed_on__isnull=False).count() == 68


def test_the_figures_are_those_of_the_report(worker: Worker, tmp_path: Path) -> None:
    bring(worker)
    assert run_report("latest", tmp_path, worker) == 0
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert figures == json.loads((PILOT / "expected.json").read_text("utf-8"))


def test_word_and_pdf_hold_the_figures(worker: Worker, tmp_path: Path) -> None:
    bring(worker)
    run_report("latest", tmp_path, worker)
    for language in ("ru", "kk"):
        with zipfile.ZipFile(tmp_path / f"report-{language}.docx") as package:
            word = re.sub(r"<[^>]+>", " ", package.read("word/document.xml").decode())
        pdf = pypdfium2.PdfDocument(tmp_path / f"report-{language}.pdf")
        text = " ".join(pdf[page].get_textpage().get_text_range() for page in range(len(pdf)))
        for figure in ("257", "197", "60", "190", "188", "332"):
            assert re.search(rf"(?<!\d){figure}(?!\d)", word), (language, figure)
            assert re.search(rf"(?<!\d){figure}(?!\d)", text), (language, figure)


def test_the_same_file_again_changes_nothing(worker: Worker) -> None:
    bring(worker)
    before = (
        set(Person.objects.values_list("id", flat=True)),
        set(Service.objects.values_list("id", flat=True)),
    )
    bring(worker)
    assert before == (
        set(Person.objects.values_list("id", flat=True)),
        set(Service.objects.values_list("id", flat=True)),
    )


def test_the_demo_leaves_a_report_with_the_pilots_figures() -> None:
    """As `make run` does it: an installation of its own, its own database, its own report's role."""
    with installation() as one:
        command = [sys.executable, "-m", "tirek.demo.pilot"]
        done = subprocess.run(command, cwd=PROJECT, env=one.environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        figures = json.loads((one.home.report / "figures.json").read_text("utf-8"))
    assert figures == json.loads((PILOT / "expected.json").read_text("utf-8"))
