"""Protecting a person and answering the law: two workers each, one person at a time."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tirek.access import exceptional, queries
from tirek.access.actions import NotStanding
from tirek.access.forms import LegalForm, ProtectionForm
from tirek.access.grounds import BY_CODE
from tirek.access.models import LegalRequest, Protection
from tirek.access.people_here import ours
from tirek.access.policies import may_decide
from tirek.agencies.requests import StaffRequest
from tirek.gate.confirming import ask_again, second_factor_is_fresh
from tirek.ui.pages import done, go_to, respond

_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
def protect(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """The first approval to protect a person, or to open one again."""
    one = ours(person_id)
    protected, waiting = queries.protection_of(one.id)
    if waiting is not None:
        return go_to(request, "access:person", one.id)
    wish = Protection.Wish.OPEN if protected else Protection.Wish.PROTECT
    form = ProtectionForm(request.POST or None, initial={"wish": wish})
    if form.is_valid():
        said = form.cleaned_data
        exceptional.propose_protection(
            person_id=one.id, wish=said["wish"], reason=said["reason"], by=request.worker.actor
        )
        done(request, _("Proposed. It counts when a second worker approves."))
        return go_to(request, "access:person", one.id)
    return respond(
        request, "access/protect.html", {"nav": "people", "form": form, "person": one, "wish": wish}
    )


@require_POST
def approve(request: StaffRequest, protection_id: UUID) -> HttpResponseBase:
    """The second approval."""
    proposal = get_object_or_404(Protection, pk=protection_id)
    try:
        exceptional.approve_protection(proposal=proposal, by=request.worker.actor)
    except exceptional.SecondPersonMissing as error:
        raise Http404 from error
    done(request, _("Approved. It counts from now on."))
    return go_to(request, "access:person", proposal.person_id)


@_form
def legal_new(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Enter a demand by law for the data of one person."""
    one = ours(person_id)
    form = LegalForm(request.POST or None)
    if form.is_valid():
        demand = exceptional.register_legal_request(
            person_id=one.id, **form.cleaned_data, by=request.worker.actor
        )
        done(request, _("The request is entered. A second worker releases the extract or refuses."))
        return go_to(request, "access:legal", demand.id)
    return respond(request, "access/legal_new.html", {"nav": "people", "form": form, "person": one})


@_form
def legal(request: StaffRequest, request_id: UUID) -> HttpResponseBase:
    """One request by law; the second worker decides here."""
    demand = get_object_or_404(LegalRequest, pk=request_id)
    one, by = ours(demand.person_id), request.worker.actor
    if request.method == "POST":
        decision = request.POST.get("decision", "")
        if decision not in (LegalRequest.Decision.RELEASED, LegalRequest.Decision.REFUSED):
            raise Http404
        if decision == LegalRequest.Decision.RELEASED and not second_factor_is_fresh(request):
            return ask_again(request)
        try:
            exceptional.decide_legal_request(request=demand, decision=decision, by=by)
        except (NotStanding, exceptional.SecondPersonMissing) as error:
            raise Http404 from error
        done(request, _("The decision is written down."))
        return go_to(request, "access:legal", demand.id)
    context = {
        "nav": "people",
        "demand": demand,
        "person": one,
        "what": queries.in_words(demand.categories),
        "article": BY_CODE[demand.article],
        "may_decide": may_decide(demand, by),
    }
    return respond(request, "access/legal.html", context)
