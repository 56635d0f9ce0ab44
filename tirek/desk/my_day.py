"""«My day»: what is overdue, what is for today and what waits for the reader, each line a person and a verb.

A source tells of one kind of work by reads that are bounded by an index and by MOST: a busy agency's day costs what it shows. The reads
of all sources are fetched together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils import timezone

from tirek.agencies.requests import StaffRequest
from tirek.audit.actors import Actor
from tirek.gate.fetching import Select, fetch_together

MOST: Final = 50
"""How many lines one source gives to one list."""


class List(StrEnum):
    """The three lists."""

    OVERDUE = "overdue"
    TODAY = "today"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Task:
    """One line: who, what is to be done, where, and by when."""

    list: List
    who: str
    verb: str
    address: str
    icon: str
    detail: str = ""
    due_on: date | None = None
    person_id: UUID | None = None
    done_address: str = ""
    """Where one press says that it is done."""

    @property
    def days_late(self) -> int:
        """How many days its day is over."""
        today = timezone.localdate()
        return (today - self.due_on).days if self.due_on and self.due_on < today else 0


def by_day(due_on: date, today: date) -> List:
    """The list of something that has a day: overdue, or today's."""
    return List.OVERDUE if due_on < today else List.TODAY


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom the day is put together."""

    by: Actor
    agency_id: UUID
    today: date
    opens: Callable[[str], bool]
    """Whether an address opens to the reader's roles: a source whose page is closed tells nothing."""


Reads = Iterator[Select[Iterable[Task]]]
Source = Callable[[Reader], Reads]
"""The reads of one kind of work, each with the lines that its rows make."""


@dataclass(slots=True)
class Day:
    """The three lists, the oldest of each first."""

    overdue: Sequence[Task] = ()
    today: Sequence[Task] = ()
    waiting: Sequence[Task] = ()
    cut: set[str] = field(default_factory=set)
    """The lists of which only the first lines are shown."""

    @property
    def total(self) -> int:
        """How many lines the day has."""
        return len(self.overdue) + len(self.today) + len(self.waiting)


def reader_of(request: StaffRequest) -> Reader:
    """The reader of a request."""
    worker = request.worker
    opens: Callable[[str], bool] = request.opens  # type: ignore[attr-defined]  # put there by the middleware
    return Reader(worker.actor, worker.agency_id, timezone.localdate(), opens)


def day_of(reader: Reader, sources: Sequence[Source]) -> Day:
    """Everything the sources tell, in its three lists."""
    reads = [read for source in sources for read in source(reader)]
    tasks = [task for found in fetch_together(*reads) for task in found]
    day = Day()
    for name in List:
        found = [task for task in tasks if task.list is name]
        found.sort(key=lambda task: (task.due_on or date.max, task.who, task.verb))
        if len(found) > MOST:
            day.cut.add(str(name))
        setattr(day, name.value, found[:MOST])
    return day
