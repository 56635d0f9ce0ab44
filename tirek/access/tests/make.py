"""Two agencies, a person of the first, and consents to the second, all invented."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tirek.access import actions
from tirek.access.models import Consent
from tirek.agencies.models import Agency, Worker
from tirek.agencies.roles import FIRST, roles_for
from tirek.agencies.tests import make as staff
from tirek.people.models import Person

BIN = "990140009999"


def centre(kind: str = Agency.Kind.NGO, name: str = "Центр помощи г. Риддер") -> Agency:
    """Another agency."""
    return staff.agency(name, kind)


def other_worker(of: Agency | None = None, login: str = "marat") -> Worker:
    """Somebody who works there."""
    agency = of or centre()
    roles = FIRST if agency.kind == Agency.Kind.NGO else roles_for(agency.kind)
    return staff.worker(login, of=agency, name="Марат Ибраев", roles=roles)


def drawn_up(
    person: Person, by: Worker, to: Agency, categories: Iterable[int] = (1, 2, 3), **said: Any
) -> Consent:
    """A consent that waits for its signature."""
    today = timezone.localdate()
    terms: dict[str, Any] = {
        "purpose": "support",
        "language": "ru",
        "operator_bin": BIN,
        "starts_on": today,
        "ends_on": today + timedelta(days=180),
    }
    return actions.draw_up(
        person_id=person.id, receiver=to, categories=categories, **{**terms, **said}, by=by.actor
    )


def signed(
    person: Person, by: Worker, to: Agency, categories: Iterable[int] = (1, 2, 3), **said: Any
) -> Consent:
    """A consent that stands."""
    consent = drawn_up(person, by, to, categories, **said)
    actions.receive(consent=consent, signed_on=timezone.localdate(), by=by.actor)
    return consent


def day(offset: int) -> date:
    """So many days from today."""
    return timezone.localdate() + timedelta(days=offset)


def withdrawn(consent: Consent, by: Worker) -> int:
    """A consent withdrawn, by somebody who sees the person."""
    return actions.withdraw(person_id=consent.person_id, consents=[consent.id], by=by.actor)
