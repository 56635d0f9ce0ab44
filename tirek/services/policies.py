"""Whether a worker may write in the journal of services, and if not, why not."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tirek.cases.models import Application
from tirek.people.models import Person
from tirek.services.models import Service


def people_open_to(agency_id: UUID) -> QuerySet[Person]:
    """The people an agency may open: it registered them, was asked for help by them, or helped them."""
    asked = Application.objects.filter(person=OuterRef("pk"), agency_id=agency_id)
    helped = Service.objects.filter(person=OuterRef("pk"), agency_id=agency_id)
    return Person.objects.filter(Q(registered_by_id=agency_id) | Exists(asked) | Exists(helped))


def may_correct(service: Service, agency_id: UUID) -> bool:
    """Only the agency that entered a line corrects it."""
    return service.agency_id == agency_id
