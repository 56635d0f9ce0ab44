"""What happened to the needs and plans of one person, read by one query for a page that shows all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from tirek.gate.fetching import Select


@dataclass(frozen=True, slots=True)
class Planned:
    """One thing that happened: what, on which day, and the words that go with it."""

    what: str
    on: date
    text: str
    detail: str
    who: str
    number: int | None


_HISTORY: Final = """
    SELECT happened.what, happened.on_day, happened.text, happened.detail,
           (SELECT agency.name FROM agencies_agency AS agency WHERE agency.id = happened.agency_id), happened.number
    FROM (
        SELECT 'noted' AS what, noted_on AS on_day, text, '' AS detail, agency_id, NULL::int AS number
        FROM cases_need WHERE person_id = ANY(%(people)s)
        UNION ALL
        SELECT state, ended_on, text, ended_why, agency_id, NULL
        FROM cases_need WHERE person_id = ANY(%(people)s) AND ended_on IS NOT NULL
        UNION ALL
        SELECT 'approved', said.agreed_on, '', said.why, plan.agency_id, said.number
        FROM cases_plan AS plan JOIN cases_planversion AS said ON said.plan_id = plan.id
        WHERE plan.person_id = ANY(%(people)s) AND said.approved_at IS NOT NULL
        UNION ALL
        SELECT 'closed', closed_on, '', closed_why, agency_id, NULL
        FROM cases_plan WHERE person_id = ANY(%(people)s) AND closed_on IS NOT NULL
        UNION ALL
        SELECT 'done', done_on, text, '', agency_id, NULL
        FROM cases_planline WHERE person_id = ANY(%(people)s) AND is_standing AND done_on IS NOT NULL
    ) AS happened
"""


def planned_of(person_ids: Sequence[UUID]) -> Select[list[Planned]]:
    """Needs noted and ended, plans approved and ended, steps done: as far as the reader sees them."""
    return Select(_HISTORY, {"people": list(person_ids)}, lambda rows: [Planned(*row) for row in rows])
