"""The person a page of access is about: one the reader may see, or one only the machine knows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from tirek.access.forms import WhoForm
from tirek.access.queries import closed_matches, registered_here
from tirek.agencies.models import Worker
from tirek.gate import tallies
from tirek.people import matching
from tirek.people.models import Person


def seen(person_id: UUID) -> Person:
    """A person the reader sees by any ground; 404 else: that somebody exists is not told either."""
    person = Person.objects.select_related("canonical").filter(pk=person_id).first()
    if person is None:
        raise Http404
    return person


def ours(person_id: UUID) -> Person:
    """A person the reader's agency registered; 404 else."""
    person = seen(person_id)
    if not registered_here(person.id):
        raise Http404
    return person


def meant(form: WhoForm, worker: Worker) -> list[UUID]:
    """Whom of other agencies' people the typed words may mean; raises TooOften for whoever asks by one IIN after another."""
    said = form.cleaned_data
    if said["iin"]:
        tallies.count(tallies.SEARCH_BY_IIN, worker.id)
    subject = matching.subject_of(name=said["name"], birth_on=said["birth_on"], iin=said["iin"])
    return closed_matches(subject)


def typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed at the counter comes along in the body of the request, never in an address."""
    return {name: request.POST.get(name, "") for name in WhoForm.base_fields}
