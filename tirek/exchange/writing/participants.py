"""Attendances of events: never people of the registry."""

from __future__ import annotations

from uuid import UUID, uuid4

from tirek.exchange.rows.participants import ParticipantRow
from tirek.exchange.staged import Staged
from tirek.exchange.writing.context import Writing
from tirek.grants import actions as grants
from tirek.grants.models import Attendance, Event
from tirek.linkage import fold, parse_name


def write(writing: Writing, staged: list[Staged]) -> None:
    """Enter new attendances and correct known ones."""
    writing.load_known(staged)
    events = {event.number: event for event in Event.objects.filter(grant=writing.grant)}
    known = Attendance.every.in_bulk([target for one in staged if (target := writing.target_of(one))])
    fresh: list[Attendance] = []
    written: list[tuple[Staged, UUID | None]] = []
    for one in staged:
        said: ParticipantRow = one.record
        assert said.event is not None
        target = writing.target_of(one)
        attendance = known.get(target) if target else None
        is_fresh = attendance is None
        attendance = attendance or Attendance(id=uuid4())
        _describe(attendance, said, events[said.event], writing)
        if is_fresh:
            fresh.append(attendance)
        else:
            grants.correct_attendance(attendance=attendance, by=writing.by)
        written.append((one, attendance.pk))
    grants.attend_many(attendances=fresh, by=writing.by)
    writing.remember("attendance", written)


def _describe(attendance: Attendance, said: ParticipantRow, event: Event, writing: Writing) -> None:
    attendance.event = event
    attendance.name, attendance.name_folded = said.name, fold(parse_name(said.name).full)[:200]
    attendance.sex, attendance.birth_on = said.sex, said.birth_on
    attendance.age_low, attendance.age_high = said.age_low, said.age_high
    status = writing.words.status(said.social_status, event.starts_on) if said.social_status else None
    attendance.social_status_id = status
    attendance.side, attendance.organisation, attendance.post = said.side, said.organisation, said.post
