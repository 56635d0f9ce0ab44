"""Pages on which differences are explained."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tirek.agencies.requests import StaffRequest
from tirek.reports import actions
from tirek.reports.deviations import MISMATCH, PlanFact
from tirek.reports.forms import ExplanationForm, MismatchForm
from tirek.reports.views import on_tab, workspace_of
from tirek.reports.workspace import Workspace
from tirek.ui.pages import done, go_to, respond


@require_http_methods(["GET", "POST"])
def explain(request: StaffRequest, grant_id: UUID, key: str) -> HttpResponseBase:
    """Write or approve why a figure differs; a draft is offered from the records with its sources."""
    work = workspace_of(request, grant_id)
    line = work.differences.called(key)
    if line is None:
        raise Http404
    form = form_of(work, line, request.POST if request.method == "POST" else None)
    if form.is_valid():
        approve = "approve" in request.POST
        actions.explain(
            grant=work.grant, key=key, approve=approve, **form.cleaned_data, by=request.worker.actor
        )
        done(request, _("The explanation is approved.") if approve else _("The draft is saved."))
        return go_to(request, "reports:grant", grant_id)
    context = on_tab(work, "grant", line=line, name=line.name(work.language), form=form)
    return respond(request, "reports/explain.html", context | {"offer": work.draft(line, work.language)})


def form_of(work: Workspace, line: PlanFact, posted: Any = None) -> ExplanationForm:
    """The form of a difference, filled with what was written, else with the draft from the records."""
    kind = MismatchForm if line.key.startswith(MISMATCH) else ExplanationForm
    written = line.explanation
    initial = {
        f"text_{language}": written.text(language) if written else work.draft(line, language).text
        for language in ("ru", "kk")
    }
    if written and written.uses:
        initial["uses"] = written.uses
    return kind(posted, initial=initial, figures=work.figures)
