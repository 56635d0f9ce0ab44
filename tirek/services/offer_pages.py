"""Pages of the catalogue: services and places with what is left of them, one offer, and its agency's forms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action
from tirek.gate.categories import Category
from tirek.people.models import PaperKind, Person
from tirek.services import offering, offers, queueing
from tirek.services.models import Offer
from tirek.services.offer_forms import CatalogueFilters, CloseForm, LeaveForm, LeftForm, OfferForm
from tirek.services.offer_words import answer_of, conditions_of, shown, week_of
from tirek.services.offering import Changed
from tirek.services.policies import may_offer, may_open, may_write_catalogue
from tirek.ui.pages import done, go_to, respond

NAV = "offers"
_AT_ONCE = 300
_form = require_http_methods(["GET", "HEAD", "POST"])


def _narrowed(request: StaffRequest) -> tuple[CatalogueFilters, offers.Wanted, str]:
    filters = CatalogueFilters(request.GET or None)
    filters.is_valid()
    said = filters.cleaned_data if filters.is_bound else {}
    state = said.get("state") or ""
    wanted = offers.Wanted(
        need=said["need"].code if said.get("need") else "",
        place=said.get("place") or "",
        agency_id=request.worker.agency_id if state == "mine" else None,
    )
    return filters, wanted, state


def _listed(request: StaffRequest, facts: Any = None) -> dict[str, Any]:
    filters, wanted, state = _narrowed(request)
    found = list(offers.catalogue(timezone.localdate(), wanted)[:_AT_ONCE])
    lines = shown(found, request.worker.agency_id, facts)
    if state == "open":
        lines = [line for line in lines if line.state.kind == "open"]
    if state == "now":
        lines = [line for line in lines if line.is_open and line.state.kind == "open"]
    return {
        "nav": NAV,
        "filters": filters,
        "is_narrowed": wanted != offers.Wanted() or bool(state),
        "lines": lines,
        "may_write": may_write_catalogue(request.worker.actor),
    }


@require_GET
def catalogue(request: StaffRequest) -> HttpResponseBase:
    """What is offered, how much is left and when it is open; what has no places stays, with the next day."""
    return respond(request, "services/offers.html", _listed(request), part="lines")


@require_GET
def for_person(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """The same for one person: what fits, what does not and why, what to ask before sending."""
    person = Person.objects.select_related("head").filter(pk=person_id).first()
    if person is None or not may_open(person, request.worker.agency_id):
        readings.deny(person=person_id, by=request.worker.actor)
        raise Http404
    person = person.head or person
    readings.note(Action.OPEN, person=person.id, category=Category.SOCIAL, by=request.worker.actor)
    context = _listed(request, offers.facts_of(person))
    context["lines"].sort(
        key=lambda line: (len(line.refusals), line.state.kind != "open", len(line.questions))
    )
    return respond(request, "services/offers.html", context | {"person": person}, part="lines")


def offer_of(request: StaffRequest, offer_id: UUID) -> Offer:
    """The offer of the address; who waits may stand on its page, so asking for what is not there is written down."""
    found = Offer.objects.select_related("agency", "kind__help_kind", "grant").named(timezone.localdate())
    offer = found.filter(pk=offer_id).first()
    if offer is None:
        readings.deny(by=request.worker.actor)
        raise Http404
    return offer


def own_offer_of(request: StaffRequest, offer_id: UUID) -> Offer:
    """An offer the reader may change; whoever may not does not find the page."""
    offer = offer_of(request, offer_id)
    if not may_offer(offer, request.worker.actor):
        readings.deny(by=request.worker.actor)
        raise Http404
    return offer


def on_page(request: StaffRequest, offer: Offer, **more: Any) -> dict[str, Any]:
    """What the page of an offer shows."""
    (line,) = shown([offer], request.worker.agency_id)
    queue: list[Any] = []
    is_mine = may_offer(offer, request.worker.actor)
    if is_mine:
        queue = list(queueing.queue_of(offer, _AT_ONCE))
    if queue:
        readings.note(Action.OPEN, category=Category.SOCIAL, rows=len(queue), by=request.worker.actor)
    return {
        "nav": NAV,
        "line": line,
        "offer": offer,
        "name": line.name,
        "names": list(offer.names.all()),
        "conditions": conditions_of(offer),
        "papers": _papers(offer),
        "week": week_of(offer.hours),
        "answer": answer_of(offer),
        "may_offer": is_mine,
        "queue": queue,
        "leave": LeaveForm(),
        "left_form": LeftForm(offer=offer) if is_mine and offer.limit != Offer.Limit.NONE else None,
        "close_form": CloseForm() if is_mine and offer.closed_on is None else None,
    } | more


def _papers(offer: Offer) -> list[str]:
    named = {kind.code: kind.name for kind in PaperKind.objects.filter(code__in=offer.papers)}
    return [named.get(code, code) for code in offer.papers] + (
        [offer.papers_note] if offer.papers_note else []
    )


@require_GET
def offer(request: StaffRequest, offer_id: UUID) -> HttpResponseBase:
    """One offer: for whom, with what, when, how much is left; and for its agency the queue and the numbers."""
    return respond(request, "services/offer.html", on_page(request, offer_of(request, offer_id)))


@_form
def add(request: StaffRequest) -> HttpResponseBase:
    """Put something into the catalogue."""
    by = request.worker.actor
    if not may_write_catalogue(by):
        raise Http404
    form = OfferForm(request.POST or None, agency_id=request.worker.agency_id)
    if form.is_valid():
        said = form.cleaned_data
        made = offering.offer_help(
            id=said["id"],
            names=form.names,
            facts=form.facts,
            limit=said["limit"],
            total=None if said["limit"] == Offer.Limit.NONE else said["total"],
            by=by,
        )
        done(request, _("It stands in the catalogue."))
        return go_to(request, "services:offer", made.pk)
    return respond(request, "services/offer_form.html", {"nav": NAV, "form": form})


@_form
def change(request: StaffRequest, offer_id: UUID) -> HttpResponseBase:
    """Change what is said of an offer; a new name may stand from a day on."""
    offer = own_offer_of(request, offer_id)
    form = OfferForm(request.POST or None, agency_id=offer.agency_id, offer=offer)
    status = None
    if form.is_valid():
        said, by = form.cleaned_data, request.worker.actor
        try:
            offering.change_offer(offer=offer, facts=form.facts, version=said["version"] or 0, by=by)
        except Changed:
            status = 409
        else:
            if form.is_renamed:
                offering.rename_offer(offer=offer, names=form.names, since=said["renamed_on"], by=by)
            done(request, _("Changed."))
            return go_to(request, "services:offer", offer.pk)
    context = {"nav": NAV, "form": form, "offer": offer, "is_stale": status is not None}
    return respond(request, "services/offer_form.html", context, status=status)


@require_POST
def set_left(request: StaffRequest, offer_id: UUID) -> HttpResponseBase:
    """Say how many are left, from the list or from the page of the offer."""
    offer = own_offer_of(request, offer_id)
    form = LeftForm(request.POST, offer=offer)
    if not form.is_valid():
        return respond(request, "services/offer.html", on_page(request, offer, form=form, left_form=form))
    said = form.cleaned_data
    try:
        offering.limit_to(offer=offer, limit=offer.limit, **said, by=request.worker.actor)
    except Changed:
        fresh = offer_of(request, offer_id)
        again = request.POST.copy()
        again["seen"] = str(fresh.left)
        form = LeftForm(again, offer=fresh)
        form.add_error("left", _("Meanwhile %(n)s are left: look and say it again") % {"n": fresh.left})
        context = on_page(request, fresh, form=form, left_form=form)
        return respond(request, "services/offer.html", context, status=409)
    done(request, _("Changed."))
    return go_to(
        request, "services:offers" if "in_list" in request.POST else "services:offer", *_to(request, offer)
    )


def _to(request: StaffRequest, offer: Offer) -> tuple[UUID, ...]:
    return () if "in_list" in request.POST else (offer.pk,)


@require_POST
def close(request: StaffRequest, offer_id: UUID) -> HttpResponseBase:
    """Take nobody for now, and say why."""
    offer = own_offer_of(request, offer_id)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return respond(request, "services/offer.html", on_page(request, offer, form=form, close_form=form))
    offering.close_offer(offer=offer, **form.cleaned_data, by=request.worker.actor)
    done(request, _("It is closed, and everybody reads why."))
    return go_to(request, "services:offer", offer.pk)


@require_POST
def reopen(request: StaffRequest, offer_id: UUID) -> HttpResponseBase:
    """Take people again."""
    offer = own_offer_of(request, offer_id)
    offering.reopen_offer(offer=offer, by=request.worker.actor)
    done(request, _("People are taken again."))
    return go_to(request, "services:offer", offer.pk)
