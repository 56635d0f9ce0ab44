"""Pages of grants: the list, a new grant, and the tabs of one grant."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Purpose
from tirek.grants import actions as grants_actions
from tirek.grants.models import DeclaredTotal
from tirek.reports import actions, queries
from tirek.reports.assembling import event_form
from tirek.reports.forms import DeclarationForm, GrantForm, ReallocationForm, explanation_form
from tirek.reports.fragments import cards
from tirek.reports.indicators import called
from tirek.reports.workspace import Workspace
from tirek.ui.pages import done, go_to, respond


def workspace_of(request: StaffRequest, grant_id: UUID) -> Workspace:
    """The grant of the address, if it is one of the reader's agency."""
    grant = queries.grants().filter(pk=grant_id, agency=request.worker.agency_id).first()
    if grant is None:
        readings.deny(purpose=Purpose.REPORT, by=request.worker.actor)
        raise Http404
    return Workspace(grant)


def on_tab(work: Workspace, tab: str, **more: Any) -> dict[str, Any]:
    """What every tab of a grant is given."""
    return {"nav": "grants", "work": work, "grant": work.grant, "tab": tab, **more}


@require_GET
def grants(request: StaffRequest) -> HttpResponseBase:
    """Grants of the agency, the latest first."""
    found = queries.grants().filter(agency=request.worker.agency_id)[:200]
    return respond(request, "reports/grants.html", {"nav": "grants", "grants": found})


@require_http_methods(["GET", "POST"])
def open_grant(request: StaffRequest) -> HttpResponseBase:
    """Open a grant by hand; a workbook with a project sheet does the same."""
    form = GrantForm(request.POST or None)
    if form.is_valid():
        grant = grants_actions.open_grant(
            agency=request.worker.agency, **form.cleaned_data, by=request.worker.actor
        )
        done(request, _("The grant is opened."))
        return go_to(request, "reports:grant", grant.pk)
    return respond(request, "reports/open_grant.html", {"nav": "grants", "form": form})


@require_GET
def grant(request: StaffRequest, grant_id: UUID) -> HttpResponseBase:
    """The figures of a grant: what was promised, what was done, what must be explained."""
    work = workspace_of(request, grant_id)
    context = on_tab(work, "grant")
    return respond(
        request, "reports/grant.html", context | {"cards": cards(work, lambda: context | _explanation(work))}
    )


@require_GET
def events(request: StaffRequest, grant_id: UUID) -> HttpResponseBase:
    """Events with what was planned and what came of them."""
    work = workspace_of(request, grant_id)
    rows = [
        (
            event,
            event_form(event, work.language),
            f"events:{event.number}",
            work.figures.part("events", str(event.number)),
        )
        for event in work.grant.events.all()
    ]
    return respond(request, "reports/events.html", on_tab(work, "events", rows=rows))


@require_GET
def participants(request: StaffRequest, grant_id: UUID) -> HttpResponseBase:
    """Who took part: attendances and different people, by sex, age and status."""
    return respond(
        request, "reports/participants.html", on_tab(workspace_of(request, grant_id), "participants")
    )


@require_GET
def budget(request: StaffRequest, grant_id: UUID) -> HttpResponseBase:
    """The budget, what was moved within it and why."""
    return _budget(request, workspace_of(request, grant_id), None)


@require_POST
def reallocate(request: StaffRequest, grant_id: UUID) -> HttpResponseBase:
    """Record that money moved between two articles."""
    work = workspace_of(request, grant_id)
    form = ReallocationForm(request.POST, grant=work.grant)
    if not form.is_valid():
        return _budget(request, work, form)
    grants_actions.reallocate(grant=work.grant, **form.cleaned_data, by=request.worker.actor)
    done(request, _("The change of the budget is recorded."))
    return go_to(request, "reports:budget", grant_id)


@require_http_methods(["GET", "POST"])
def declare(request: StaffRequest, grant_id: UUID) -> HttpResponseBase:
    """Keep a figure declared by hand beside the count."""
    work = workspace_of(request, grant_id)
    form = DeclarationForm(request.POST or None)
    if not form.is_valid():
        return respond(request, "reports/declare.html", on_tab(work, "grant", form=form))
    key = form.cleaned_data["indicator"]
    known = (
        DeclaredTotal.objects.filter(grant=work.grant, indicator=key).values_list("label", flat=True).first()
    )
    actions.declare(
        grant=work.grant,
        indicator=key,
        label=known or str(called(key)[0].name),
        declared=form.cleaned_data["declared"],
        by=request.worker.actor,
    )
    done(request, _("The declared figure stands beside the count."))
    return go_to(request, reverse("reports:grant", args=[grant_id]) + "#declared")


def _explanation(work: Workspace) -> dict[str, Any]:
    """The form of what lags most, filled with a draft from the records."""
    if work.lagging is None:
        return {}
    name, line = work.lagging
    offer = work.draft(line, work.language)
    return {"name": name, "line": line, "offer": offer, "explanation": explanation_form(work, line)}


def _budget(request: StaffRequest, work: Workspace, form: ReallocationForm | None) -> HttpResponseBase:
    lines = list(work.grant.budget.all())
    totals = {"planned": sum(line.planned for line in lines), "spent": sum(line.spent for line in lines)}
    moves = work.grant.reallocations.select_related("source", "target").order_by("decided_on", "pk")
    context = on_tab(work, "budget", lines=lines, totals=totals, moves=moves)
    context["form"] = form or ReallocationForm(grant=work.grant)
    return respond(request, "reports/budget.html", context)
