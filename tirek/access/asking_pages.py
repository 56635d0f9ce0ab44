"""A record exists at another agency: ask for access, and answer whoever asks."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tirek.access import actions, queries
from tirek.access.forms import AskForm, RefuseForm
from tirek.access.models import AccessRequest, Notice
from tirek.access.people_here import found, meant, ours, refused, typed
from tirek.access.policies import may_answer, may_review, may_use_access, may_work_with
from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.gate import tallies
from tirek.gate.categories import Category
from tirek.ui.pages import done, go_to, respond

_form = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def requests(request: StaffRequest) -> HttpResponseBase:
    """What other agencies ask of us, what we asked of them, and the emergencies that wait for a review."""
    by = request.worker.actor
    if not may_use_access(by):
        raise refused(by=by)
    asked_of_us, demands = queries.asked_of_us(), queries.legal_requests()
    unreviewed = [(one, may_review(one.row, by)) for one in queries.emergencies(unreviewed=True)]
    context = {
        "nav": "access",
        "asked_of_us": asked_of_us,
        "asked_by_us": queries.asked_by_us(),
        "unreviewed": unreviewed,
        "reviewed": queries.emergencies(unreviewed=False),
        "demands": demands,
        "notices": queries.notices(),
        "share": queries.emergency_share(request.worker.agency_id),
        "share_over": queries.SHARE_OVER,
        "sees_people": Category.IDENTITY in by.categories,
    }
    named = [one for one in (*asked_of_us, *(line for line, _may in unreviewed), *demands) if one.person]
    readings.note(Action.OPEN, purpose=Purpose.CONSENT, rows=len(named), by=by)
    return respond(request, "access/requests.html", context)


@_form
def ask(request: StaffRequest) -> HttpResponseBase:
    """Ask every agency that may hold the record; the answer to the page is the same whoever they are."""
    is_answer = "purpose" in request.POST
    if not may_work_with(request.worker.actor):
        raise refused(by=request.worker.actor)
    form = AskForm(request.POST if is_answer else None, initial=typed(request))
    if form.is_valid():
        said, by = form.cleaned_data, request.worker.actor
        try:
            people = meant(form, by=by)
        except tallies.TooOften as often:
            form.add_error(None, often.sentence)
            return respond(request, "access/ask.html", {"nav": "access", "form": form})
        asked = [
            actions.ask(person_id=one, purpose=said["purpose"], note=said["note"], by=by) for one in people
        ]
        if any(asked):
            done(request, _("The request is sent. The answer will stand in this list."))
            return go_to(request, "access:requests")
        form.add_error(
            None, _("No record of another organisation looks like this. Check the name and the birth date.")
        )
    return respond(request, "access/ask.html", {"nav": "access", "form": form})


@_form
def refuse(request: StaffRequest, request_id: UUID) -> HttpResponseBase:
    """Answer a request with no."""
    by = request.worker.actor
    asked = found(AccessRequest.objects.select_related("asking"), request_id, by=by)
    if not may_answer(asked):
        raise refused(asked.person_id, by=by)
    person = ours(asked.person_id, by=by)
    form = RefuseForm(request.POST or None)
    if form.is_valid():
        actions.refuse(asked=asked, refusal=form.cleaned_data["refusal"], by=request.worker.actor)
        done(request, _("The answer is sent."))
        return go_to(request, "access:requests")
    context = {"nav": "access", "form": form, "asked": asked, "person": person}
    return respond(request, "access/refuse.html", context)


@require_POST
def note(request: StaffRequest, notice_id: UUID) -> HttpResponseBase:
    """A notice was taken note of, or the person was told."""
    notice = found(Notice.objects.all(), notice_id, by=request.worker.actor)
    actions.note_told(notice=notice, by=request.worker.actor)
    done(request, _("Noted: who and when is kept."))
    return go_to(request, "access:requests")
