"""Agencies and workers for tests."""

from __future__ import annotations

from tirek.agencies import actions
from tirek.agencies.models import Agency, Worker
from tirek.audit.actors import MACHINE
from tirek.gate.tests.stay import stay


def agency(name: str = "Общественный фонд «Сенім»", kind: str = Agency.Kind.NGO) -> Agency:
    """An agency; said twice it is the same."""
    return actions.name_agency(name=name, kind=kind, by=MACHINE)


def worker(login: str = "aigul", *, of: Agency | None = None, name: str = "Айгүл Смағұлова") -> Worker:
    """A member of an agency's staff who may log in."""
    hired = actions.hire(login=login, password="only for tests", name=name, agency=of or agency(), by=MACHINE)
    stay(hired.actor)
    return hired
