"""Protecting a person and answering the law: two workers each, or one and a delay; one person at a time."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tirek.access import exceptional, queries
from tirek.access.forms import LegalForm, ProtectionForm
from tirek.access.grounds import BY_CODE
from tirek.access.models import LegalRequest, Protection
from tirek.access.people_here import found, ours, refused
from tirek.agencies.requests import StaffRequest
from tirek.gate.confirming import ask_again, second_factor_is_fresh
from tirek.ui.pages import done, go_to, respond

_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
def protect(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """The first approval to protect a person, or to open one again."""
    by = request.worker.actor
    one = ours(person_id, by=by)
    protected, waiting = queries.protection_of(one.id, by)
    if waiting is not None:
        return go_to(request, "access:person", one.id)
    wish = Protection.Wish.OPEN if protected else Protection.Wish.PROTECT
    form = ProtectionForm(request.POST or None)
    if form.is_valid():
        page, reason = reverse("access:person", args=[one.id]), form.cleaned_data["reason"]
        asked = exceptional.propose_protection(person_id=one.id, wish=wish, reason=reason, page=page, by=by)
        asked.refresh_from_db()
        if asked.approved_at:
            done(request, _("It counts from now on. Nobody second is here to sign, so it will be reviewed."))
        else:
            done(request, _("Proposed. It counts when a second worker approves."))
        return go_to(request, "access:person", one.id)
    return respond(
        request, "access/protect.html", {"nav": "people", "form": form, "person": one, "wish": wish}
    )


@require_POST
def approve(request: StaffRequest, protection_id: UUID) -> HttpResponseBase:
    """The second signature, yes or no; or, where nobody second is there, what the delay has made possible."""
    proposal = found(Protection.objects.all(), protection_id, by=request.worker.actor)
    _decide(request, proposal)
    done(request, _("The decision is written down."))
    return go_to(request, "access:person", proposal.person_id)


def _decide(request: StaffRequest, subject: Protection | LegalRequest) -> None:
    answer, by = request.POST.get("answer", ""), request.worker.actor
    try:
        if answer == "done":
            exceptional.carry_out(subject=subject, by=by)
        elif answer in ("yes", "no"):
            exceptional.decide(subject=subject, agrees=answer == "yes", by=by)
        else:
            raise Http404
    except exceptional.SecondPersonMissing as error:
        raise refused(subject.person_id, by=by) from error


@_form
def legal_new(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Enter a demand by law for the data of one person."""
    by = request.worker.actor
    one = ours(person_id, by=by)
    form = LegalForm(request.POST or None)
    if form.is_valid():
        demand = exceptional.register_legal_request(
            person_id=one.id, **form.cleaned_data, page=reverse("access:person", args=[one.id]), by=by
        )
        done(request, _("The request is entered. A second worker releases the extract or refuses."))
        return go_to(request, "access:legal", demand.id)
    return respond(request, "access/legal_new.html", {"nav": "people", "form": form, "person": one})


@_form
def legal(request: StaffRequest, request_id: UUID) -> HttpResponseBase:
    """One request by law; the second worker decides here."""
    by = request.worker.actor
    demand = found(LegalRequest.objects.all(), request_id, by=by)
    one = ours(demand.person_id, by=by)
    if request.method == "POST":
        if request.POST.get("answer") != "no" and not second_factor_is_fresh(request):
            return ask_again(request)
        _decide(request, demand)
        done(request, _("The decision is written down."))
        return go_to(request, "access:legal", demand.id)
    context = {
        "nav": "people",
        "demand": demand,
        "person": one,
        "what": queries.in_words(demand.categories),
        "article": BY_CODE[demand.article],
        "proposal": queries.proposed(demand, demand.registered_by, by),
    }
    return respond(request, "access/legal.html", context)
