"""The person a page of access is about: one the reader may see, or one only the machine knows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from tirek.access.forms import WhoForm
from tirek.access.policies import may_work_with
from tirek.access.queries import closed_matches, registered_here
from tirek.audit.actors import Actor
from tirek.people import matching
from tirek.people.models import Person


def seen(person_id: UUID) -> Person:
    """A person the reader sees by any ground; 404 else: that somebody exists is not told either."""
    person = Person.objects.select_related("canonical").filter(pk=person_id).first()
    if person is None:
        raise Http404
    return person


def ours(person_id: UUID, by: Actor) -> Person:
    """A person the reader's agency registered, to somebody who works with people; 404 else."""
    person = seen(person_id)
    if not may_work_with(by) or not registered_here(person.id):
        raise Http404
    return person


def meant(form: WhoForm) -> list[UUID]:
    """Whom of other agencies' people the typed words may mean."""
    said = form.cleaned_data
    subject = matching.subject_of(name=said["name"], birth_on=said["birth_on"], iin=said["iin"])
    return closed_matches(subject)


def typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed at the counter comes along in the body of the request, never in an address."""
    return {name: request.POST.get(name, "") for name in WhoForm.base_fields}
