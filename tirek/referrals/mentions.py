"""The referrals of one person for a page that shows all of the person: one query, names and not rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import get_language

from tirek.gate.fetching import Select
from tirek.grants.naming import name_in_sql
from tirek.referrals.deadlines import Chip, chip
from tirek.referrals.looks import CLOSED, Look, look_of
from tirek.referrals.machine import Status
from tirek.referrals.models import Referral

SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Mention:
    """A referral in a line: what, from whom to whom, where it stands."""

    id: UUID
    kind: str
    sender: str
    receiver: str
    made_at: datetime
    chip: Chip | None
    look: Look


_OF_PERSON: Final = f"""
    SELECT sent.id, {name_in_sql("kind")}, sender.name, receiver.name, sent.made_at, sent.due_at, sent.status, sent.hold,
           sent.closed_at, (SELECT told.status FROM referrals_outcome AS told WHERE told.referral_id = sent.id)
    FROM referrals_referral AS sent
    JOIN services_servicekind AS kind ON kind.id = sent.kind_id
    JOIN agencies_agency AS sender ON sender.id = sent.from_agency_id
    JOIN agencies_agency AS receiver ON receiver.id = sent.to_agency_id
    WHERE sent.person_id = ANY(%(people)s) ORDER BY sent.made_at DESC, sent.id LIMIT {SHOWN}
"""  # noqa: S608 — names of our own


def referrals_of(person_ids: Sequence[UUID]) -> Select[list[Mention]]:
    """The latest referrals of one person that the reader sees."""
    values = {"people": list(person_ids), "language": (get_language() or "ru")[:2]}
    return Select(_OF_PERSON, values, lambda rows: [_mention(*row) for row in rows])


def _mention(
    id: UUID, kind: str, sender: str, receiver: str, made_at: datetime, due_at: datetime | None, status: str, hold: str,
    closed_at: datetime | None, told: str | None,
) -> Mention:  # fmt: skip
    code = Status(told) if told and status == Status.ACCEPTED else Status(status)
    if closed_at is not None and code == Status.ACCEPTED:
        look = CLOSED
    else:
        look = look_of(Referral(hold=hold), code, is_unsaid=False)
    due = chip(due_at) if closed_at is None else None
    return Mention(id, kind, sender, receiver, made_at, due, look)
