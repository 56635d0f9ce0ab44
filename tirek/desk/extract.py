"""The extract of one person that a request by law demands: what it names and no more, once two workers have released it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from tirek.access.grounds import BY_CODE
from tirek.access.models import LegalRequest
from tirek.access.policies import may_read_extract
from tirek.access.queries import contacts_of
from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.desk.page import page_of
from tirek.gate.categories import Category
from tirek.gate.confirming import recently_confirmed
from tirek.people import queries as people
from tirek.ui.pages import respond


@require_GET
@recently_confirmed
def extract(request: StaffRequest, request_id: UUID) -> HttpResponseBase:
    """A page to be printed; every reading of it is a row of the access log."""
    demand = LegalRequest.objects.select_related("agency").filter(pk=request_id).first()
    one = people.opened(demand.person_id) if demand else None
    if demand is None or one is None or not may_read_extract(demand, request.worker.agency_id):
        readings.deny(
            person=demand.person_id if demand else None, purpose=Purpose.LAW, by=request.worker.actor
        )
        raise Http404
    readings.note(Action.PRINT, person=one.person.id, purpose=Purpose.LAW, by=request.worker.actor)
    wanted = set(demand.categories)
    context = {
        "nav": "people",
        "demand": demand,
        "article": BY_CODE[demand.article],
        "person": one.person,
        "page": page_of(one),
        "contacts": contacts_of(one.person.id) if Category.CONTACT in wanted else None,
        "with_identity": Category.IDENTITY in wanted,
        "with_services": Category.SOCIAL in wanted,
        "with_justice": Category.JUSTICE in wanted,
        "today": timezone.localdate(),
    }
    return respond(request, "desk/extract.html", context)
