"""Lines of the journal for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from tirek.agencies.models import Worker
from tirek.people.models import Person
from tirek.services import actions
from tirek.services.actions import Ending, ServiceFacts
from tirek.services.models import RefusalReason, Service, ServiceKind

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
