"""Opening in an emergency: one category, one person, one worker, sixty minutes, and somebody else's review."""

from __future__ import annotations

from uuid import UUID

from django.db import DatabaseError, transaction
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tirek.access import exceptional
from tirek.access.forms import EmergencyForm, ReviewForm
from tirek.access.models import Emergency
from tirek.access.people_here import meant, refused, typed
from tirek.access.policies import may_open_in_emergency, may_review, may_work_with
from tirek.access.queries import contacts_of
from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.gate import tallies
from tirek.gate.categories import Category
from tirek.gate.confirming import ask_again, second_factor_is_fresh
from tirek.people.models import Person
from tirek.ui.pages import done, go_to, respond

_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
def open_up(request: StaffRequest) -> HttpResponseBase:
    """Open one category of one person for sixty minutes."""
    worker = request.worker
    if not may_work_with(worker.actor):
        raise refused(by=worker.actor)
    offered = [int(one) for one in Category if may_open_in_emergency(worker.agency, one, worker.actor)]
    is_answer = "reason" in request.POST
    form = EmergencyForm(request.POST if is_answer else None, initial=typed(request), categories=offered)
    is_confirmed = second_factor_is_fresh(request)
    if not is_confirmed and request.method != "POST":
        return ask_again(request)
    if form.is_valid():
        emergency = _open(request, form, is_confirmed=is_confirmed)
        if emergency is not None:
            done(
                request, _("Open for 60 minutes. The organisation that registered the person has been told.")
            )
            return go_to(request, "access:opened", emergency.id)
    context = {"nav": "access", "form": form, "is_confirmed": is_confirmed}
    return respond(request, "access/emergency.html", context)


def _open(request: StaffRequest, form: EmergencyForm, *, is_confirmed: bool) -> Emergency | None:
    try:
        found = meant(form, Purpose.EMERGENCY, by=request.worker.actor)
    except tallies.TooOften as often:
        form.add_error(None, often.sentence)
        return None
    if len(found) != 1:
        several = _("Several people may be meant: add the birth date or the IIN. Nothing is opened.")
        nobody = _("No record of another organisation looks like this. Check the name and the birth date.")
        form.add_error(None, several if found else nobody)
        return None
    said = form.cleaned_data
    try:
        with transaction.atomic():
            return exceptional.open_in_emergency(
                person_id=found[0],
                agency=request.worker.agency,
                category=int(said["category"]),
                reason=said["reason"],
                is_confirmed=is_confirmed,
                by=request.worker.actor,
            )
    except exceptional.SecondFactorMissing:
        form.add_error(None, _("Confirm the second factor once more, then open."))
    except (exceptional.NotForThisRole, DatabaseError):
        readings.deny(person=found[0], purpose=Purpose.EMERGENCY, by=request.worker.actor)
        form.add_error(None, _("This cannot be opened to you, not even in an emergency."))
    return None


@require_GET
def opened(request: StaffRequest, emergency_id: UUID) -> HttpResponseBase:
    """What an emergency opened, to whoever opened it, while it lasts."""
    mine = Emergency.objects.filter(opened_by=request.worker.id, ends_at__gt=timezone.now())
    one = mine.filter(pk=emergency_id).first()
    if one is None:
        raise refused(by=request.worker.actor)
    readings.note(
        Action.EMERGENCY,
        person=one.person_id,
        category=one.category,
        purpose=Purpose.EMERGENCY,
        by=request.worker.actor,
    )
    context = {
        "nav": "access",
        "emergency": one,
        "person": Person.objects.filter(pk=one.person_id).first(),
        "contacts": contacts_of(one.person_id) if one.category == Category.CONTACT else None,
    }
    return respond(request, "access/opened.html", context)


@_form
def review(request: StaffRequest, emergency_id: UUID) -> HttpResponseBase:
    """Say whether an emergency was one."""
    one = Emergency.objects.select_related("agency", "holder").filter(pk=emergency_id).first()
    if one is None or not may_review(one, request.worker.actor):
        raise refused(one.person_id if one else None, by=request.worker.actor)
    readings.note(
        Action.OPEN,
        person=one.person_id,
        category=one.category,
        purpose=Purpose.OVERSIGHT,
        by=request.worker.actor,
    )
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        exceptional.review(emergency=one, verdict=said["verdict"], note=said["note"], by=request.worker.actor)
        done(request, _("The review is written down."))
        return go_to(request, "access:requests")
    return respond(request, "access/review.html", {"nav": "access", "form": form, "emergency": one})
