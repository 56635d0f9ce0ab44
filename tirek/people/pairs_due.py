"""What waits about pairs of records for somebody of an agency: reads for «My day»."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from tirek.gate.fetching import Select


@dataclass(frozen=True, slots=True)
class JoinAsked:
    """A request to join a record of the agency's with another's, and which of its records, where the reader sees it."""

    id: UUID
    asked_at: datetime
    person_id: UUID | None
    person: str | None


_ASKED: Final = """
    SELECT asked.id, asked.asked_at, mine.id, mine.name
    FROM people_joinrequest AS asked LEFT JOIN people_person AS mine ON mine.id = asked.other_id
    WHERE asked.other_agency_id = %(agency)s AND asked.{state}
"""
_WAITING: Final = _ASKED.format(state="answer = 'waiting' ORDER BY asked.asked_at")
_ALONE: Final = _ASKED.format(
    state="answer = 'agreed' AND asked.is_alone AND asked.reviewed_at IS NULL ORDER BY asked.answered_at"
)
_COUNT: Final = """
    SELECT count(*) FROM people_possiblepair
    WHERE agency_id = %(agency)s AND decided = '' AND (put_off_until IS NULL OR put_off_until <= %(today)s)
"""


def joins_asked_of(agency_id: UUID, *, most: int) -> Select[list[JoinAsked]]:
    """Requests that wait for the agency's answer, and joins made without it that are to be reviewed."""
    sql = f"({_WAITING} LIMIT {most:d}) UNION ALL ({_ALONE} LIMIT {most:d})"
    return Select(sql, {"agency": agency_id}, lambda rows: [JoinAsked(*row) for row in rows])


def pairs_waiting(agency_id: UUID, today: date) -> Select[int]:
    """How many pairs wait today."""
    return Select(_COUNT, {"agency": agency_id, "today": today}, lambda rows: int(rows[0][0]))
