"""«Consent and access» of one person, and the consents: drawn up, changed into a new version, marked as received."""

from __future__ import annotations

from uuid import UUID

from django.db import DatabaseError, transaction
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tirek.access import actions, queries
from tirek.access.forms import ConsentForm, ReceivedForm
from tirek.access.models import AccessRequest, Consent
from tirek.access.people_here import found, ours, refused, seen
from tirek.access.policies import may_change, may_work_with
from tirek.agencies.requests import StaffRequest
from tirek.audit.readings import Action
from tirek.gate.categories import Category
from tirek.gate.fetching import fetch
from tirek.people.models import Person
from tirek.people.queries import holds_of
from tirek.ui.pages import done, go_to, respond

_form = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def person(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Who sees what of a person, on what ground, until when; the consents with what each withdrawal would end."""
    by = request.worker.actor
    one = seen(person_id, by=by)
    is_ours = queries.registered_here(one.id)
    sights = fetch(queries.sights_of(one.id)) if is_ours else queries.own_sights(one.id)
    protected, proposal = queries.protection_of(one.id, by)
    context = {
        "nav": "people",
        "person": one,
        "is_ours": is_ours,
        "may_work": is_ours and may_work_with(by),
        "sees_health": Category.HEALTH in by.categories,
        "sights": sights,
        "lines": queries.consents_of(one.id) if is_ours else [],
        "protected": protected,
        "proposal": proposal,
        "erasure": queries.erasure_of(one.id, by) if is_ours else None,
        "holds": holds_of(one.id) if is_ours else [],
        "demands": queries.legal_requests(one.id) if is_ours else [],
    }
    return respond(request, "access/person.html", context)


@_form
def consent_new(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Draw up a consent: everything but the receiver stands filled in; or other terms, as a new version of one."""
    one, agency_id = ours(person_id, by=request.worker.actor), request.worker.agency_id
    asked, before = _asked(request, person_id), _before(request, person_id)
    health = "health" in request.GET or (before is not None and before.is_health)
    form = ConsentForm(
        request.POST or None,
        agency_id=agency_id,
        health=health,
        bin_before=queries.usual_bin(agency_id),
        language=get_language() or "",
        initial=_initial(asked, before),
    )
    if form.is_valid():
        consent = _draw_up(request, form, one, asked, before)
        done(request, _("The consent is ready to be printed and signed."))
        return go_to(request, "access:consent", consent.id)
    context = {
        "nav": "people",
        "form": form,
        "person": one,
        "is_health": health,
        "asked": asked,
        "before": before,
    }
    return respond(request, "access/consent_new.html", context)


def _initial(asked: AccessRequest | None, before: Consent | None) -> dict[str, object]:
    if before is not None:
        return {
            "receiver": before.receiver_id,
            "categories": [str(one) for one in before.categories],
            "purpose": before.purpose,
            "language": before.language,
            "starts_on": max(before.starts_on, timezone.localdate()),
            "ends_on": before.ends_on,
        }
    return {"receiver": asked.asking_id, "purpose": asked.purpose} if asked else {}


def _named(request: StaffRequest, key: str) -> UUID | None:
    try:
        return UUID(request.GET.get(key, ""))
    except ValueError:
        return None


def _asked(request: StaffRequest, person_id: UUID) -> AccessRequest | None:
    """The request of another agency that this consent would answer."""
    wanted = _named(request, "asked")
    waiting = AccessRequest.objects.select_related("asking").filter(person_id=person_id)
    return waiting.filter(pk=wanted, answer=AccessRequest.Answer.WAITING).first() if wanted else None


def _before(request: StaffRequest, person_id: UUID) -> Consent | None:
    """The consent of which other terms are a new version."""
    wanted = _named(request, "instead")
    if wanted is None:
        return None
    by = request.worker.actor
    before = found(Consent.objects.select_related("receiver").filter(person_id=person_id), wanted, by=by)
    if not may_change(before) or Consent.objects.filter(replaces=before.id).exists():
        raise refused(person_id, by=by)
    return before


def _draw_up(
    request: StaffRequest, form: ConsentForm, one: Person, asked: AccessRequest | None, before: Consent | None
) -> Consent:
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
        instead_of=before,
        by=request.worker.actor,
    )


@_form
def consent(request: StaffRequest, consent_id: UUID) -> HttpResponseBase:
    """One consent: print it or show it to the person, and mark it as received once it is signed."""
    one, about = known(consent_id, request)
    form = ReceivedForm(request.POST or None, initial={"signed_on": timezone.localdate()})
    if form.is_valid() and received(form, one, request):
        done(request, _("Received. The consent stands from now on."))
        return go_to(request, "access:person", about.id)
    line = queries.Line(one, one.state_on(timezone.localdate()))
    newer = Consent.objects.filter(replaces=one.id).first()
    context = {
        "nav": "people",
        "form": form,
        "line": line,
        "person": about,
        "newer": newer,
        "may_change": newer is None and line.state in ("waits", "stands", "ahead"),
        "taken_by": next(iter(queries.names_of_workers([one.received_by]).values()), ""),
    }
    return respond(request, "access/consent.html", context)


def known(consent_id: UUID, request: StaffRequest, action: Action = Action.OPEN) -> tuple[Consent, Person]:
    """A consent that this worker's agency takes, and the person; 404 else."""
    by = request.worker.actor
    one = found(Consent.objects.select_related("operator", "receiver"), consent_id, by=by)
    return one, ours(one.person_id, action=action, by=by)


def received(
    form: ReceivedForm, one: Consent, request: StaffRequest, how: str = Consent.Signed.PAPER
) -> bool:
    """Mark as received; what is wrong is said on the form."""
    try:
        with transaction.atomic():
            actions.receive(
                consent=one, signed_on=form.cleaned_data["signed_on"], how=how, by=request.worker.actor
            )
    except actions.TermOver:
        form.add_error(None, _("The term of this consent is over. Draw up a new one."))
    except actions.NotStanding:
        form.add_error(None, _("This consent was withdrawn or replaced. Draw up a new one."))
    except DatabaseError:
        form.add_error(None, _("The person is protected now: contacts are opened to nobody."))
    else:
        return True
    return False
