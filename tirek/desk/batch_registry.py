"""The register as a batch asks it: through the door of every search, for those whom the list could mean and nobody else.

Of another agency's people the reader learns that a record exists elsewhere, never who; and not by an IIN alone, for a list
of numbers would then be a list of questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from uuid import UUID

from tirek.agencies.models import Worker
from tirek.audit import actions as journal
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.desk.batch import run_link
from tirek.gate import vault
from tirek.linkage import Subject, softened_share, terms
from tirek.linkage.batch.folding_rows import Entry
from tirek.people import matching
from tirek.people import queries as people
from tirek.people.models import Person

ELSEWHERE: Final = "elsewhere"
"""Stands for a person whom the reader may not see."""
_AT_ONCE: Final = 2000


class Registry:
    """The register, as far as the actor may see it."""

    def __init__(self) -> None:
        self.size = matching.register_size()
        self._people: dict[UUID, int] = {}
        self._known: set[tuple[UUID, Subject]] = set()
        self._shares: dict[tuple[str, str], float] = {}
        self.met = 0

    def seal(self, iin: str) -> bytes:
        """The register's own seal of an IIN."""
        return vault.digest(vault.IIN, iin)

    def frequency(self, field: str, name: str) -> float | None:
        """The share of people of the whole register with a name."""
        return self._shares.get((field, name))

    def meet(self, subjects: Sequence[Subject]) -> Iterator[tuple[int, Entry]]:
        """Records that share a key or the IIN with one of these, nobody twice."""
        for start in range(0, len(subjects), _AT_ONCE):
            yield from self._meet(subjects[start : start + _AT_ONCE])

    def _meet(self, subjects: Sequence[Subject]) -> Iterator[tuple[int, Entry]]:
        fresh = []
        for one in matching.candidates(subjects):
            subject = one.subject if one.is_open else _without_iin(one.subject)
            if (one.id, subject) not in self._known:
                self._known.add((one.id, subject))
                fresh.append((one.id, one.is_open, subject))
        numbers = dict(
            Person.objects.filter(pk__in={id for id, is_open, _ in fresh if is_open}).values_list(
                "pk", "number"
            )
        )
        self._count([subject for _, _, subject in fresh])
        for id, _, subject in fresh:
            person = self._people.setdefault(id, len(self._people))
            self.met = len(self._people)
            yield person, Entry(str(numbers.get(id, ELSEWHERE)), 0, subject)

    def _count(self, subjects: Sequence[Subject]) -> None:
        """How common the names of these are in the whole register."""
        wanted = {term for subject in subjects for term in terms(subject).items()} - self._shares.keys()
        counts = people.name_counts({name for _, name in wanted})
        for field, name in wanted:
            self._shares[field, name] = softened_share(field, counts.get((field, name), 0), self.size)


def _without_iin(subject: Subject) -> Subject:
    return Subject(
        subject.surname, subject.given, subject.patronymic, subject.birth_on, subject.birth_year, subject.sex
    )


def run_link_registry(path: Path, out: Path, engine: str, master: str | None, worker: Worker) -> int:
    """Link a list against the register as this worker sees it; the reading and the file are written down."""
    registry = Registry()
    done = run_link(path, registry, out, engine, master)
    readings.note(Action.SEARCH, purpose=Purpose.RECOGNISE, rows=registry.met, by=worker.actor)
    readings.note(Action.EXPORT, purpose=Purpose.RECOGNISE, rows=registry.met, by=worker.actor)
    journal.write("people.link_list", detail={"met": registry.met}, by=worker.actor)
    return done
