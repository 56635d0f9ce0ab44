"""A new person walks in: search first, decide whether somebody is meant already, then register with the application.

The usual keys are asked when the name is typed; the looser ones once, when a new person is about to be registered. A search by IIN is
counted as on the list of people: what was counted travels signed with the form, so that going on with the same IIN counts once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.core import signing
from django.db import IntegrityError
from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tirek.access.policies import may_work_with
from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.actors import Actor
from tirek.audit.readings import Action, Purpose
from tirek.cases import actions
from tirek.cases.models import Application
from tirek.desk import queries
from tirek.desk.comparing import compare
from tirek.desk.forms import IdentityForm, IntakeForm
from tirek.desk.queries import Guess, Guesses
from tirek.gate import tallies
from tirek.linkage import Subject
from tirek.people import joining
from tirek.people.models import MatchDecision
from tirek.people.registering import Sighting
from tirek.ui.pages import done, go_to, respond

WHO, CHECK, BACK = "who", "check", "back"
_COUNTED: Final = signing.TimestampSigner(salt="desk.intake.iin")
_COUNTS_FOR: Final = 60 * 60


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
    subject = identity.subject()
    try:
        counted = _count(request, subject)
    except tallies.TooOften as often:
        readings.deny(purpose=Purpose.RECOGNISE, by=request.worker.actor)
        identity.add_error("iin", often.sentence)
        return respond(request, "desk/new.html", {"nav": "people", "form": identity})
    further = step == CHECK and request.POST.get("further") == str(True)
    found = _look(request, subject, further=further)
    answers = request.POST if step == CHECK else None
    intake = IntakeForm(answers, agency_id=request.worker.agency_id, found=found, further=further)
    if intake.is_valid():
        if further or intake.recognised is not None:
            return _receive(request, identity, intake)
        wider = _look(request, subject, further=True)
        if not _missed(wider, found):
            return _receive(request, identity, intake)
        found, further = wider, True
        intake = _asked_again(request, found)
    context = {
        "nav": "people",
        "form": intake,
        "identity": identity,
        "found": found,
        "compared": compare(subject, identity.cleaned_data["place"], found),
        "further": further,
        "counted": counted,
    }
    return respond(request, "desk/check.html", context)


def _count(request: StaffRequest, subject: Subject) -> str:
    """Count a search by IIN unless this form was counted with the same one; raises TooOften."""
    if subject.iin_digest is None:
        return ""
    said, before = f"{request.worker.id}:{subject.iin_digest.hex()}", request.POST.get("counted", "")
    try:
        if before and _COUNTED.unsign(before, max_age=_COUNTS_FOR) == said:
            return before
    except signing.BadSignature:
        pass
    tallies.count(tallies.SEARCH_BY_IIN, request.worker.id)
    return _COUNTED.sign(said)


def _look(request: StaffRequest, subject: Subject, *, further: bool) -> Guesses:
    """Who may be meant; that somebody was looked for is written down, and of whom the page shows particulars."""
    found = queries.guesses(subject, further=further)
    by = request.worker.actor
    readings.note(Action.SEARCH, purpose=Purpose.RECOGNISE, rows=len(found), by=by)
    shown = [guess.who.id for guess in (*found, *found.apart) if guess.is_open]
    if shown:
        readings.note(Action.OPEN, people=shown, purpose=Purpose.RECOGNISE, by=by)
    return found


def _missed(wider: Guesses, shown: Guesses) -> list[Guess]:
    """Whom only the looser keys find."""
    known = {guess.who.id for guess in shown if guess.is_open}
    return [guess for guess in wider if guess.is_open and guess.who.id not in known]


def _asked_again(request: StaffRequest, found: Guesses) -> IntakeForm:
    """The form with its answers, but for who it is: more people are shown now."""
    answers = request.POST.copy()
    answers["further"] = str(True)
    answers.pop("who", None)
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


def _tell_apart(new_id: UUID, shown: Iterable[Guess], by: Actor) -> None:
    """Whoever was likely and is another person, by the worker's word, is not offered as this one again."""
    for guess in shown:
        if guess.is_likely:
            joining.keep_apart(one=new_id, other=guess.who.id, bits=guess.bits, reasons=guess.codes, by=by)


def _write(request: StaffRequest, identity: IdentityForm, intake: IntakeForm) -> None:
    by = request.worker.actor
    known = intake.recognised
    if known is None:
        person = identity.person(intake.cleaned_data["person_id"])
        actions.register_applicant(person=person, application=intake.facts(person.id), by=by)
        _tell_apart(person.id, intake.found.values(), by)
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
