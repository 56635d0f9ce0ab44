"""What the actions of the registry take: a new person, and a sighting of a known one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from tirek.people.models import MatchDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one source says of a person, as written there."""

    name: str
    birth_on: date | None = None
    birth_year: int | None = None
    sex: str = ""
    iin: str = ""
    phones: tuple[str, ...] = ()
    source: str = "typed"
    source_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson(Said):
    """Somebody the register does not hold yet; the id may be planned before the write."""

    id: UUID = field(default_factory=uuid.uuid4)
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting(Said):
    """A source that means a person of the register, and why it was put to that person."""

    person_id: UUID
    outcome: MatchDecision.Outcome = MatchDecision.Outcome.SAME
    bits: float | None = None
    reasons: Sequence[str] = ()
