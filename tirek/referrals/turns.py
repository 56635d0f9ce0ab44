"""Whose turn it is: the referrals on which an agency has to say something next, read for «My day».

Each way in which it can be an agency's turn has an index in the order of the days, of which no more is read than is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import get_language

from tirek.audit.actors import Actor
from tirek.gate.fetching import Select
from tirek.grants.naming import name_in_sql


@dataclass(frozen=True, slots=True)
class Turn:
    """A referral that waits: where it stands between whom, by when, and who it is as the reader may see it."""

    id: UUID
    due_at: datetime | None
    status: str
    hold: str
    from_agency_id: UUID
    to_agency_id: UUID
    to_agency: str
    kind: str
    who: str
    person_id: UUID
    is_escalated: bool
    """It is late, and comes to the reader by name."""


_TURNS: Final = (
    "to_agency_id = %(agency)s AND status = 'requested'",
    "to_agency_id = %(agency)s AND (status = 'accepted' OR (status = 'on-hold' AND hold = 'waiting'))",
    "to_agency_id = %(agency)s AND status = 'rejected' AND entered_by_id = %(agency)s",
    "from_agency_id = %(agency)s AND (status = 'rejected' OR (status = 'on-hold' AND hold = 'question'))",
    "escalate_to = %(worker)s AND escalated_at IS NOT NULL",
)
"""The provider's to answer and to tell, its own paper's refusal to pass on; the sender's to look at; what comes by name."""
_EACH: Final = """(
    SELECT id, due_at, status, hold, from_agency_id, to_agency_id, kind_id, initials, person_id,
        (escalate_to = %(worker)s AND escalated_at IS NOT NULL) IS TRUE AS is_escalated
    FROM referrals_referral WHERE closed_at IS NULL AND {turn} ORDER BY due_at, id LIMIT {most:d}
)"""
_ALL: Final = f"""
    SELECT one.id, one.due_at, one.status, one.hold, one.from_agency_id, one.to_agency_id, receiver.name, {name_in_sql("kind")},
        COALESCE(person.name, one.initials), one.person_id, one.is_escalated
    FROM (SELECT * FROM ({{each}}) AS due ORDER BY due_at, id LIMIT {{most:d}}) AS one
    JOIN agencies_agency AS receiver ON receiver.id = one.to_agency_id
    JOIN services_servicekind AS kind ON kind.id = one.kind_id
    LEFT JOIN people_person AS person ON person.id = one.person_id
    ORDER BY one.due_at, one.id
"""  # noqa: S608 — names of our own


def turns_of(by: Actor, *, most: int) -> Select[list[Turn]]:
    """What waits for the reader's agency, overdue first, and what is escalated to the reader by name."""
    each = " UNION ".join(_EACH.format(turn=turn, most=most) for turn in _TURNS)
    values = {"agency": by.agency_id, "worker": by.id, "language": (get_language() or "ru")[:2]}
    return Select(_ALL.format(each=each, most=most), values, lambda rows: [Turn(*row) for row in rows])
