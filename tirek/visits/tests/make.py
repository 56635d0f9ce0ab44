"""Attempts for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tirek.agencies.models import Worker
from tirek.people.models import Person
from tirek.visits import actions
from tirek.visits.actions import ContactFacts
from tirek.visits.models import Contact, LostEpisode


def tried(
    by: Worker,
    person: Person,
    outcome: str = "no_answer",
    *,
    days_ago: int = 0,
    way: str = "call",
    **said: Any,
) -> Contact:
    """An attempt so many days ago."""
    at = timezone.now() - timedelta(days=days_ago, minutes=1)
    facts = ContactFacts(at=at, way=way, outcome=outcome, **said)
    return actions.try_contact(person=person, contact=facts, by=by.actor)


def lost(by: Worker, person: Person, reason: str = "avoids", **said: Any) -> LostEpisode:
    """Contact lost."""
    return actions.lose_contact(person=person, reason=reason, **said, by=by.actor)
