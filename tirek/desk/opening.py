"""The person whom an address means, for whoever may open him or her."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.people import queries as people_queries
from tirek.services.policies import may_open


def open_person(request: StaffRequest, person_id: UUID) -> people_queries.Opened:
    """A person the worker may open, or the one under whom the record stands; a refusal is written down."""
    found = people_queries.opened(person_id)
    if found is None or not may_open(found.person, request.worker.agency_id):
        readings.deny(person=person_id, by=request.worker.actor)
        raise Http404
    return found
