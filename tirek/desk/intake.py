"""A new person walks in: search first, decide whether somebody is meant already, then register with the application."""

from __future__ import annotations

from django.db import IntegrityError
from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tirek.access.policies import may_work_with
from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
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
    if not may_work_with(request.worker.actor):
        raise Http404
    step = request.POST.get("step", "")
    if step in ("", BACK):
        typed = {name: request.POST.get(name, "") for name in IdentityForm.base_fields}
        typed["name"] = typed["name"] or request.GET.get("name", "")
        return respond(request, "desk/new.html", {"nav": "people", "form": IdentityForm(initial=typed)})
    identity = IdentityForm(request.POST)
    if not identity.is_valid():
        return respond(request, "desk/new.html", {"nav": "people", "form": identity})
    found, further = _look(request, identity, further=request.POST.get("further") == str(True))
    answers = request.POST if step == CHECK else None
    intake = IntakeForm(answers, agency_id=request.worker.agency_id, found=found, further=further)
    if intake.is_valid():
        missed = [] if further or intake.recognised else _missed(request, identity, found)
        if not missed:
            return _receive(request, identity, intake)
        found, further = [*missed, *found], True
        intake = _asked_again(request, found)
    context = {"nav": "people", "form": intake, "identity": identity, "found": found, "further": further}
    return respond(request, "desk/check.html", context)


def _look(
    request: StaffRequest, identity: IdentityForm, *, further: bool
) -> tuple[list[queries.Guess], bool]:
    """Who may be meant, and whether the looser keys were asked: they are where the person would be new without them."""
    subject = identity.subject()
    found = [] if further else queries.guesses(subject)
    further = not found
    if further:
        found = queries.guesses(subject, further=True)
    readings.note(Action.SEARCH, purpose=Purpose.RECOGNISE, rows=len(found), by=request.worker.actor)
    return found, further


def _missed(request: StaffRequest, identity: IdentityForm, shown: list[queries.Guess]) -> list[queries.Guess]:
    """Whom only the looser keys find, asked before somebody new is registered."""
    known = {guess.person.id for guess in shown if guess.person is not None}
    found = queries.guesses(identity.subject(), further=True)
    return [guess for guess in found if guess.person is not None and guess.person.id not in known]


def _asked_again(request: StaffRequest, found: list[queries.Guess]) -> IntakeForm:
    """The form with its answers, but for who it is: more people are shown now."""
    answers = request.POST.copy()
    answers["further"] = str(True)
    del answers["who"]
    return IntakeForm(answers, agency_id=request.worker.agency_id, found=found, further=True)


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
        person_id=known.who.id,
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
    actions.receive_again(sighting=sighting, application=intake.facts(known.who.id), by=by)
