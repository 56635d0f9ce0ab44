"""A new person walks in: search first, decide whether somebody is meant already, then register with the application."""

from __future__ import annotations

from django.db import IntegrityError
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tirek.agencies.requests import StaffRequest
from tirek.cases import actions
from tirek.cases.models import Application
from tirek.desk import queries
from tirek.desk.forms import IdentityForm, IntakeForm
from tirek.people.models import MatchDecision
from tirek.people.registering import Sighting
from tirek.ui.pages import done, go_to, respond

WHO, CHECK, BACK = "who", "check", "back"


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponseBase:
    """Type who it is; see who may be meant; register the application. Each step holds what was typed before."""
    step = request.POST.get("step", "")
    if step in ("", BACK):
        typed = {name: request.POST.get(name, "") for name in IdentityForm.base_fields}
        typed["name"] = typed["name"] or request.GET.get("name", "")
        return respond(request, "desk/new.html", {"nav": "people", "form": IdentityForm(initial=typed)})
    identity = IdentityForm(request.POST)
    if not identity.is_valid():
        return respond(request, "desk/new.html", {"nav": "people", "form": identity})
    found = queries.guesses(identity.subject())
    answers = request.POST if step == CHECK else None
    intake = IntakeForm(answers, agency_id=request.worker.agency_id, found=found)
    if intake.is_valid():
        return _receive(request, identity, intake)
    context = {"nav": "people", "form": intake, "identity": identity, "found": found}
    return respond(request, "desk/check.html", context)


def _receive(request: StaffRequest, identity: IdentityForm, intake: IntakeForm) -> HttpResponseBase:
    """One action for either answer; the same form sent twice enters one application."""
    planned = intake.cleaned_data["application_id"]
    stands = Application.objects.filter(pk=planned, agency_id=request.worker.agency_id)
    if not stands.exists():
        try:
            _write(request, identity, intake)
        except IntegrityError:
            if not stands.exists():
                raise
    done(request, _("The application is entered."))
    return go_to(request, "desk:person", stands.get().person_id)


def _write(request: StaffRequest, identity: IdentityForm, intake: IntakeForm) -> None:
    by = request.worker.actor
    known = intake.recognised
    if known is None:
        person = identity.person(intake.cleaned_data["person_id"])
        actions.register_applicant(person=person, application=intake.facts(person.id), by=by)
        return
    said = identity.cleaned_data
    sighting = Sighting(
        person_id=known.person.id,
        name=said["name"],
        birth_on=identity.birth_on,
        birth_year=identity.birth_year,
        sex=said["sex"],
        iin=said["iin"],
        phones=(said["phone"],) if said["phone"] else (),
        outcome=MatchDecision.Outcome.CHOSEN,
        bits=known.bits,
        reasons=known.codes,
    )
    actions.receive_again(sighting=sighting, application=intake.facts(known.person.id), by=by)
