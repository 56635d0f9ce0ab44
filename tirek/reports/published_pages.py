"""Pages of published figures: the oblast for its coordinator, a grant for its donor, and both as files and for programs."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.agencies.roles import Role
from tirek.grants.models import Grant
from tirek.reports import actions, editions, periods, published, queries
from tirek.reports.forms import ReaderForm
from tirek.reports.models import Edition
from tirek.reports.policies import may_choose_readers
from tirek.reports.views import on_tab, workspace_of
from tirek.ui.pages import done, go_to, respond

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it a spreadsheet takes Cyrillic letters for something else."""


@require_GET
def start(request: StaffRequest) -> HttpResponseBase:
    """The coordinator's oblast, or the list of the grants that are open to a donor."""
    if Role.COORDINATOR in request.worker.role_codes:
        return redirect("figures:oblast", periods.latest().code)
    if Role.DONOR not in request.worker.role_codes:
        raise Http404
    found = queries.grants_published_to(request.worker.actor)
    return respond(request, "reports/published/grants.html", {"nav": "figures", "grants": found})


@require_GET
def oblast(request: StaffRequest, period: str) -> HttpResponseBase:
    """The oblast over a year or a quarter, in figures alone."""
    one = _period(request, period)
    edition = editions.of_oblast(one, request.worker.actor)
    context = {"period": one, "years": periods.years(), "quarters": periods.quarters_of(one.year)}
    return respond(request, "reports/published/oblast.html", _context(edition) | context)


@require_GET
def oblast_file(request: StaffRequest, period: str, form: str) -> HttpResponseBase:
    """The same figures as a file."""
    edition = editions.of_oblast(_period(request, period), request.worker.actor)
    return _file(edition, form, f"oblast-{edition.period}")


@require_GET
def grant(request: StaffRequest, grant_id: UUID) -> HttpResponseBase:
    """A grant as its donor sees it; the agency's own grant manager sees the same page."""
    one = _grant(request, grant_id)
    context = _context(editions.of_grant(one, request.worker.actor))
    is_own = one.agency_id == request.worker.agency_id
    return respond(request, "reports/published/grant.html", context | {"grant": one, "is_own": is_own})


@require_GET
def grant_file(request: StaffRequest, grant_id: UUID, form: str) -> HttpResponseBase:
    """The same figures as a file."""
    edition = editions.of_grant(_grant(request, grant_id), request.worker.actor)
    return _file(edition, form, "grant")


@require_http_methods(["GET", "POST"])
def readers(request: StaffRequest, grant_id: UUID) -> HttpResponseBase:
    """Who of the donor reads the published figures of a grant, and a form to open them to somebody."""
    work = workspace_of(request, grant_id)
    known = queries.readers_of(work.grant)
    form = None
    if may_choose_readers(work.grant, request.worker.actor):
        form = ReaderForm(request.POST or None, known=known)
    if form is not None and form.is_valid():
        actions.open_to_donor(grant=work.grant, worker=form.cleaned_data["worker"], by=request.worker.actor)
        done(request, _("The figures are open to the representative of the donor."))
        return go_to(request, "figures:readers", grant_id)
    context = on_tab(work, "readers", form=form, readers=known)
    return respond(request, "reports/published/readers.html", context)


@require_POST
def close(request: StaffRequest, grant_id: UUID, reader_id: UUID) -> HttpResponseBase:
    """Shut the figures to somebody."""
    work = workspace_of(request, grant_id)
    if not may_choose_readers(work.grant, request.worker.actor):
        raise Http404
    reader = get_object_or_404(work.grant.readers, pk=reader_id)
    actions.close_to_donor(reader=reader, by=request.worker.actor)
    done(request, _("The figures are shut."))
    return go_to(request, "figures:readers", grant_id)


def _period(request: StaffRequest, code: str) -> periods.Period:
    if Role.COORDINATOR not in request.worker.role_codes:
        raise Http404
    try:
        return periods.period_called(code)
    except periods.NoSuchPeriod as unknown:
        raise Http404 from unknown


def _grant(request: StaffRequest, grant_id: UUID) -> Grant:
    return get_object_or_404(queries.grants_published_to(request.worker.actor), pk=grant_id)


def _context(edition: Edition) -> dict[str, Any]:
    return {
        "nav": "figures",
        "edition": edition,
        "people": edition.tables["people"],
        "sheets": published.pages(edition),
        "next_on": editions.next_on(edition),
    }


def _file(edition: Edition, form: str, name: str) -> HttpResponseBase:
    if form not in ("csv", "json"):
        raise Http404
    if form == "json":
        return JsonResponse(published.as_json(edition), json_dumps_params={"ensure_ascii": False})
    answer = HttpResponse(BYTE_ORDER_MARK + published.as_csv(edition), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
