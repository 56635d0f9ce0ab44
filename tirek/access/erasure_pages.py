"""Erasing a person, and what the law holds: what would be destroyed stands there before anybody signs."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tirek.access import erasure, exceptional, queries
from tirek.access.destroying import STAYS, destroyed_of
from tirek.access.forms import ErasureForm, HoldForm
from tirek.access.models import ErasureRequest
from tirek.access.people_here import found, ours, refused
from tirek.agencies.requests import StaffRequest
from tirek.audit.actors import Actor
from tirek.people import actions as people
from tirek.people.models import LegalHold
from tirek.people.queries import holds_of
from tirek.ui.pages import done, go_to, respond

_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
def erase(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """What would be destroyed, what the law holds, and the first of two approvals."""
    by = request.worker.actor
    one = ours(person_id, by=by)
    waiting = queries.erasure_of(one.id, by)
    form = ErasureForm(request.POST or None, initial={"asked_on": timezone.localdate()})
    if waiting is None and form.is_valid():
        page = reverse("access:erase", args=[one.id])
        erasure.propose(person_id=one.id, **form.cleaned_data, page=page, by=by)
        done(request, _("Asked for. Nothing is destroyed before a second worker approves."))
        return go_to(request, "access:erase", one.id)
    context = {
        "nav": "people",
        "person": one,
        "form": form,
        "waiting": waiting,
        "holds": holds_of(one.id),
        "destroyed": destroyed_of(one),
        "stays": STAYS,
    }
    return respond(request, "access/erase.html", context)


def _request(request_id: UUID, by: Actor) -> ErasureRequest:
    return found(ErasureRequest.objects.filter(done_at=None, closed_at=None), request_id, by=by)


@require_POST
def decide_erasure(request: StaffRequest, request_id: UUID) -> HttpResponseBase:
    """The second signature, yes or no."""
    by = request.worker.actor
    asked = _request(request_id, by)
    try:
        exceptional.decide(subject=asked, agrees=request.POST.get("answer") == "yes", by=by)
    except exceptional.SecondPersonMissing as error:
        raise refused(asked.person_id, by=by) from error
    done(request, _("The decision is written down."))
    return go_to(request, "access:erase", asked.person_id)


@require_POST
def destroy(request: StaffRequest, request_id: UUID) -> HttpResponseBase:
    """Destroy, for good."""
    by = request.worker.actor
    asked = _request(request_id, by)
    one = ours(asked.person_id, by=by)
    try:
        erasure.erase(request=asked, person=one, by=by)
    except exceptional.SecondPersonMissing as error:
        raise refused(asked.person_id, by=by) from error
    except people.HeldByLaw:
        raise refused(asked.person_id, by=by) from None
    done(request, _("Erased. What counts in reports speaks of nobody any more."))
    return go_to(request, "desk:people")


@_form
def hold(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Keep a record from being erased because the law asks for it; and what holds it now."""
    by = request.worker.actor
    one = ours(person_id, by=by)
    form = HoldForm(request.POST or None)
    if form.is_valid():
        people.hold(person=one, **form.cleaned_data, by=by)
        done(request, _("Held: nothing of this person can be erased."))
        return go_to(request, "access:hold", one.id)
    context = {"nav": "people", "person": one, "form": form, "holds": holds_of(one.id)}
    return respond(request, "access/hold.html", context)


@require_POST
def lift(request: StaffRequest, hold_id: UUID) -> HttpResponseBase:
    """The law holds it no longer."""
    kept = found(LegalHold.objects.all(), hold_id, by=request.worker.actor)
    ours(kept.person_id, by=request.worker.actor)
    people.lift(hold=kept, by=request.worker.actor)
    done(request, _("The hold is lifted."))
    return go_to(request, "access:hold", kept.person_id)
