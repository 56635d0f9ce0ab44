"""Reads of oversight: who looked at a person, what is strange, what was asked. Names of workers only, never of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncDate

from tirek.agencies.models import Agency, Worker
from tirek.audit.models import Reading
from tirek.gate.permits import Basis
from tirek.oversight.models import Finding, Question

MOST_LINES: Final = 300
_KNOWN_BASES: Final[Mapping[str, Any]] = dict(Basis.choices)


@dataclass(frozen=True, slots=True)
class Looked:
    """A worker who read what is known of a person in one way on one day."""

    reading_id: int
    day: date
    last_at: datetime
    times: int
    worker: str
    post: str
    agency: str
    action: str
    purpose: str
    basis: str
    question: Question | None

    @property
    def what(self) -> str:
        """How it was read, in words."""
        return str(Reading.Action(self.action).label)

    @property
    def why(self) -> str:
        """What for, in words."""
        return str(Reading.Purpose(self.purpose).label)

    @property
    def is_denied(self) -> bool:
        """Whether nothing was shown."""
        return self.action == Reading.Action.DENIED

    @property
    def ground(self) -> str:
        """On which ground it could be seen."""
        return str(_KNOWN_BASES.get(self.basis, ""))


@dataclass(frozen=True, slots=True)
class Day:
    """Everybody who looked on one day."""

    day: date
    lines: list[Looked] = field(default_factory=list)


def who_looked(person_ids: Sequence[UUID]) -> list[Day]:
    """Who looked at a person, day by day, the latest first; row security says to whom that may be told."""
    rows = (
        Reading.objects.filter(person_id__in=person_ids)
        .order_by()
        .annotate(day=TruncDate("at"))
        .values("day", "worker_id", "agency_id", "action", "purpose", "basis")
        .annotate(times=Count("id"), last_at=Max("at"), reading_id=Max("id"))
        .order_by("-last_at")[:MOST_LINES]
    )
    found = list(rows)
    asked = Question.objects.in_bulk([row["reading_id"] for row in found], field_name="reading_id")
    workers = Worker.objects.in_bulk({row["worker_id"] for row in found})
    agencies = _agencies(row["agency_id"] for row in found)
    lines = [
        Looked(
            reading_id=row["reading_id"],
            day=row["day"],
            last_at=row["last_at"],
            times=row["times"],
            worker=workers[row["worker_id"]].name if row["worker_id"] in workers else "",
            post=workers[row["worker_id"]].post if row["worker_id"] in workers else "",
            agency=agencies.get(row["agency_id"], ""),
            action=row["action"],
            purpose=row["purpose"],
            basis=row["basis"],
            question=asked.get(row["reading_id"]),
        )
        for row in found
    ]
    return [Day(day, list(same)) for day, same in groupby(lines, key=lambda one: one.day)]


def _agencies(ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Agency.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def findings(*, reviewed: bool) -> QuerySet[Finding]:
    """What is strange in the reader's organisation, waiting or reviewed; ordered by whoever turns the pages."""
    return Finding.objects.exclude(verdict="") if reviewed else Finding.objects.filter(verdict="")


def questions_to(agency_id: UUID) -> QuerySet[Question]:
    """What people asked about workers of an organisation, those without an answer first."""
    return Question.objects.filter(reader_agency_id=agency_id)


def log_of(agency_id: UUID, worker_id: UUID | None = None) -> QuerySet[Reading]:
    """The access log of an organisation, of one worker where one is named."""
    found = Reading.objects.filter(agency_id=agency_id)
    return found.filter(worker_id=worker_id) if worker_id else found


@dataclass(frozen=True, slots=True)
class Waits:
    """How much waits for an overseer."""

    findings: int
    questions: int


def waits(agency_id: UUID) -> Waits:
    """What is not reviewed and not answered yet."""
    open_questions = questions_to(agency_id).filter(answered_at__isnull=True)
    return Waits(findings(reviewed=False).count(), open_questions.count())


def readings_of(questions: Iterable[Question]) -> dict[int, Reading]:
    """The readings that questions are about, by their ids."""
    return Reading.objects.in_bulk([one.reading_id for one in questions])
