"""What the actions of the registry take: a new person, a sighting of a known one, what a source says, a paper."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from tirek.people.models import MatchDecision, NameKind, Paper


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
class Statement:
    """What one source says of a known person, entered by hand: a name of a kind and a time, a birth date, a sex."""

    id: UUID = field(default_factory=uuid.uuid4)
    name: str
    name_kind: str = NameKind.CURRENT
    name_from_on: date | None = None
    name_to_on: date | None = None
    birth_on: date | None = None
    birth_year: int | None = None
    sex: str = ""
    source: str = "typed"
    told_by: str = ""
    told_on: date | None = None

    @property
    def is_name_only(self) -> bool:
        """Whether neither birth nor sex was told."""
        return not (self.birth_on or self.birth_year or self.sex)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What is known of an identity paper; `written` is the name and the birth as the paper has them."""

    id: UUID = field(default_factory=uuid.uuid4)
    kind_id: int
    state: str = Paper.State.HELD
    number: str = ""
    issued_by: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    source: str = "paper"
    told_by: str = ""
    written: Statement | None = None


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
