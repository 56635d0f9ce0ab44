"""What of access waits for somebody of the reader's agency: reads for «My day»."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from tirek.access.models import Emergency
from tirek.gate.fetching import Rows, Select


@dataclass(frozen=True, slots=True)
class Ask:
    """Another agency asks for access to a record; whose it is, where the reader sees the person."""

    asked_at: datetime
    agency: str
    person_id: UUID | None
    person: str | None


@dataclass(frozen=True, slots=True)
class Unreviewed:
    """An emergency as far as the policy of its review asks, who opened it, and whose record where the reader sees the person."""

    row: Emergency
    agency: str
    person_id: UUID | None
    person: str | None


_ASKS: Final = """
    SELECT asked.asked_at, asking.name, person.id, person.name
    FROM access_accessrequest AS asked
    JOIN agencies_agency AS asking ON asking.id = asked.asking_id
    LEFT JOIN people_person AS person ON person.id = asked.person_id
    WHERE asked.holder_id = %(agency)s AND asked.answer = 'waiting' ORDER BY asked.asked_at, asked.id LIMIT {most:d}
"""
_UNREVIEWED: Final = """
    SELECT agency.name, person.id, person.name, opened.id, opened.agency_id, opened.holder_id, opened.opened_by, opened.is_alone,
        opened.review_by
    FROM access_emergency AS opened
    JOIN agencies_agency AS agency ON agency.id = opened.agency_id
    LEFT JOIN people_person AS person ON person.id = opened.person_id
    WHERE opened.reviewed_at IS NULL ORDER BY opened.review_by, opened.id LIMIT {most:d}
"""


def asked_of(agency_id: UUID, *, most: int) -> Select[list[Ask]]:
    """Requests of other agencies that wait for this one's answer, oldest first."""
    return Select(_ASKS.format(most=most), {"agency": agency_id}, lambda rows: [Ask(*row) for row in rows])


def emergencies_to_review(*, most: int) -> Select[list[Unreviewed]]:
    """Emergencies the reader's agency opened or was told of that nobody has reviewed; those first due first."""
    return Select(_UNREVIEWED.format(most=most), {}, _unreviewed)


def _unreviewed(rows: Rows) -> list[Unreviewed]:
    names = ("id", "agency_id", "holder_id", "opened_by", "is_alone", "review_by")
    return [
        Unreviewed(Emergency(**dict(zip(names, row, strict=True))), agency, person_id, person)
        for agency, person_id, person, *row in rows
    ]
