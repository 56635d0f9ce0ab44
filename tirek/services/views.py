"""Pages of the journal of services: type a line, correct it, read the journal, check the catalogue."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.cases.queries import proposed_reasons as proposed_entry_reasons
from tirek.gate.categories import Category
from tirek.people.models import Person
from tirek.people.queries import people_of, people_shared_with, search
from tirek.services import actions, queries
from tirek.services.endings import LOOKS, lines_of
from tirek.services.forms import JournalFilters, KindForm, ReasonForm, ServiceForm
from tirek.services.models import RefusalReason, Service, ServiceKind, Taken
from tirek.services.offers import own_offers
from tirek.services.policies import may_correct, may_open
from tirek.ui.pages import done, go_to, paginate_by_key, respond

_FOUND_AT_ONCE = 20
_ON_A_PAGE = 40
_form = require_http_methods(["GET", "HEAD", "POST"])


def _person(request: StaffRequest, person_id: UUID) -> Person:
    """The person a line is typed for, under the agency's own record; a refusal is written down."""
    person = Person.objects.select_related("head").filter(pk=person_id).first()
    if person is None or not may_open(person, request.worker.agency_id):
        readings.deny(person=person_id, by=request.worker.actor)
        raise Http404
    return person.head or person


@require_GET
def who(request: StaffRequest) -> HttpResponseBase:
    """Find the person the service was for."""
    text = request.GET.get("q", "").strip()
    found: list[Person] = []
    if text:
        agency_id = request.worker.agency_id
        for people in (people_of(agency_id), people_shared_with(agency_id)):
            found += search(people, text).with_place()[: _FOUND_AT_ONCE - len(found)]
        readings.note(Action.SEARCH, rows=len(found), by=request.worker.actor)
    return respond(request, "services/who.html", {"nav": "services", "query": text, "people": found})


@_form
def record(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Type one line of the journal for a person."""
    person = _person(request, person_id)
    readings.note(Action.OPEN, person=person.id, by=request.worker.actor)
    agency_id = request.worker.agency_id
    form = ServiceForm(request.POST or None, agency_id=agency_id, initial=_begun(request))
    if form.is_valid() and _written(form, person, request):
        done(request, _("Recorded."))
        return go_to(request, "services:entry", form.facts(person.id).id)
    return respond(request, "services/record.html", {"nav": "services", "form": form, "person": person})


def _begun(request: StaffRequest) -> dict[str, object]:
    """What the address asks to record: an offer of the own agency, and with it its kind."""
    wanted = request.GET.get("offer", "")
    offer = next(
        (one for one in own_offers(request.worker.agency_id, localdate()) if str(one.pk) == wanted), None
    )
    return {"offer": offer.pk, "kind": offer.kind_id} if offer else {}


def _written(form: ServiceForm, person: Person, request: StaffRequest) -> bool:
    """Record the line unless it stands already; where nothing is left to give, say so on the form."""
    facts = form.facts(person.id)
    if form.service is None and Service.objects.filter(pk=facts.id).exists():
        return True
    try:
        _write(form, person, request)
    except actions.OutOfStock:
        form.add_error(
            "ending",
            _(
                "Nothing is left of it. If it was given, first say in “Services and places” how many there are."
            ),
        )
        return False
    except IntegrityError:  # the same form came twice at once: it stands already
        if not Service.objects.filter(pk=facts.id).exists():
            raise
    return True


@transaction.atomic
def _write(form: ServiceForm, person: Person, request: StaffRequest) -> None:
    """Name the reason where it is new, then record the line."""
    by = request.worker.actor
    reason = actions.name_refusal_reason(text=form.new_reason, by=by) if form.new_reason else None
    facts = form.facts(person.id, reason_id=reason.id if reason else None)
    if form.service:
        if form.initial["ending"] != actions.Ending.GIVEN and facts.offer_id is None:
            facts = replace(facts, offer_id=actions.usual_offer(facts))
        actions.correct(service=form.service, facts=facts, by=by)
    else:
        actions.record(service=facts, by=by)


@_form
def correct(request: StaffRequest, service_id: UUID) -> HttpResponseBase:
    """Correct a line that was typed wrongly."""
    service = _line(request, service_id)
    _note_line(request, service, Purpose.CORRECT)
    form = ServiceForm(request.POST or None, agency_id=service.agency_id, service=service)
    if form.is_valid() and _written(form, service.person, request):
        done(request, _("Corrected."))
        return go_to(request, "services:entry", service.id)
    context = {"nav": "services", "form": form, "person": service.person, "service": service}
    return respond(request, "services/record.html", context)


def _line(request: StaffRequest, service_id: UUID) -> Service:
    own = Service.objects.filter(agency_id=request.worker.agency_id)
    service = own.select_related("kind", "provider", "grant", "person").filter(pk=service_id).first()
    if service is None:
        readings.deny(by=request.worker.actor)
        raise Http404
    return service


def _note_line(request: StaffRequest, service: Service, purpose: Purpose = Purpose.HELP) -> None:
    readings.note(
        Action.OPEN,
        person=service.person_id,
        category=Category.SOCIAL,
        purpose=purpose,
        by=request.worker.actor,
    )


@require_GET
def entry(request: StaffRequest, service_id: UUID) -> HttpResponseBase:
    """One line of the journal, and what can be done next."""
    service = _line(request, service_id)
    _note_line(request, service)
    (line,) = lines_of([service])
    context = {"nav": "services", "line": line, "person": service.person}
    context["may_correct"] = may_correct(service, request.worker.agency_id)
    context["topics"] = [one.topic.name for one in service.topics.select_related("topic")]
    taken = Taken.objects.select_related("offer__kind").filter(pk=service.pk).first()
    context["taken"] = taken.offer if taken else None
    return respond(request, "services/entry.html", context)


@require_GET
def journal(request: StaffRequest) -> HttpResponseBase:
    """The journal of services, newest first."""
    filters = JournalFilters(request.GET or None)
    filters.is_valid()
    said = filters.cleaned_data if filters.is_bound else {}
    wanted = queries.Wanted(
        kind_id=said["kind"].id if said.get("kind") else None,
        ending=said.get("ending") or "",
        since=said.get("since"),
        until=said.get("until"),
    )
    lines = queries.journal(request.worker.agency_id, wanted)
    page = paginate_by_key(request, lines, "-happened_on", "-pk", size=_ON_A_PAGE)
    readings.note(Action.OPEN, category=Category.SOCIAL, rows=len(page.items), by=request.worker.actor)
    context = {
        "nav": "services",
        "filters": filters,
        "is_narrowed": wanted != queries.Wanted(),
        "endings": LOOKS,
        "page": page,
        "lines": lines_of(page.items),
    }
    return respond(request, "services/journal.html", context, part="lines")


@require_GET
def kinds(request: StaffRequest) -> HttpResponseBase:
    """The catalogue, and the names in it that somebody has to check."""
    context = {
        "nav": "services",
        "kinds": queries.proposed_kinds(),
        "reasons": queries.proposed_reasons(),
        "entry_reasons": proposed_entry_reasons(),
        "catalogue": queries.catalogue(),
    }
    return respond(request, "services/kinds.html", context)


@_form
def check_kind(request: StaffRequest, kind_id: int) -> HttpResponseBase:
    """Give a kind its names and its category."""
    kind = get_object_or_404(ServiceKind, pk=kind_id)
    now = {name: getattr(kind, name) for name in ("name_ru", "name_kk", "name_en", "category", "help_kind")}
    form = KindForm(request.POST or None, initial=now)
    if form.is_valid():
        actions.check_kind(kind=kind, **form.cleaned_data, by=request.worker.actor)
        done(request, _("“%(name)s” is checked.") % {"name": kind.name})
        return go_to(request, "services:kinds")
    return respond(request, "services/check.html", {"nav": "services", "form": form, "named": kind})


@_form
def check_reason(request: StaffRequest, reason_id: int) -> HttpResponseBase:
    """Give a reason of refusal its names."""
    reason = get_object_or_404(RefusalReason, pk=reason_id)
    now = {name: getattr(reason, name) for name in ("name_ru", "name_kk", "name_en")}
    form = ReasonForm(request.POST or None, initial=now)
    if form.is_valid():
        actions.check_refusal_reason(reason=reason, **form.cleaned_data, by=request.worker.actor)
        done(request, _("“%(name)s” is checked.") % {"name": reason.name})
        return go_to(request, "services:kinds")
    return respond(request, "services/check.html", {"nav": "services", "form": form, "named": reason})
