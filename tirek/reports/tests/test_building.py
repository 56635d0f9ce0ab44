"""A version is frozen once; the final one waits for everything required; a crash loses none."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils.timezone import now

from tirek.documents.queries import body_of
from tirek.grants.models import Grant
from tirek.reports import actions, building, jobs, pictures
from tirek.reports.deviations import differences
from tirek.reports.figures import count_figures
from tirek.reports.models import ChartSnapshot, ReportSection, ReportVersion
from tirek.reports.policies import NotReady
from tirek.reports.readiness import readiness
from tirek.reports.tests import make, pilot

pytestmark = pytest.mark.django_db


def write_everything(grant: Grant) -> None:
    """Explain all differences and write all sections."""
    found = differences(grant, count_figures(grant))
    for line in (*found.deviations, *found.mismatches):
        uses = "counted" if line.key.startswith("mismatch:") else ""
        texts = {"text_ru": f"Пояснение {line.key}", "text_kk": f"Түсіндірме {line.key}"}
        actions.explain(grant=grant, key=line.key, uses=uses, approve=True, **texts, by=make.actor())
    for section in ReportSection.objects.all():
        actions.narrate(
            grant=grant,
            section=section.code,
            text_ru="В программу вошли {entered} человек.",
            text_kk="Бағдарламаға {entered} адам кірді.",
            by=make.actor(),
        )


def blocking(grant: Grant) -> list[str]:
    figures = count_figures(grant)
    return [task.key for task in readiness(grant, figures, differences(grant, figures)).blocking]


def word(version: ReportVersion, language: str = "ru") -> str:
    body = body_of(getattr(version, f"word_{language}"))
    parts = zipfile.ZipFile(io.BytesIO(body))
    return "".join(
        parts.read(name).decode()
        for name in parts.namelist()
        if re.match(r"word/(document|header|footer)", name)
    )


def build(grant: Grant, *, final: bool = False) -> ReportVersion:
    asked = actions.request_version(grant=grant, final=final, by=make.actor())
    built = building.build_version(version_id=asked.pk, by=make.actor())
    assert built is not None
    return built


def test_deviations_mismatch_and_texts_block_the_final_report(the_pilot: Grant) -> None:
    assert blocking(the_pilot) == ["deviations", "declared", "texts"]
    with pytest.raises(NotReady):
        actions.request_version(grant=the_pilot, final=True, by=make.actor())
    write_everything(the_pilot)
    assert blocking(the_pilot) == []


def test_one_empty_section_in_one_language_blocks_the_final_report(the_pilot: Grant) -> None:
    write_everything(the_pilot)
    actions.narrate(grant=the_pilot, section="change", text_ru="Есть", text_kk=" ", by=make.actor())
    assert blocking(the_pilot) == ["texts"]


def test_a_grant_without_particulars_is_not_ready() -> None:
    grant = make.grant(head="", address="")
    assert {"organisation", "events", "results", "participants"} <= set(blocking(grant))


def test_the_final_report_carries_texts_explanations_and_no_mark_of_a_draft(the_pilot: Grant) -> None:
    write_everything(the_pilot)
    version = build(the_pilot, final=True)
    text = word(version)
    assert (version.state, version.final) == ("ready", True)
    assert "В программу вошли 68 человек." in text
    assert "Пояснение category:documents" in text
    assert "черновик" not in text.lower()
    assert "Бағдарламаға 68 адам кірді." in word(version, "kk")


def test_a_draft_is_marked_and_holds_the_numbers_of_the_figures(the_pilot: Grant) -> None:
    version = build(the_pilot)
    text = word(version)
    assert "черновик" in text.lower()
    for number in ("257", "197", "60", "190", "188"):
        assert number in text, number
    assert version.figures == pilot.expected()


def test_a_frozen_version_does_not_follow_later_facts(the_pilot: Grant) -> None:
    version = build(the_pilot)
    make.service(the_pilot, make.entrant(the_pilot, "Новый Человек"))
    version.refresh_from_db()
    assert version.figures["services_total"] == 190
    assert build(the_pilot).figures["services_total"] == 191
    assert list(the_pilot.report_versions.values_list("number", flat=True)) == [2, 1]


def test_a_version_is_built_once(the_pilot: Grant) -> None:
    version = build(the_pilot)
    assert building.build_version(version_id=version.pk, by=make.actor()) is None


def test_a_final_version_that_ceased_to_be_ready_is_not_built(the_pilot: Grant) -> None:
    write_everything(the_pilot)
    asked = actions.request_version(grant=the_pilot, final=True, by=make.actor())
    make.service(the_pilot, make.entrant(the_pilot, "Новый Человек"))
    with pytest.raises(NotReady):
        building.build_version(version_id=asked.pk, by=make.actor())
    asked.refresh_from_db()
    assert (asked.state, asked.trouble) == ("failed", "not_ready")


def test_trouble_leaves_the_version_failed_and_is_not_swallowed() -> None:
    asked = actions.request_version(grant=make.grant(), by=make.actor())
    with patch.object(building, "rendered", side_effect=RuntimeError), pytest.raises(RuntimeError):
        jobs.build(str(asked.pk))
    asked.refresh_from_db()
    assert (asked.state, asked.trouble) == ("failed", "RuntimeError")


def test_a_version_whose_worker_died_is_taken_up_again_and_at_last_given_up() -> None:
    asked = actions.request_version(grant=make.grant(), by=make.actor())
    long_ago = now() - 2 * jobs.STALLED_AFTER
    ReportVersion.objects.update(state="building", begun_at=long_ago, attempts=1)
    jobs.retry_stalled(0)
    asked.refresh_from_db()
    assert asked.state == "waiting"
    ReportVersion.objects.update(state="building", begun_at=long_ago, attempts=jobs.ATTEMPTS)
    jobs.retry_stalled(0)
    asked.refresh_from_db()
    assert (asked.state, asked.trouble) == ("failed", "stalled")


def test_a_version_being_built_now_is_left_alone() -> None:
    asked = actions.request_version(grant=make.grant(), by=make.actor())
    ReportVersion.objects.update(state="building", begun_at=now() - timedelta(seconds=30), attempts=1)
    jobs.retry_stalled(0)
    asked.refresh_from_db()
    assert asked.state == "building"


def test_a_waiting_version_whose_job_was_lost_is_taken_up() -> None:
    asked = actions.request_version(grant=make.grant(), defer=False, by=make.actor())
    ReportVersion.objects.update(requested_at=now() - 2 * jobs.STALLED_AFTER)
    jobs.retry_stalled(0)
    asked.refresh_from_db()
    assert asked.state == "ready"


def test_charts_are_asked_for_drawn_once_and_shown(the_pilot: Grant) -> None:
    figures = count_figures(the_pilot)
    assert pictures.shown(figures, "ru")["reach"].wide == ""
    assert ChartSnapshot.objects.filter(drawn_at__isnull=True).count() == 4
    jobs.draw()
    shown = pictures.shown(figures, "ru")
    assert shown["reach"].wide.startswith("<svg")
    assert shown["ages"].narrow.startswith("<svg")
    assert pictures.draw_waiting() == 0
