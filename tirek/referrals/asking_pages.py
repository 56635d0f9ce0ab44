"""Pages on which is asked: «Направить» from the page of a person, and the register of what came on paper or by phone."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tirek.access.models import Consent
from tirek.access.queries import registered_here, usual_bin
from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.cases.models import Need
from tirek.gate.categories import Category
from tirek.people import actions as people
from tirek.people import matching
from tirek.people.models import Person
from tirek.people.queries import Opened, opened, people_of, people_shared_with, search
from tirek.referrals import actions, consents, queries
from tirek.referrals.asking_forms import NEW, NewForm, PaperForm
from tirek.referrals.models import Referral
from tirek.referrals.moving import stamp
from tirek.referrals.partner_pages import after_sending
from tirek.referrals.policies import category_of, may_pass_on, may_work
from tirek.services.models import ServiceKind
from tirek.services.offer_models import Offer
from tirek.services.offers import offered
from tirek.services.policies import may_open
from tirek.ui.pages import done, go_to, respond

_form = require_http_methods(["GET", "HEAD", "POST"])
_FOUND_AT_ONCE = 8


def _person(request: StaffRequest, person_id: UUID) -> Opened:
    """Somebody the worker may open and work for; a refusal is written down."""
    by = request.worker.actor
    one = opened(person_id)
    if one is None or not may_work(by) or not may_open(one.person, request.worker.agency_id):
        readings.deny(person=person_id, by=by)
        raise Http404
    readings.note(Action.OPEN, person=one.person.id, by=by)
    return one


@_form
def new(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """«Направить»: whom, what, how soon and by which way; the consent is found or drawn up on the same page."""
    one, worker = _person(request, person_id), request.worker
    parent = _parent(request)
    form = NewForm(
        request.POST or None,
        agencies=queries.receivers(worker.agency_id),
        colleagues=queries.colleagues(worker.agency_id),
        initial={
            "contact": ", ".join(part for part in (worker.name, worker.post) if part),
            "escalate_to": worker.id,
            "operator_bin": usual_bin(worker.agency_id),
            "language": get_language() if get_language() in Consent.Language.values else "ru",
            **_of_need(request, one),
            **_of_offer(request),
            **_of_parent(parent),
        },
    )
    if form.is_valid():
        made = _ask(request, form, one, parent)
        if made is not None:
            return after_sending(request, made)
    context = {
        "nav": "people",
        "form": form,
        "person": one.person,
        "parent": parent,
        "is_ours": registered_here(one.person.id),
        "standing": consents.every_standing(one.ids),
    }
    return respond(request, "referrals/new.html", context)


def _parent(request: StaffRequest) -> Referral | None:
    """The referral that is passed on."""
    try:
        wanted = UUID(request.GET.get("parent", ""))
    except ValueError:
        return None
    parent = queries.with_names(Referral.objects.all()).filter(pk=wanted).first()
    return parent if parent is not None and may_pass_on(parent, request.worker.actor) else None


def _of_need(request: StaffRequest, one: Opened) -> dict[str, object]:
    """What is asked in the words of the need that it answers; words on health are for the worker to choose."""
    try:
        wanted = UUID(request.GET.get("need", ""))
    except ValueError:
        return {}
    found = Need.objects.filter(pk=wanted, person_id__in=one.ids, agency_id=request.worker.agency_id)
    need = found.first()
    if need is None:
        return {}
    readings.note(Action.OPEN, person=one.person.id, category=need.category, by=request.worker.actor)
    if need.category != Category.SOCIAL:
        return {"need": need.id, "wish_of": need.wish_of}
    kinds = list(ServiceKind.objects.filter(help_kind=need.kind_id, proposed=False)[:2])
    kind = {"kind": kinds[0].pk} if len(kinds) == 1 else {}
    return {"need": need.id, "wish_of": need.wish_of, "asked_for": need.text, **kind}


def _of_offer(request: StaffRequest) -> dict[str, object]:
    """Whom and what the catalogue's page was left for."""
    try:
        wanted = UUID(request.GET.get("offer", ""))
    except ValueError:
        return {}
    offer = Offer.objects.filter(pk=wanted).first()
    return {"to_agency": offer.agency_id, "kind": offer.kind_id} if offer else {}


def _of_parent(parent: Referral | None) -> dict[str, object]:
    if parent is None:
        return {}
    refusal = queries.refusal_of(parent) if parent.status == "rejected" else None
    return {
        "kind": parent.kind_id,
        "asked_for": parent.asked_for,
        "to_agency": refusal.next_agency_id if refusal else None,
    }


def _ask(request: StaffRequest, form: NewForm, one: Opened, parent: Referral | None) -> Referral | None:
    """Draft, and send at once where a consent stands or the slip needs none; None where neither may be."""
    by, said = request.worker.actor, form.cleaned_data
    if (before := Referral.objects.filter(pk=form.asked_id).first()) is not None:
        return before
    offer = offered(said["to_agency"].id, said["kind"].id, timezone.localdate())
    form.judge(offer, one.person)
    if form.is_doubted:
        return None
    try:
        with transaction.atomic():
            consent = None
            if said["channel"] != Referral.Channel.SLIP:
                consent = _consent(request, form, one)
                if consent is None:
                    return None
            made = actions.draft(
                asked=form.facts(one.person, consent.id if consent else None, parent, offer), by=by
            )
            if consent is None or consents.stands(consent):
                made = actions.send(referral=made, seen=stamp(made, None), by=by)
    except IntegrityError:  # the same form came twice at once: it stands already
        return Referral.objects.get(pk=form.asked_id)
    done(
        request,
        _("Sent.")
        if made.status == "requested"
        else _("One step is left: the person signs the consent, then it goes."),
    )
    return made


def _consent(request: StaffRequest, form: NewForm, one: Opened) -> Consent | None:
    """The consent that stands, or a new one drawn up to be signed; where this agency may take none, it is said on the form."""
    said = form.cleaned_data
    category = category_of(said["kind"])
    standing = consents.standing_for(one.ids, said["to_agency"].id, category)
    if standing is not None:
        return standing
    if not registered_here(one.person.id):
        form.add_error(
            "channel",
            _(
                "Consents are taken by the organisation that registered the person: let the person carry the slip"
            ),
        )
        return None
    if not said["operator_bin"]:
        form.add_error("operator_bin", _("A consent has to be signed first: the law wants our BIN on it"))
        return None
    return consents.draw_up(
        one.person,
        said["to_agency"],
        said["kind"],
        category,
        language=said["language"],
        operator_bin=said["operator_bin"],
        by=request.worker.actor,
    )


@_form
def register(request: StaffRequest, person_id: UUID | None = None) -> HttpResponseBase:
    """Register what came on paper, on a slip or by phone: for somebody known, or typed on the same page."""
    if not may_work(request.worker.actor):
        readings.deny(by=request.worker.actor)
        raise Http404
    one = _person(request, person_id).person if person_id else None
    text = request.GET.get("q", "").strip()
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        agencies=queries.receivers(request.worker.agency_id),
        person=one,
        initial={"paper_on": timezone.localdate(), "name": text},
    )
    met = _met(request, form) if one is None and request.method == "POST" else []
    if met:
        form.offer(met)
    if form.is_valid():
        made = _register(request, form, one, met)
        done(request, _("Registered. It waits for an answer like any other."))
        return go_to(request, "referrals:referral", made.id)
    context = {
        "nav": "referrals",
        "form": form,
        "person": one,
        "query": text,
        "found": _search(request, text) if text and one is None else [],
    }
    return respond(request, "referrals/register.html", context)


def _search(request: StaffRequest, text: str) -> list[Person]:
    agency_id, found = request.worker.agency_id, list[Person]()
    for rows in (people_of(agency_id), people_shared_with(agency_id)):
        found += search(rows, text).with_place()[: _FOUND_AT_ONCE - len(found)]
    readings.note(Action.SEARCH, rows=len(found), by=request.worker.actor)
    return found


def _met(request: StaffRequest, form: PaperForm) -> list[Person]:
    """Whom of those the reader sees the paper may mean."""
    form.full_clean()
    if "name" not in form.cleaned_data:
        return []
    ranked = [one.id for one in matching.find(form.subject(), further=True).ranked]
    by_id = Person.objects.in_bulk(ranked)
    met = [by_id[one] for one in ranked if one in by_id]
    readings.note(Action.SEARCH, purpose=Purpose.RECOGNISE, rows=len(met), by=request.worker.actor)
    if met:
        shown = [one.id for one in met]
        readings.note(Action.OPEN, people=shown, purpose=Purpose.RECOGNISE, by=request.worker.actor)
    return met


@transaction.atomic
def _register(request: StaffRequest, form: PaperForm, one: Person | None, met: list[Person]) -> Referral:
    by = request.worker.actor
    if (before := Referral.objects.filter(pk=form.asked_id).first()) is not None:
        return before
    if one is None:
        who = form.cleaned_data.get("who", NEW)
        one = next((known for known in met if str(known.id) == who), None)
    if one is None:
        one = people.register(person=form.new_person(), by=by)
    return actions.register(paper=form.facts(one), by=by)
