"""Applications for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from tirek.agencies.models import Worker
from tirek.cases import actions
from tirek.cases.actions import ApplicationFacts
from tirek.cases.models import Application, EntryReason
from tirek.people.models import Person

APPLIED_ON = date(2017, 8, 1)


def application(by: Worker, person: Person, **said: Any) -> Application:
    """An application of a person, undecided unless told."""
    facts = {"applied_on": APPLIED_ON, **said}
    return actions.apply(
        application=ApplicationFacts(person_id=person.id, agency_id=by.agency_id, **facts), by=by.actor
    )


def reason(code: str = "no_training") -> EntryReason:
    """A seeded reason for not entering."""
    return EntryReason.objects.get(code=code)
