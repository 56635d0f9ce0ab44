"""Pages of the report itself: what is left to do, the written sections, the versions and their files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.documents.queries import body_of
from tirek.reports import actions, queries
from tirek.reports.documents import file_name
from tirek.reports.forms import NarrativeForm, VersionForm
from tirek.reports.models import Narrative, ReportSection, ReportVersion
from tirek.reports.offers import offer, offers
from tirek.reports.policies import NotReady
from tirek.reports.tokens import offered
from tirek.reports.views import on_tab, workspace_of
from tirek.reports.workspace import Workspace
from tirek.ui.pages import done, go_to, respond


@require_GET
def report(request: StaffRequest, grant_id: UUID) -> HttpResponseBase:
    """What the report still needs, its written sections, and the versions built so far."""
    work = workspace_of(request, grant_id)
    return respond(request, "reports/report.html", _on_report(work, VersionForm()), part="versions")


@require_POST
def request_version(request: StaffRequest, grant_id: UUID) -> HttpResponseBase:
    """Ask the worker to build a draft or the final report."""
    work = workspace_of(request, grant_id)
    form = VersionForm(request.POST)
    if form.is_valid():
        try:
            actions.request_version(
                grant=work.grant, final=form.cleaned_data["final"] == "yes", by=request.worker.actor
            )
        except NotReady as left:
            names = ", ".join(task.name for task in left.tasks)
            form.add_error("final", _("The final report waits for: %(tasks)s") % {"tasks": names})
        else:
            done(request, _("The report is being built; it takes a few seconds."))
            return go_to(request, "reports:report", grant_id)
    return respond(request, "reports/report.html", _on_report(work, form))


@require_http_methods(["GET", "POST"])
def narrate(request: StaffRequest, grant_id: UUID, section: str) -> HttpResponseBase:
    """Write a section in Russian and Kazakh; `insert` puts an offered sentence at the end of both and saves nothing."""
    work = workspace_of(request, grant_id)
    chosen = get_object_or_404(ReportSection.objects.on(work.grant.starts_on), code=section)
    written = Narrative.objects.filter(grant=work.grant, section=section).first()
    insert = offer(section, request.POST.get("insert", ""), work.figures, work.language)
    if request.method == "POST" and insert is not None:
        texts = {
            "text_ru": _with(request.POST.get("text_ru", ""), insert.ru),
            "text_kk": _with(request.POST.get("text_kk", ""), insert.kk),
        }
        form = NarrativeForm(initial=texts, figures=work.figures, section=chosen)
    else:
        kept = {f"text_{language}": written.text(language) for language in ("ru", "kk")} if written else {}
        posted = request.POST if request.method == "POST" else None
        form = NarrativeForm(posted, initial=kept, figures=work.figures, section=chosen)
    if form.is_valid():
        actions.narrate(grant=work.grant, section=section, **form.cleaned_data, by=request.worker.actor)
        done(request, _("The section is saved."))
        return go_to(request, "reports:report", grant_id)
    context = on_tab(
        work, "report", section=chosen, form=form, offers=offers(section, work.figures, work.language)
    )
    context["tokens"] = offered(work.figures, work.language)
    context["inserted"] = insert
    return respond(request, "reports/narrate.html", context)


@require_GET
def download(request: StaffRequest, grant_id: UUID, number: int, slot: str) -> HttpResponseBase:
    """One document of a version, as it was built."""
    work = workspace_of(request, grant_id)
    if slot not in ReportVersion.DOCUMENTS:
        raise Http404
    version = get_object_or_404(queries.versions(work.grant), number=number, state=ReportVersion.State.READY)
    file = getattr(version, slot)
    readings.note(Action.EXPORT, purpose=Purpose.REPORT, rows=0, by=request.worker.actor)
    name = file_name(slot).replace("report-", f"report-{number}-", 1)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(body_of(file), content_type=file.mime, headers=headers)


def _on_report(work: Workspace, form: VersionForm) -> dict[str, Any]:
    texts = {text.section: text for text in Narrative.objects.filter(grant=work.grant)}
    sections = [
        (section, bool(text and text.text_ru), bool(text and text.text_kk))
        for section in ReportSection.objects.on(work.grant.starts_on)
        for text in [texts.get(section.code)]
    ]
    versions = list(queries.versions(work.grant)[:50])
    working = any(
        version.state in (ReportVersion.State.WAITING, ReportVersion.State.BUILDING) for version in versions
    )
    return on_tab(work, "report", form=form, sections=sections, versions=versions, working=working)


def _with(text: str, sentence: str) -> str:
    if sentence in text:
        return text
    return f"{text.rstrip()} {sentence}".strip() if text.strip() else sentence
