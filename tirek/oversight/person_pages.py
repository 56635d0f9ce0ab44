"""«Кто смотрел»: for the person and printable for the person; whoever does not understand an opening has it asked about."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.models import Reading
from tirek.audit.readings import Action, Purpose
from tirek.oversight import actions, queries
from tirek.people import queries as people
from tirek.ui.pages import done, go_to, respond


def _of(request: StaffRequest, person_id: UUID) -> people.Opened:
    """A person the reader sees, the canonical one; a refusal is written down."""
    found = people.opened(person_id)
    if found is None:
        readings.deny(person=person_id, purpose=Purpose.OVERSIGHT, by=request.worker.actor)
        raise Http404
    return found


@require_GET
def looked(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Who looked, of which organisation, when and what for."""
    one, by = _of(request, person_id), request.worker.actor
    days = queries.who_looked(one.ids)
    readings.note(Action.OPEN, person=one.person.id, purpose=Purpose.OVERSIGHT, by=by)
    context = {
        "nav": "people",
        "person": one.person,
        "days": days,
        "most": queries.MOST_LINES,
        "is_cut": sum(len(day.lines) for day in days) >= queries.MOST_LINES,
        "today": timezone.localdate(),
    }
    return respond(request, "oversight/looked.html", context)


@require_POST
def ask(request: StaffRequest, person_id: UUID, reading_id: int) -> HttpResponseBase:
    """Ask why it was opened: the question goes to the auditor and the administrator of whoever looked."""
    one, by = _of(request, person_id), request.worker.actor
    reading = Reading.objects.filter(pk=reading_id, person_id__in=one.ids).first()
    if reading is None:
        readings.deny(person=person_id, purpose=Purpose.OVERSIGHT, by=by)
        raise Http404
    readings.note(Action.OPEN, person=one.person.id, purpose=Purpose.OVERSIGHT, by=by)
    actions.ask(reading=reading, by=by)
    done(request, _("Asked. The answer will stand on this page."))
    return go_to(request, "oversight:looked", one.person.id)
