"""Reads over what stands beside the shown values of a person: identity papers, and what was shown before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from tirek.gate.fetching import Select
from tirek.people.models import Paper, PaperKind


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """An identity paper as pages show it: its number is only a reference."""

    id: UUID
    record_id: UUID | None
    kind_ru: str
    kind_kk: str
    kind_en: str
    state: str
    sealed_number: UUID | None
    issued_by: str
    issued_on: date | None
    expires_on: date | None
    source: str
    told_by: str
    entered_at: datetime
    agency_id: UUID
    agency: str

    @property
    def kind(self) -> str:
        """The kind in the reader's language."""
        return PaperKind(name_ru=self.kind_ru, name_kk=self.kind_kk, name_en=self.kind_en).name

    @property
    def state_in_words(self) -> str:
        """Where the paper is, in words."""
        return str(Paper.State(self.state).label)

    def has_expired(self, today: date) -> bool:
        """Whether its term is over."""
        return self.expires_on is not None and self.expires_on < today


_PAPERS: Final = """
    SELECT paper.id, paper.record_id, kind.name_ru, kind.name_kk, kind.name_en, paper.state, paper.sealed_number, paper.issued_by,
           paper.issued_on, paper.expires_on, paper.source, paper.told_by, paper.entered_at, agency.id, agency.name
    FROM people_paper AS paper JOIN people_paperkind AS kind ON kind.id = paper.kind_id
    JOIN agencies_agency AS agency ON agency.id = paper.agency_id
    WHERE paper.person_id = ANY(%(people)s)
    ORDER BY kind.position, paper.entered_at, paper.id
"""


def papers_of(person_ids: Sequence[UUID]) -> Select[list[HeldPaper]]:
    """The identity papers of one person, in the order of the kinds."""
    return Select(_PAPERS, {"people": list(person_ids)}, lambda rows: [HeldPaper(*row) for row in rows])


@dataclass(frozen=True, slots=True)
class Before:
    """What the register showed of a person until somebody changed it."""

    until: datetime
    name: str
    birth_on: date | None
    birth_year: int | None
    sex: str
    worker: str
    agency_id: UUID | None
    agency: str


_BEFORE: Final = """
    SELECT former.at, former.former ->> 'name', (former.former ->> 'birth_on')::date,
           (former.former ->> 'birth_year')::int, former.former ->> 'sex', COALESCE(worker.name, ''),
           former.agency_id, COALESCE(agency.name, '')
    FROM audit_formerrow AS former
    LEFT JOIN agencies_worker AS worker ON worker.id = former.actor_id
    LEFT JOIN agencies_agency AS agency ON agency.id = former.agency_id
    WHERE former.person_id = %(person)s AND former."table" = 'people_person' AND former.former IS NOT NULL
    ORDER BY former.id DESC
"""


def shown_before(person_id: UUID) -> Select[list[Before]]:
    """What the register showed of a person before each change, the latest first."""
    return Select(_BEFORE, {"person": person_id}, lambda rows: [Before(*row) for row in rows])
