"""What every source says of a person, and which of it is shown."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.desk.opening import open_person
from tirek.desk.said import changes_of, said_of, written_of
from tirek.desk.source_forms import ChooseForm, StatementForm
from tirek.gate.fetching import fetch_together
from tirek.people import stating
from tirek.people.beside import papers_of, shown_before
from tirek.people.models import PersonRecord
from tirek.people.policies import may_correct
from tirek.people.queries import Opened, spellings_of
from tirek.ui.pages import done, go_to, respond


@require_GET
def sources(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Every statement with its source, who entered it and when; what was shown before, and until when."""
    one = open_person(request, person_id)
    readings.note(Action.OPEN, person=one.person.id, by=request.worker.actor)
    spellings, papers, before = fetch_together(
        spellings_of(one.ids), papers_of(one.ids), shown_before(one.person.id)
    )
    by_record = {paper.record_id: paper for paper in papers}
    written = [written_of(one.person, spelling, by_record) for spelling in spellings]
    context = {
        "nav": "people",
        "person": one.person,
        "written": written,
        "said": said_of(one.person, written),
        "changes": changes_of(one.person, before),
        "may_choose": may_correct(one.person, request.worker.agency_id),
        "own_agency": request.worker.agency_id,
    }
    return respond(request, "desk/sources.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def state(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Add what a source says; nothing that is shown changes by it."""
    one = open_person(request, person_id)
    readings.note(Action.OPEN, person=one.person.id, purpose=Purpose.CORRECT, by=request.worker.actor)
    form = StatementForm(request.POST or None, person=one.person)
    if form.is_valid():
        stating.state(person=one.person, said=form.statement(), by=request.worker.actor)
        done(request, _("Kept. The person is found by it too; what is shown has not changed."))
        return go_to(request, "desk:sources", one.person.id)
    return respond(request, "desk/state.html", {"nav": "people", "form": form, "person": one.person})


@require_POST
def choose(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Show what one source says of the name, the birth date or the sex."""
    one = open_person(request, person_id)
    if not may_correct(one.person, request.worker.agency_id):
        readings.deny(person=one.person.id, purpose=Purpose.CORRECT, by=request.worker.actor)
        raise Http404
    form = ChooseForm(request.POST)
    record = _record(one, form) if form.is_valid() else None
    if record is None:
        raise Http404
    stating.choose(person=one.person, record=record, what=form.cleaned_data["what"], by=request.worker.actor)
    done(request, _("Shown now. What was shown before stays among the sources."))
    return go_to(request, "desk:sources", one.person.id)


def _record(one: Opened, form: ChooseForm) -> PersonRecord | None:
    """A statement about this person that speaks of everything that is asked of it."""
    record = PersonRecord.objects.filter(pk=form.cleaned_data["record_id"], person_id__in=one.ids).first()
    wanted = set(form.cleaned_data["what"])
    return record if record is not None and wanted <= set(stating.said_in(record)) else None
