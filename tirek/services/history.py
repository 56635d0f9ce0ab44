"""Everything the journal says of one person, read by one query for a page that shows all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import get_language

from tirek.gate.fetching import Select
from tirek.grants.naming import name_in_sql
from tirek.services.endings import LOOKS, Look, why
from tirek.services.models import WishOf
from tirek.services.queries import ENDINGS, Ended


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the journal in words: names and not rows, for rows of several models cost more than all else."""

    id: UUID
    happened_on: date
    kind_id: int
    kind: str
    category: str
    provider: str
    wish_of: str
    note: str
    ended: Ended
    look: Look
    reason: str
    detail: str
    struck_at: datetime | None

    @property
    def ending(self) -> str:
        """How the line ended."""
        return self.ended.ending

    @property
    def is_given(self) -> bool:
        """Whether the service was given."""
        return self.ended.ending == "given"


_HISTORY: Final = f"""
    SELECT line.id, line.happened_on, kind.id, {name_in_sql("kind")}, kind.category,
           (SELECT provider.name FROM agencies_agency AS provider WHERE provider.id = line.provider_id),
           line.wish_of, line.note, line.struck_at,
           (SELECT {name_in_sql("reason")} FROM services_refusalreason AS reason WHERE reason.id = ended.reason_id), ended.*
    FROM services_service AS line
    JOIN services_servicekind AS kind ON kind.id = line.kind_id
    LEFT JOIN LATERAL ({ENDINGS.format(lines="= line.id")})
        AS ended(line_id, ending, reason_id, detail, letter, cause, wish) ON true
    WHERE line.person_id = ANY(%(people)s)
    ORDER BY line.happened_on DESC, line.number DESC, line.id DESC
"""  # noqa: S608 — names of our own
# Providers and reasons are asked line by line: joined, they would make the query longer to plan than to run.


def history_of(person_ids: Sequence[UUID]) -> Select[list[Told]]:
    """Every line about one person, newest first, with how it ended."""
    values = {"people": list(person_ids), "language": (get_language() or "ru")[:2]}
    return Select(_HISTORY, values, lambda rows: [_told(row) for row in rows])


def _told(row: tuple[Any, ...]) -> Told:
    id, happened_on, kind_id, kind, category, provider, wish_of, note, struck_at, coded, line_id, *said = row
    ended = Ended(*said) if line_id is not None else Ended()
    wish = str(WishOf(wish_of).label) if wish_of else ""
    reason, detail = why(ended, coded or "")
    look = LOOKS[ended.ending]
    return Told(
        id, happened_on, kind_id, kind, category, provider, wish, note, ended, look, reason, detail, struck_at
    )
