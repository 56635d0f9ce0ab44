"""The person a page of access is about: one the reader may see, or one only the machine knows."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.http import Http404, HttpRequest

from tirek.access.forms import WhoForm
from tirek.access.policies import may_work_with
from tirek.access.queries import closed_matches, registered_here
from tirek.audit import readings
from tirek.audit.actors import Actor
from tirek.audit.readings import Action, Purpose
from tirek.gate import tallies
from tirek.people import matching
from tirek.people.models import Person

Row = TypeVar("Row", bound=models.Model)


def seen(person_id: UUID, *, by: Actor) -> Person:
    """A person the reader sees by any ground; 404 else: that somebody exists is not told either. Both are written down."""
    person = Person.objects.select_related("canonical").filter(pk=person_id).first()
    if person is None:
        raise refused(person_id, by=by)
    readings.note(Action.OPEN, person=person_id, purpose=Purpose.CONSENT, by=by)
    return person


def ours(person_id: UUID, *, action: Action = Action.OPEN, by: Actor) -> Person:
    """A person the reader's agency registered, to somebody who works with people; 404 else."""
    person = Person.objects.select_related("canonical").filter(pk=person_id).first()
    if person is None or not may_work_with(by) or not registered_here(person.id):
        raise refused(person_id, by=by)
    readings.note(action, person=person_id, purpose=Purpose.CONSENT, by=by)
    return person


def found(rows: models.QuerySet[Row], pk: UUID, *, by: Actor) -> Row:
    """The row that an address means, out of those the reader sees; else a 404, once the attempt is written down."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise refused(by=by)
    return row


def refused(person_id: UUID | None = None, *, by: Actor) -> Http404:
    """The 404 of somebody or something that is not the reader's to see, once the attempt is written down."""
    readings.deny(person=person_id, purpose=Purpose.CONSENT, by=by)
    return Http404()


def meant(form: WhoForm, purpose: Purpose = Purpose.CONSENT, *, by: Actor) -> list[UUID]:
    """Whom of other agencies' people the typed words may mean; raises TooOften for whoever asks by one IIN after another."""
    said = form.cleaned_data
    if said["iin"]:
        tallies.count(tallies.SEARCH_BY_IIN, by.id)
    subject = matching.subject_of(name=said["name"], birth_on=said["birth_on"], iin=said["iin"])
    found = closed_matches(subject)
    readings.note(Action.SEARCH, purpose=purpose, rows=len(found), by=by)
    return found


def typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed at the counter comes along in the body of the request, never in an address."""
    return {name: request.POST.get(name, "") for name in WhoForm.base_fields}
