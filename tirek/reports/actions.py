"""Writes on reports: explanations, written sections, versions."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.timezone import now
from procrastinate.contrib.django import app as jobs

from tirek.agencies.models import Worker
from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.documents.actions import store
from tirek.grants import actions as grants
from tirek.grants.models import DeclaredTotal, Grant
from tirek.reports import keeping, tokens
from tirek.reports.deviations import MISMATCH, differences
from tirek.reports.documents import file_name, mime
from tirek.reports.models import Explanation, GrantReader, Narrative, ReportSection, ReportVersion
from tirek.reports.policies import (
    ExplanationIncomplete,
    NoDonor,
    NoSuchSection,
    NothingToExplain,
    NotYourGrant,
    may_be_final,
    may_be_reader,
    may_choose_readers,
)
from tirek.reports.readiness import readiness


@transaction.atomic
def explain(
    *, grant: Grant, key: str, text_ru: str, text_kk: str, uses: str = "", approve: bool = False, by: Actor
) -> Explanation:
    """Write why a figure differs; a changed explanation waits for approval again unless approved with it."""
    figures = keeping.current(grant)
    line = differences(grant, figures).called(key)
    if line is None:
        raise NothingToExplain(key)
    for text in (text_ru, text_kk):
        tokens.check(text, figures)
    if key.startswith(MISMATCH) and not uses:
        raise ExplanationIncomplete("uses")
    explanation, _ = Explanation.objects.update_or_create(
        grant=grant,
        key=key,
        defaults={
            "text_ru": text_ru.strip(),
            "text_kk": text_kk.strip(),
            "uses": uses,
            "plan": line.plan,
            "fact": line.fact,
            "written_by": by.id,
            "approved_at": None,
            "approved_by": None,
        },
    )
    journal.write("reports.explain", explanation, detail={"key": key}, by=by)
    return approve_explanation(explanation=explanation, by=by) if approve else explanation


@transaction.atomic
def approve_explanation(*, explanation: Explanation, by: Actor) -> Explanation:
    """Put an explanation in force; it must stand in both languages of the report."""
    if not (explanation.text_ru and explanation.text_kk):
        raise ExplanationIncomplete("text")
    explanation.approved_at, explanation.approved_by = now(), by.id
    explanation.save()
    journal.write("reports.approve_explanation", explanation, detail={"key": explanation.key}, by=by)
    return explanation


@transaction.atomic
def narrate(*, grant: Grant, section: str, text_ru: str, text_kk: str, by: Actor) -> Narrative:
    """Write a section of the report; raises UnknownToken when it names a figure that does not exist."""
    if not ReportSection.objects.on(grant.starts_on).filter(code=section).exists():
        raise NoSuchSection(section)
    figures = keeping.current(grant)
    for text in (text_ru, text_kk):
        tokens.check(text, figures)
    narrative, _ = Narrative.objects.update_or_create(
        grant=grant,
        section=section,
        defaults={"text_ru": text_ru.strip(), "text_kk": text_kk.strip(), "written_by": by.id},
    )
    journal.write("reports.narrate", narrative, detail={"section": section}, by=by)
    return narrative


@transaction.atomic
def declare(*, grant: Grant, indicator: str, label: str, declared: int, by: Actor) -> DeclaredTotal:
    """Keep a figure declared by hand beside the count."""
    return grants.declare(grant=grant, indicator=indicator, label=label, declared=declared, by=by)


@transaction.atomic
def request_version(*, grant: Grant, final: bool = False, defer: bool = True, by: Actor) -> ReportVersion:
    """Ask for a version; raises NotReady while something required for a final one is missing."""
    if final:
        figures = keeping.current(grant)
        may_be_final(readiness(grant, figures, differences(grant, figures)))
    Grant.objects.select_for_update().get(pk=grant.pk)
    last = ReportVersion.objects.filter(grant=grant).aggregate(last=Max("number"))["last"]
    author = Worker.objects.filter(pk=by.id).values_list("name", flat=True).first()
    version = ReportVersion.objects.create(
        grant=grant, number=(last or 0) + 1, final=final, requested_by=by.id, author=author or ""
    )
    journal.write("reports.request_version", version, detail={"final": final}, by=by)
    if defer:
        jobs.configure_task("reports.build", queue="documents").defer(version_id=str(version.pk))
    return version


@transaction.atomic
def begin_version(*, version_id: UUID, by: Actor) -> ReportVersion | None:
    """Claim a waiting version; None when another worker has it or it is done."""
    claimed = ReportVersion.objects.filter(pk=version_id, state=ReportVersion.State.WAITING).update(
        state=ReportVersion.State.BUILDING, begun_at=now(), attempts=F("attempts") + 1
    )
    if not claimed:
        return None
    version = ReportVersion.objects.select_related("grant__agency").get(pk=version_id)
    journal.write("reports.begin_version", version, by=by)
    return version


@transaction.atomic
def finish_version(
    *,
    version: ReportVersion,
    figures: Mapping[str, object],
    content: Mapping[str, object],
    charts: Mapping[str, object],
    files: Mapping[str, bytes],
    by: Actor,
) -> ReportVersion:
    """Freeze a version: its figures, its content and its four documents."""
    for slot, body in files.items():
        stored = store(name=file_name(slot), mime=mime(slot), body=body, by=by)
        setattr(version, slot, stored)
    version.figures, version.content, version.charts = dict(figures), dict(content), dict(charts)
    version.state, version.built_at, version.trouble = ReportVersion.State.READY, now(), ""
    version.save()
    journal.write("reports.finish_version", version, by=by)
    return version


@transaction.atomic
def fail_version(*, version: ReportVersion, trouble: str, by: Actor) -> ReportVersion:
    """Record that a version could not be built, and by which kind of trouble."""
    version.state, version.trouble = ReportVersion.State.FAILED, trouble[:200]
    version.save()
    journal.write("reports.fail_version", version, detail={"trouble": trouble[:200]}, by=by)
    return version


@transaction.atomic
def retry_version(*, version: ReportVersion, by: Actor) -> ReportVersion:
    """Put a version whose worker died back into the queue."""
    version.state = ReportVersion.State.WAITING
    version.save()
    journal.write("reports.retry_version", version, by=by)
    jobs.configure_task("reports.build", queue="documents").defer(version_id=str(version.pk))
    return version


@transaction.atomic
def open_to_donor(*, grant: Grant, worker: Worker, by: Actor) -> GrantReader:
    """Open a grant's published figures to a representative of the donor; said twice it stands once."""
    if not may_choose_readers(grant, by):
        raise NotYourGrant
    if not may_be_reader(worker):
        raise NoDonor
    reader, is_new = GrantReader.objects.get_or_create(
        grant=grant, worker=worker, closed_at=None, defaults={"opened_by": by.id}
    )
    if is_new:
        journal.write("reports.open_to_donor", reader, by=by)
    return reader


@transaction.atomic
def close_to_donor(*, reader: GrantReader, by: Actor) -> GrantReader:
    """Shut the figures of a grant to a representative of the donor, at once."""
    if not may_choose_readers(reader.grant, by):
        raise NotYourGrant
    if reader.closed_at is None:
        reader.closed_at = now()
        reader.save(update_fields=["closed_at"])
        journal.write("reports.close_to_donor", reader, by=by)
    return reader
