"""What the actions take: what one agency asks of another for a person, and what a paper says that came from outside."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from tirek.agencies.models import Agency
from tirek.linkage import age_on
from tirek.people.models import Person
from tirek.referrals.models import Referral
from tirek.services.models import ServiceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked: everything the envelope and the sender's own side say."""

    id: UUID = field(default_factory=uuid.uuid4)
    person: Person
    to_agency: Agency
    kind: ServiceKind
    asked_for: str
    channel: str = Referral.Channel.ONLINE
    is_urgent: bool = False
    days_to_answer: int | None = None
    hours_to_answer: int | None = None
    contact: str = ""
    escalate_to: UUID | None = None
    offer: UUID | None = None
    consent: UUID | None = None
    parent: Referral | None = None
    need: UUID | None = None
    wish_of: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPaper:
    """A referral that came on paper, on a slip or by phone: its number, its date, its officer, its need."""

    id: UUID = field(default_factory=uuid.uuid4)
    person: Person
    from_agency: Agency
    kind: ServiceKind
    asked_for: str
    channel: str = Referral.Channel.PAPER
    number: str = ""
    paper_on: date
    officer: str = ""
    is_urgent: bool = False
    hours_to_answer: int | None = None
    contact: str = ""
    escalate_to: UUID | None = None
    wish_of: str = ""
    why: str = ""


def initials_of(person: Person) -> str:
    """The first letters of a person's names: all of the name that an envelope says."""
    return initials(person.surname, person.given, person.patronymic)


def initials(*names: str) -> str:
    """The first letters of these names."""
    return " ".join(f"{part[0].upper()}." for part in names if part)


def age_of(person: Person, on: date) -> int | None:
    """Full years, or the difference of the years where only the year of birth is known."""
    return full_years(person.birth_on, person.birth_year, on)


def full_years(birth_on: date | None, birth_year: int | None, on: date) -> int | None:
    """Full years on a day, as far as the day or the year of birth is known."""
    if birth_on is not None:
        return age_on(birth_on, on)
    return on.year - birth_year if birth_year else None
