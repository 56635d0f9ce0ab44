"""Pages of the queue of an offer: who waits, put somebody in, let somebody leave."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action
from tirek.people.models import Person
from tirek.people.queries import people_of, people_shared_with, search
from tirek.services import queueing
from tirek.services.models import Waiting
from tirek.services.offer_forms import LeaveForm
from tirek.services.offer_pages import NAV, own_offer_of
from tirek.services.policies import may_open
from tirek.services.queueing import NoConsent
from tirek.ui.pages import done, go_to, respond

_FOUND_AT_ONCE = 20


@require_GET
def who_waits(request: StaffRequest, offer_id: UUID) -> HttpResponseBase:
    """Find the person to put into the queue."""
    offer = own_offer_of(request, offer_id)
    text = request.GET.get("q", "").strip()
    found: list[Person] = []
    if text:
        agency_id = request.worker.agency_id
        for people in (people_of(agency_id), people_shared_with(agency_id)):
            found += search(people, text).with_place()[: _FOUND_AT_ONCE - len(found)]
        readings.note(Action.SEARCH, rows=len(found), by=request.worker.actor)
    context = {"nav": NAV, "offer": offer, "query": text, "people": found}
    return respond(request, "services/who_waits.html", context)


@require_POST
def wait(request: StaffRequest, offer_id: UUID, person_id: UUID) -> HttpResponseBase:
    """Put somebody into the queue."""
    offer = own_offer_of(request, offer_id)
    person = Person.objects.select_related("head").filter(pk=person_id).first()
    sees = queueing.sight_of(offer) in request.worker.actor.categories
    if person is None or not sees or not may_open(person, request.worker.agency_id):
        readings.deny(person=person_id, by=request.worker.actor)
        raise Http404
    try:
        queueing.wait(offer=offer, person=person.head or person, by=request.worker.actor)
    except NoConsent:
        messages.error(
            request, _("First the person's consent on health: that somebody waits for treatment is secret.")
        )
    else:
        done(request, _("%(name)s waits for a turn.") % {"name": person.name})
    return go_to(request, "services:offer", offer.pk)


@require_POST
def leave(request: StaffRequest, offer_id: UUID, waiting_id: UUID) -> HttpResponseBase:
    """Let somebody leave the queue."""
    offer = own_offer_of(request, offer_id)
    waiting = get_object_or_404(Waiting.objects.select_related("offer"), pk=waiting_id, offer=offer)
    form = LeaveForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                queueing.end_waiting(waiting=waiting, how=form.cleaned_data["how"], by=request.worker.actor)
        except PermissionError:
            messages.error(
                request,
                _("A referral stands behind this place: answer the referral, and the place ends with it."),
            )
        else:
            done(request, _("Changed."))
    return go_to(request, "services:offer", offer.pk)
