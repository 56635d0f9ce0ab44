"""Lines of the journal for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from tirek.agencies.models import Worker
from tirek.people.models import Person
from tirek.services import actions, offering
from tirek.services.actions import Ending, ServiceFacts
from tirek.services.models import Offer, RefusalReason, Service, ServiceKind
from tirek.services.offering import Names, OfferFacts

HAPPENED_ON = date(2017, 9, 5)


def kind(code: str = "social_package") -> ServiceKind:
    """A kind of the seeded catalogue."""
    return ServiceKind.objects.get(code=code)


def reason(code: str = "out_of_stock") -> RefusalReason:
    """A seeded reason of refusal."""
    return RefusalReason.objects.get(code=code)


def service(
    by: Worker, person: Person, ending: Ending = Ending.GIVEN, code: str = "social_package", **said: Any
) -> Service:
    """A line of the journal with its ending."""
    facts = {"happened_on": HAPPENED_ON, "provider_id": by.agency_id, **said}
    if ending is Ending.REFUSED:
        facts.setdefault("reason_id", reason().id)
    line = ServiceFacts(
        person_id=person.id, agency_id=by.agency_id, kind_id=kind(code).id, ending=ending, **facts
    )
    return actions.record(service=line, by=by.actor)


def offer(by: Worker, *, code: str = "social_package", stock: int | None = 45, **said: Any) -> Offer:
    """Something an agency offers; without a number of them, as many as come."""
    wanted = {"kind_id": kind(code).id, "starts_on": date(2017, 7, 21), **said}
    name = wanted.pop("name", kind(code).name_ru)
    limit = wanted.pop("limit", Offer.Limit.NONE if stock is None else Offer.Limit.STOCK)
    return offering.offer_help(
        names=Names(ru=name), facts=OfferFacts(**wanted), limit=limit, total=stock, by=by.actor
    )


def left(one: Offer) -> int | None:
    """How many are left of an offer now."""
    return Offer.objects.get(pk=one.pk).left
