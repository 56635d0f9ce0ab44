"""Whether a worker may write in the journal of services, and if not, why not."""

from __future__ import annotations

from uuid import UUID

from tirek.access.queries import own_sights
from tirek.agencies.roles import SEES
from tirek.audit.actors import Actor
from tirek.cases.models import Application
from tirek.people.models import Person
from tirek.services.models import Offer, Service


def may_open(person: Person, agency_id: UUID) -> bool:
    """An agency opens the people it registered, was asked for help by, or helped, and whom a permit of today opens."""
    if person.registered_by_id == agency_id:
        return True
    about = {"person_id": person.id, "agency_id": agency_id}
    helped = Application.objects.filter(**about).exists() or Service.objects.filter(**about).exists()
    return helped or bool(own_sights(person.id))


def may_correct(service: Service, agency_id: UUID) -> bool:
    """Only the agency that entered a line corrects it."""
    return service.agency_id == agency_id


def may_write_catalogue(by: Actor) -> bool:
    """Whoever works with people at an agency says what the agency offers; who only counts or manages staff does not."""
    return by.agency_id is not None and any(SEES.get(role) for role in by.roles)


def may_offer(offer: Offer, by: Actor) -> bool:
    """Only the agency that offers it changes an offer."""
    return offer.agency_id == by.agency_id and may_write_catalogue(by)
