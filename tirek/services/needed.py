"""What the journal of services says that people needed: one need of each kind of help a person, however many lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from tirek.audit.actors import Actor
from tirek.cases.models import Need
from tirek.cases.noting import NeedSaid, note_many

NOT_FOR_THEM: Final = ("not_in_hardship", "already_received", "not_asked", "not_our_field")
"""Refusals that say the help was not for this person; the others say that it was and could not be given."""
NOT_WANTED: Final = "человек пока отказался"
"""Why a need was declined where the journal gives no reason."""
_LINES: Final = """
    SELECT line.person_id, kind.help_kind_id, help.category, kind.name_ru, line.happened_on, line.wish_of,
        CASE WHEN given.service_id IS NOT NULL THEN 'given' WHEN declined.service_id IS NOT NULL THEN 'declined'
            WHEN reason.code = ANY(%(not_for_them)s) THEN 'not_for_them'
            WHEN refused.service_id IS NOT NULL OR unmet.service_id IS NOT NULL OR missed.service_id IS NOT NULL
                OR lost.service_id IS NOT NULL THEN 'not_yet'
            ELSE 'open' END,
        coalesce(unmet.wish, ''), coalesce(declined.detail, nullif(concat_ws(': ', reason.name_ru, nullif(refused.detail, '')), ''), '')
    FROM services_service line
    JOIN services_servicekind kind ON kind.id = line.kind_id
    JOIN cases_helpkind help ON help.id = kind.help_kind_id
    LEFT JOIN services_delivery given ON given.service_id = line.id
    LEFT JOIN services_decline declined ON declined.service_id = line.id
    LEFT JOIN services_refusal refused ON refused.service_id = line.id
    LEFT JOIN services_refusalreason reason ON reason.id = refused.reason_id
    LEFT JOIN services_unmetdemand unmet ON unmet.service_id = line.id
    LEFT JOIN services_noshow missed ON missed.service_id = line.id
    LEFT JOIN services_lostcontact lost ON lost.service_id = line.id
    WHERE line.person_id = ANY(%(people)s) AND line.agency_id = %(agency)s AND line.struck_at IS NULL
    ORDER BY line.happened_on, line.number, line.id
"""


class _Line(NamedTuple):
    """A line of the journal, as far as it tells of a need."""

    person_id: UUID
    help_id: int
    category: int
    kind: str
    happened_on: date
    wish_of: str
    ended: str
    wish: str
    why: str


@transaction.atomic
def note_needs(*, people: Collection[UUID], by: Actor) -> None:
    """Make the needs of these people that are known from the agency's journal say what it says now."""
    with connection.cursor() as cursor:
        values = {"people": list(people), "agency": by.agency_id, "not_for_them": list(NOT_FOR_THEM)}
        cursor.execute(_LINES, values)
        lines = [_Line(*row) for row in cursor.fetchall()]
    asked: defaultdict[tuple[UUID, int], list[_Line]] = defaultdict(list)
    for line in lines:
        asked[line.person_id, line.help_id].append(line)
    note_many(people=people, needs=[_need(one) for one in asked.values()], by=by)


def _need(lines: Sequence[_Line]) -> NeedSaid:
    """One need of all the lines of a person and a kind of help, the earliest first."""
    first, told = lines[0], _deciding(lines)
    state, why = _state(told)
    words = dict.fromkeys(": ".join(part for part in (one.kind, one.wish) if part) for one in lines)
    return NeedSaid(
        person_id=first.person_id,
        kind_id=first.help_id,
        category=first.category,
        text="; ".join(words)[:300],
        wish_of=next((one.wish_of for one in reversed(lines) if one.wish_of), ""),
        state=state,
        noted_on=first.happened_on,
        ended_on=told.happened_on if state in Need.ENDED else None,
        ended_why=why[:300],
    )


def _deciding(lines: Sequence[_Line]) -> _Line:
    """The line by which the need stands: the first with which help was given, else the last."""
    return next((one for one in lines if one.ended == "given"), lines[-1])


def _state(line: _Line) -> tuple[str, str]:
    """How the need stands, and why where it was not met; help that could not be given is still needed."""
    if line.ended == "given":
        return Need.State.MET, ""
    if line.ended == "declined":
        return Need.State.DECLINED, line.why or NOT_WANTED
    if line.ended == "not_for_them":
        return Need.State.LAPSED, line.why
    return (Need.State.IN_WORK if line.ended == "open" else Need.State.OPEN), ""
