"""A record exists at another agency: ask for access, and answer whoever asks."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tirek.access import actions, queries
from tirek.access.forms import AskForm, RefuseForm
from tirek.access.models import AccessRequest
from tirek.access.people_here import meant, ours, typed
from tirek.access.policies import may_answer, may_review
from tirek.agencies.requests import StaffRequest
from tirek.gate import tallies
from tirek.ui.pages import done, go_to, respond

_form = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def requests(request: StaffRequest) -> HttpResponseBase:
    """What other agencies ask of us, what we asked of them, and the emergencies that wait for a review."""
    by = request.worker.actor
    unreviewed = [(one, may_review(one.row, by)) for one in queries.emergencies(unreviewed=True)]
    context = {
        "nav": "access",
        "asked_of_us": queries.asked_of_us(),
        "asked_by_us": queries.asked_by_us(),
        "unreviewed": unreviewed,
        "reviewed": queries.emergencies(unreviewed=False),
        "demands": queries.legal_requests(),
    }
    return respond(request, "access/requests.html", context)


@_form
def ask(request: StaffRequest) -> HttpResponseBase:
    """Ask every agency that may hold the record; the answer to the page is the same whoever they are."""
    is_answer = "purpose" in request.POST
    form = AskForm(request.POST if is_answer else None, initial=typed(request))
    if form.is_valid():
        said, by = form.cleaned_data, request.worker.actor
        try:
            people = meant(form, request.worker)
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
    asked = get_object_or_404(AccessRequest.objects.select_related("asking"), pk=request_id)
    if not may_answer(asked):
        raise Http404
    form = RefuseForm(request.POST or None)
    if form.is_valid():
        actions.refuse(asked=asked, refusal=form.cleaned_data["refusal"], by=request.worker.actor)
        done(request, _("The answer is sent."))
        return go_to(request, "access:requests")
    context = {"nav": "access", "form": form, "asked": asked, "person": ours(asked.person_id)}
    return respond(request, "access/refuse.html", context)
