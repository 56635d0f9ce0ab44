"""Identity papers of a person: enter one, change it, show its number once."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.desk.opening import open_person
from tirek.desk.source_forms import PaperForm
from tirek.gate.confirming import recently_confirmed
from tirek.people import papers
from tirek.people.models import Paper
from tirek.people.policies import may_change_paper
from tirek.people.queries import Opened
from tirek.ui.pages import done, go_to, respond


@require_http_methods(["GET", "HEAD", "POST"])
def add_paper(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Enter a paper, with the name and the birth date it has."""
    one = open_person(request, person_id)
    readings.note(Action.OPEN, person=one.person.id, purpose=Purpose.CORRECT, by=request.worker.actor)
    form = PaperForm(request.POST or None)
    if form.is_valid():
        papers.add_paper(person=one.person, paper=form.facts(), by=request.worker.actor)
        done(request, _("The paper is entered. Its number is sealed."))
        return go_to(request, "desk:person", one.person.id)
    return respond(request, "desk/paper.html", {"nav": "people", "form": form, "person": one.person})


@require_http_methods(["GET", "HEAD", "POST"])
def change_paper(request: StaffRequest, person_id: UUID, paper_id: UUID) -> HttpResponseBase:
    """A paper was lost, is being restored, came back, or was typed wrongly."""
    one = open_person(request, person_id)
    paper = _paper(request, one, paper_id)
    if not may_change_paper(paper, request.worker.agency_id):
        readings.deny(person=one.person.id, purpose=Purpose.CORRECT, by=request.worker.actor)
        raise Http404
    readings.note(Action.OPEN, person=one.person.id, purpose=Purpose.CORRECT, by=request.worker.actor)
    form = PaperForm(request.POST or None, paper=paper, number=papers.number_of(paper))
    if form.is_valid():
        papers.change_paper(paper=paper, facts=form.facts(), by=request.worker.actor)
        done(request, _("Changed. What it said before is kept."))
        return go_to(request, "desk:person", one.person.id)
    context = {"nav": "people", "form": form, "person": one.person, "paper": paper}
    return respond(request, "desk/paper.html", context)


@require_POST
@recently_confirmed
def reveal_number(request: StaffRequest, person_id: UUID, paper_id: UUID) -> HttpResponseBase:
    """Show the number of a paper once and leave a row in the access log."""
    one = open_person(request, person_id)
    paper = _paper(request, one, paper_id)
    readings.note(Action.REVEAL, person=one.person.id, by=request.worker.actor)
    number = papers.number_of(paper)
    if request.headers.get("HX-Request"):
        return respond(request, "desk/person.html", {"revealed": number}, part="number")
    context = {"nav": "people", "person": one.person, "paper": paper, "number": number}
    return respond(request, "desk/number.html", context)


def _paper(request: StaffRequest, one: Opened, paper_id: UUID) -> Paper:
    """A paper of this person; 404 else, once the attempt is written down."""
    paper = Paper.objects.select_related("kind").filter(pk=paper_id, person_id__in=one.ids).first()
    if paper is None:
        readings.deny(person=one.person.id, by=request.worker.actor)
        raise Http404
    return paper
