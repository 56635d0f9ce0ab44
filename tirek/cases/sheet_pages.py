"""The list for the person on paper: ordered here, set by the worker's process, handed out as PDF."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.audit.readings import Action
from tirek.cases import sheets
from tirek.cases.models import PlanSheet
from tirek.cases.opening import found, note, open_person
from tirek.documents.typesetting import PDF
from tirek.gate import vault
from tirek.ui.pages import done, go_to


@require_POST
def order_sheet(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Have the list set in one of the two languages."""
    one = open_person(request, person_id)
    language = request.POST.get("language", "")
    if language not in PlanSheet.Language.values:
        raise Http404
    sheets.order_sheet(person=one.person, ids=one.ids, language=language, by=request.worker.actor)
    done(request, _("The list is being set: a few seconds."))
    return go_to(request, "cases:needs", one.person.id)


@require_GET
def sheet(request: StaffRequest, sheet_id: UUID) -> HttpResponseBase:
    """The list as PDF."""
    own = PlanSheet.objects.filter(agency_id=request.worker.agency_id, paper__isnull=False)
    one = found(request, own, sheet_id)
    note(request, one.person_id, {one.category}, Action.PRINT)
    assert one.paper is not None
    answer = HttpResponse(vault.read(one.paper), content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="plan-{one.language}.pdf"'
    return answer
