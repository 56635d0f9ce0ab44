"""Pages on which differences are explained."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tirek.agencies.requests import StaffRequest
from tirek.reports import actions
from tirek.reports.forms import explanation_form
from tirek.reports.views import on_tab, workspace_of
from tirek.ui.pages import done, go_to, respond


@require_http_methods(["GET", "POST"])
def explain(request: StaffRequest, grant_id: UUID, key: str) -> HttpResponseBase:
    """Write or approve why a figure differs; a draft is offered from the records with its sources."""
    work = workspace_of(request, grant_id)
    line = work.differences.called(key)
    if line is None:
        raise Http404
    form = explanation_form(work, line, request.POST if request.method == "POST" else None)
    if form.is_valid():
        approve = "approve" in request.POST
        actions.explain(
            grant=work.grant, key=key, approve=approve, **form.cleaned_data, by=request.worker.actor
        )
        done(request, _("The explanation is approved.") if approve else _("The draft is saved."))
        return go_to(request, "reports:grant", grant_id)
    context = on_tab(work, "grant", line=line, name=line.name(work.language), form=form)
    return respond(request, "reports/explain.html", context | {"offer": work.draft(line, work.language)})
