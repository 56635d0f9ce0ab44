"""«Consent and access» of one person, and the consents: drawn up, printed, marked as received, withdrawn."""

from __future__ import annotations

from uuid import UUID

from django.db import DatabaseError
from django.http import Http404, HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tirek.access import actions, queries, texts
from tirek.access.forms import ConsentForm, ReceivedForm
from tirek.access.models import AccessRequest, Consent
from tirek.access.people_here import ours, refused, seen
from tirek.agencies.models import Worker
from tirek.agencies.requests import StaffRequest
from tirek.audit.readings import Action
from tirek.gate.fetching import fetch
from tirek.people.models import Person
from tirek.ui.formats import short_date
from tirek.ui.pages import done, go_to, respond

_form = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def person(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Who sees what of a person, on what ground, until when; the consents with what each withdrawal would end."""
    one = seen(person_id, by=request.worker.actor)
    is_ours = queries.registered_here(one.id)
    sights = fetch(queries.sights_of(one.id)) if is_ours else queries.own_sights(one.id)
    protected, proposal = queries.protection_of(one.id)
    context = {
        "nav": "people",
        "person": one,
        "is_ours": is_ours,
        "sights": sights,
        "lines": queries.consents_of(one.id, sights) if is_ours else [],
        "protected": protected,
        "proposal": proposal,
        "may_approve": proposal is not None and proposal.row.proposed_by != request.worker.id,
        "demands": queries.legal_requests(one.id) if is_ours else [],
    }
    return respond(request, "access/person.html", context)


@_form
def consent_new(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Draw up a consent: everything but the receiver stands filled in."""
    one, agency_id = ours(person_id, by=request.worker.actor), request.worker.agency_id
    health, asked = "health" in request.GET, _asked(request, person_id)
    form = ConsentForm(
        request.POST or None,
        agency_id=agency_id,
        health=health,
        bin_before=queries.usual_bin(agency_id),
        language=get_language() or "",
        initial={"receiver": asked.asking_id, "purpose": asked.purpose} if asked else {},
    )
    if form.is_valid():
        consent = _draw_up(request, form, one, asked)
        done(request, _("The consent is ready to be printed and signed."))
        return go_to(request, "access:consent", consent.id)
    context = {"nav": "people", "form": form, "person": one, "is_health": health, "asked": asked}
    return respond(request, "access/consent_new.html", context)


def _asked(request: StaffRequest, person_id: UUID) -> AccessRequest | None:
    """The request of another agency that this consent would answer."""
    number = request.GET.get("asked", "")
    try:
        wanted = UUID(number)
    except ValueError:
        return None
    waiting = AccessRequest.objects.select_related("asking").filter(person_id=person_id)
    return waiting.filter(pk=wanted, answer=AccessRequest.Answer.WAITING).first()


def _draw_up(request: StaffRequest, form: ConsentForm, one: Person, asked: AccessRequest | None) -> Consent:
    said = form.cleaned_data
    return actions.draw_up(
        person_id=one.id,
        receiver=said["receiver"],
        categories=form.chosen,
        purpose=said["purpose"],
        language=said["language"],
        operator_bin=said["operator_bin"],
        starts_on=said["starts_on"],
        ends_on=said["ends_on"],
        asked=asked,
        by=request.worker.actor,
    )


def _consent(request: StaffRequest, consent_id: UUID, action: Action = Action.OPEN) -> tuple[Consent, Person]:
    by = request.worker.actor
    consent = Consent.objects.select_related("operator", "receiver").filter(pk=consent_id).first()
    if consent is None:
        raise refused(by=by)
    return consent, ours(consent.person_id, action=action, by=by)


@_form
def consent(request: StaffRequest, consent_id: UUID) -> HttpResponseBase:
    """One consent: print it, and mark it as received once it is signed."""
    one, about = _consent(request, consent_id)
    form = ReceivedForm(request.POST or None, initial={"signed_on": timezone.localdate()})
    if form.is_valid():
        try:
            actions.receive(consent=one, signed_on=form.cleaned_data["signed_on"], by=request.worker.actor)
        except actions.TermOver:
            form.add_error(None, _("The term of this consent is over. Draw up a new one."))
        except DatabaseError:
            form.add_error(None, _("The person is protected now: contacts are opened to nobody."))
        else:
            done(request, _("Received. The consent stands from now on."))
            return go_to(request, "access:person", about.id)
    line = queries.Line(one, one.state_on(timezone.localdate()), [])
    context = {"nav": "people", "form": form, "line": line, "person": about}
    return respond(request, "access/consent.html", context)


@require_GET
def consent_print(request: StaffRequest, consent_id: UUID) -> HttpResponseBase:
    """The paper: one A4 in black and white, in the language it is signed in."""
    one, about = _consent(request, consent_id, Action.PRINT)
    said = texts.VERSIONS[one.wording][one.language]
    rows = [
        (said.labels["person"], f"{about.name}{', ' + short_date(about.birth_on) if about.birth_on else ''}"),
        (said.labels["operator"], f"{one.operator.name}, {one.operator_bin}"),
        (said.labels["receiver"], one.receiver.name),
        (said.labels["data"], "; ".join(said.categories[code] for code in one.categories)),
        (said.labels["purpose"], said.purposes[one.purpose]),
        (
            said.labels["term"],
            said.term.format(starts=short_date(one.starts_on), ends=short_date(one.ends_on)),
        ),
        (said.labels["third_parties"], said.third_parties),
        (said.labels["border"], said.no),
        (said.labels["publication"], said.no),
    ]
    taker: Worker = request.worker
    context = {"nav": "people", "consent": one, "person": about, "said": said, "rows": rows, "taker": taker}
    return respond(request, "access/consent_print.html", context)


@require_POST
def withdraw(request: StaffRequest, consent_id: UUID) -> HttpResponseBase:
    """Withdraw a consent; the page has shown who loses sight of what."""
    one, about = _consent(request, consent_id)
    try:
        actions.withdraw(consent=one, by=request.worker.actor)
    except actions.NotStanding as error:
        raise Http404 from error
    done(
        request,
        _("The consent is withdrawn. %(agency)s no longer sees by it.") % {"agency": one.receiver.name},
    )
    return go_to(request, "access:person", about.id)
