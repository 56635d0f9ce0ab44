"""Pages of an agency: what it is and was called, its branches, the other agencies of the oblast."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tirek.agencies import actions, queries
from tirek.agencies.forms import AgencyForm, BranchForm, CheckAgencyForm, ParticularsForm, RenameForm
from tirek.agencies.models import Agency
from tirek.agencies.policies import may_coordinate, may_manage
from tirek.agencies.requests import StaffRequest
from tirek.agencies.tabs import tabs_for
from tirek.ui.pages import done, go_to, respond

_form = require_http_methods(["GET", "HEAD", "POST"])


def own_agency(request: StaffRequest) -> Agency:
    """The worker's own agency, for its administrator; for others there is no such page."""
    agency = request.worker.agency
    if not may_manage(agency, request.worker.actor):
        raise Http404
    return agency


def context_of(request: StaffRequest, here: str, **more: Any) -> dict[str, Any]:
    """What every page of the settings shows around itself."""
    return {"nav": "settings", "tabs": tabs_for(request.worker.actor, here), **more}


@require_GET
def settings(request: StaffRequest) -> HttpResponseBase:
    """Lead to the first section the worker may open."""
    tabs = tabs_for(request.worker.actor, "")
    if not tabs:
        raise Http404
    return go_to(request, tabs[0].url)


@require_GET
def agency(request: StaffRequest) -> HttpResponseBase:
    """The own agency: its names over time, where it came from, its branches."""
    own = own_agency(request)
    context = context_of(
        request,
        "agency",
        agency=own,
        name=queries.name_on(own, timezone.localdate(), get_language() or ""),
        names=own.names.reverse(),
        forerunners=queries.forerunners(own),
        branches=queries.branches_of(own),
    )
    return respond(request, "agencies/agency.html", context)


@_form
def rename(request: StaffRequest) -> HttpResponseBase:
    """Write down a new name with its first day."""
    own = own_agency(request)
    form = RenameForm(request.POST or None, agency=own)
    if form.is_valid():
        actions.rename(agency=own, **form.cleaned_data, by=request.worker.actor)
        done(request, _("The new name is written down. Papers of earlier days keep the earlier one."))
        return go_to(request, "agencies:agency")
    return respond(request, "agencies/rename.html", context_of(request, "agency", form=form, agency=own))


@_form
def describe(request: StaffRequest) -> HttpResponseBase:
    """Correct the present name, the head, the address."""
    own = own_agency(request)
    form = ParticularsForm(request.POST or None, agency=own, initial=_now(own))
    if form.is_valid():
        actions.describe_agency(agency=own, kind=own.kind, **form.cleaned_data, by=request.worker.actor)
        done(request, _("Corrected."))
        return go_to(request, "agencies:agency")
    return respond(request, "agencies/describe.html", context_of(request, "agency", form=form))


def _now(agency: Agency) -> dict[str, str]:
    """The particulars as they are."""
    name = agency.names.filter(valid_to__isnull=True).first()
    now = {key: getattr(agency, key) for key in ("name", "kind", "head", "address", "place", "email")}
    return now | {"name_kk": name.name_kk if name else ""}


@_form
def add_branch(request: StaffRequest) -> HttpResponseBase:
    """Add a branch of the own agency."""
    own = own_agency(request)
    form = BranchForm(request.POST or None)
    if form.is_valid():
        branch = actions.add_branch(parent=own, **form.cleaned_data, by=request.worker.actor)
        done(request, _("The branch is added. Now invite its administrator."))
        return go_to(request, "agencies:invite_first", branch.id)
    return respond(request, "agencies/add_branch.html", context_of(request, "agency", form=form))


def coordinated(request: StaffRequest) -> None:
    """Only the coordinator goes on; for others there is no such page."""
    if not may_coordinate(request.worker.actor):
        raise Http404


@require_GET
def oblast(request: StaffRequest) -> HttpResponseBase:
    """The agencies of the oblast."""
    coordinated(request)
    return respond(request, "agencies/oblast.html", context_of(request, "oblast", agencies=queries.listed()))


@_form
def add_agency(request: StaffRequest) -> HttpResponseBase:
    """Add an agency of the oblast."""
    coordinated(request)
    form = AgencyForm(request.POST or None)
    if form.is_valid():
        try:
            added = actions.add_agency(**form.cleaned_data, by=request.worker.actor)
        except actions.NameOutOfOrder:
            form.add_error("since", _("The former organisation began on the same day or later"))
        else:
            done(request, _("The organisation is added. Now invite its administrator."))
            return go_to(request, "agencies:invite_first", added.id)
    return respond(request, "agencies/add_agency.html", context_of(request, "oblast", form=form))


@_form
def check_agency(request: StaffRequest, agency_id: UUID) -> HttpResponseBase:
    """Correct an agency of the oblast, above all the kind of one that an import has named."""
    coordinated(request)
    one = agency_called(agency_id)
    form = CheckAgencyForm(request.POST or None, agency=one, initial=_now(one))
    if form.is_valid():
        actions.describe_agency(agency=one, **form.cleaned_data, by=request.worker.actor)
        done(request, _("Corrected."))
        return go_to(request, "agencies:oblast")
    context = context_of(request, "oblast", form=form, agency=one)
    return respond(request, "agencies/check_agency.html", context)


def agency_called(agency_id: UUID) -> Agency:
    """The agency of an address."""
    return get_object_or_404(Agency, pk=agency_id)
