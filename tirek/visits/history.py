"""Attempts and lost episodes of one person, read by one query each for a page that shows all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from tirek.gate.fetching import Select
from tirek.visits.models import Contact, LostEpisode

TONES: Final = {"reached": "ok", "no_answer": "warn", "left_word": "info", "wrong_place": "bad"}
ICONS: Final = {
    "call": "phone",
    "message": "message-circle",
    "meeting": "users",
    "home": "home",
    "work": "briefcase",
    "relative": "friends",
}
# icons: phone message-circle users home briefcase friends phone-off user-check


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt in words."""

    id: UUID
    at: datetime
    way: str
    outcome: str
    note: str
    who: str
    agency_id: UUID
    agency: str
    struck_at: datetime | None

    @property
    def was_reached(self) -> bool:
        """Whether the person was spoken to."""
        return self.outcome == Contact.Outcome.REACHED

    @property
    def way_words(self) -> str:
        """How, in words."""
        return str(Contact.Way(self.way).label)

    @property
    def outcome_words(self) -> str:
        """What came of it, in words."""
        return str(Contact.Outcome(self.outcome).label)

    @property
    def tone(self) -> str:
        """The tone of what came of it."""
        return TONES[self.outcome]

    @property
    def icon(self) -> str:
        """The icon of the way."""
        return ICONS[self.way]


@dataclass(frozen=True, slots=True)
class Lost:
    """A lost episode in words."""

    id: UUID
    last_contact_on: date | None
    declared_on: date
    cause: str
    reason: str
    note: str
    returned_on: date | None
    return_note: str
    version: int
    who: str
    agency_id: UUID
    agency: str

    @property
    def cause_words(self) -> str:
        """Where the cause lies, in words."""
        return str(LostEpisode.Cause(self.cause).label)

    @property
    def reason_words(self) -> str:
        """Why, in words."""
        return str(LostEpisode.Reason(self.reason).label)


_CONTACTS: Final = """
    SELECT tried.id, tried.at, tried.way, tried.outcome, tried.note, COALESCE(worker.name, ''), tried.agency_id,
           (SELECT agency.name FROM agencies_agency AS agency WHERE agency.id = tried.agency_id), tried.struck_at
    FROM visits_contact AS tried LEFT JOIN agencies_worker AS worker ON worker.id = tried.tried_by
    WHERE tried.person_id = ANY(%(people)s) ORDER BY tried.at DESC, tried.id
"""
_EPISODES: Final = """
    SELECT lost.id, lost.last_contact_on, lost.declared_on, lost.cause, lost.reason, lost.note, lost.returned_on,
           lost.return_note, lost.version, COALESCE(worker.name, ''), lost.agency_id,
           (SELECT agency.name FROM agencies_agency AS agency WHERE agency.id = lost.agency_id)
    FROM visits_lostepisode AS lost LEFT JOIN agencies_worker AS worker ON worker.id = lost.declared_by
    WHERE lost.person_id = ANY(%(people)s) ORDER BY lost.declared_on DESC, lost.id
"""


def contacts_of(person_ids: Sequence[UUID]) -> Select[list[Tried]]:
    """Every attempt to reach one person, the newest first, the struck ones too."""
    return Select(_CONTACTS, {"people": list(person_ids)}, lambda rows: [Tried(*row) for row in rows])


def episodes_of(person_ids: Sequence[UUID]) -> Select[list[Lost]]:
    """The times when contact with one person was lost, the newest first."""
    return Select(_EPISODES, {"people": list(person_ids)}, lambda rows: [Lost(*row) for row in rows])
