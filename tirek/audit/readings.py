"""The access log: a row for every reading of what is known of people, in the transaction of the reading; denials too.

One statement, so that a page can afford it. Row security lets everybody write in their own name only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import connection

from tirek.audit.actors import Actor
from tirek.audit.models import Reading

Action = Reading.Action
Purpose = Reading.Purpose
IDENTITY: Final = 1
_NOTE: Final = """
    INSERT INTO audit_reading (at, worker_id, agency_id, person_id, category, action, purpose, basis, rows, request)
    SELECT clock_timestamp(), %(worker)s, %(agency)s, one, %(category)s, %(action)s, %(purpose)s,
        CASE WHEN %(action)s = 'denied' THEN '' ELSE authz.ground(one, %(category)s::smallint) END, %(rows)s,
        coalesce(authz.said(6), '')
    FROM unnest(%(people)s::uuid[]) AS one
"""


def note(
    action: Reading.Action,
    *,
    person: UUID | None = None,
    people: Sequence[UUID] = (),
    category: int = IDENTITY,
    purpose: Reading.Purpose = Purpose.HELP,
    rows: int = 1,
    by: Actor,
) -> None:
    """Write down that a person was read, or each of several, or with nobody named a list of so many `rows`."""
    if not connection.in_atomic_block:
        raise RuntimeError("a reading is written down in the transaction that reads")
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE,
            {
                "worker": by.id,
                "agency": by.agency_id,
                "people": list(people) or [person],
                "category": category,
                "action": action.value,
                "purpose": purpose.value,
                "rows": rows,
            },
        )


def deny(*, person: UUID | None = None, purpose: Reading.Purpose = Purpose.HELP, by: Actor) -> None:
    """Write down that somebody asked and was refused: it outlives the 404, for only an error of ours rolls back."""
    note(Action.DENIED, person=person, purpose=purpose, rows=0, by=by)
