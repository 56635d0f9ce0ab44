"""Is this person already here? One indexed query against the register, and the same for a whole file at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, cast
from uuid import UUID

from django.db import connection

from tirek import linkage
from tirek.gate import vault
from tirek.linkage import (
    Decision,
    FrequencyTable,
    Register,
    Sex,
    Subject,
    decide,
    loose_query_keys,
    query_keys,
    softened_share,
    terms,
)

_CHUNK: Final = 2000


def subject_of(
    *, name: str, birth_on: date | None = None, birth_year: int | None = None, sex: str = "", iin: str = ""
) -> Subject:
    """The comparable form of what a source said; a wrong IIN counts as none, a valid one fills in what was not said."""
    return linkage.subject_of(
        linkage.parse_name(name),
        birth_on=birth_on,
        birth_year=birth_year,
        sex=cast(Sex | None, sex or None),
        iin=linkage.check_iin(iin) if iin else None,
        seal=lambda valid: vault.digest(vault.IIN, valid),
    )


def register_size() -> int:
    """About how many people the whole register holds, without counting a large one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT authz.register_size()")
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the register in comparable form; where not `is_open`, no more may be told than that a record exists."""

    id: UUID
    subject: Subject
    is_open: bool


def candidates(subjects: Sequence[Subject], *, further: bool = False) -> list[Candidate]:
    """Every record whose keys or IIN meet any of these subjects', by canonical person, other agencies' too; one query."""
    keys_of = loose_query_keys if further else query_keys
    keys = sorted({key for subject in subjects for key in keys_of(subject)})
    digests = list({subject.iin_digest for subject in subjects if subject.iin_digest})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM authz.candidates(%s::int[], %s::bytea[])", [keys, digests])
        return [Candidate(row[0], _subject(row), row[8]) for row in cursor.fetchall()]


def _subject(row: tuple[object, ...]) -> Subject:
    digest = cast(bytes | None, row[7])
    return Subject(
        surname=cast(str, row[1]),
        given=cast(str, row[2]),
        patronymic=cast(str, row[3]),
        birth_on=cast(date | None, row[4]),
        birth_year=cast(int | None, row[5]),
        sex=cast(Sex | None, row[6] or None),
        iin_digest=bytes(digest) if digest is not None else None,
    )


def _counts(subjects: Iterable[Subject]) -> dict[tuple[str, str], int]:
    wanted = {term for subject in subjects for term in terms(subject).items()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM authz.name_counts(%s::text[])", [list({name for _, name in wanted})])
        rows = cursor.fetchall()
    return {(part, folded): count for part, folded, count in rows if (part, folded) in wanted}


def find(subject: Subject, *, further: bool = False) -> Decision[UUID]:
    """Ask the whole register about one person: same, maybe or new, with scores and reasons.

    `further` is for whoever is about to be registered as new: the second tier of keys, looser and slower, is asked too.
    """
    size = register_size()
    counts = _counts([subject])
    shares = {term: softened_share(term[0], count, size) for term, count in counts.items()}
    met = candidates([subject], further=further)
    return decide(subject, [(one.id, one.subject) for one in met], size, shares)


def find_others(subject: Subject, *, but: Collection[UUID | None]) -> tuple[Decision[UUID], dict[UUID, bool]]:
    """Who else of the whole register one of its own people may be, and whether the reader sees each of them."""
    size = register_size()
    counts = _counts([subject])
    shares = {term: softened_share(term[0], count, size) for term, count in counts.items()}
    met = [one for one in candidates([subject]) if one.id not in but]
    decision = decide(subject, [(one.id, one.subject) for one in met], size, shares)
    return decision, {one.id: one.is_open for one in met}


class BatchMatcher:
    """The same question for a whole file: candidates come by few queries, people planned earlier are found too."""

    def __init__(self) -> None:
        self._size = register_size()
        self._names = FrequencyTable()
        self._register: Register[UUID] = Register(self._names, elsewhere=self._size)
        self._closed: Register[UUID] = Register(self._names, elsewhere=self._size)
        self._is_alone = True
        self._counted: set[UUID] = set()

    def load(self, subjects: Iterable[Subject]) -> None:
        """Fetch everybody of the register whom these subjects could mean, and how common their names are there."""
        wanted = list(dict.fromkeys(subjects))
        if not self._size:
            return
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            for term, count in _counts(chunk).items():
                self._names.counts[term] = max(self._names.counts[term], count)
            for one in candidates(chunk):
                self._counted.add(one.id)
                self._is_alone = self._is_alone and one.is_open
                (self._register if one.is_open else self._closed).add(one.id, one.subject)
        for part in ("surname", "given", "patronymic"):
            self._names.people[part] = max(self._names.people[part], self._size)
        self._register.elsewhere = self._closed.elsewhere = max(self._size - len(self._counted), 0)

    def add(self, person_id: UUID, subject: Subject) -> None:
        """Make a planned person, or a new spelling of one, known to the rows that follow."""
        if person_id not in self._counted:
            self._counted.add(person_id)
            self._names.add(subject)
        self._register.add(person_id, subject)

    def decide(self, subject: Subject) -> Decision[UUID]:
        """Same, maybe or new among those the agency sees and the planned."""
        return self._register.decide(subject)

    def exists_elsewhere(self, subject: Subject) -> bool:
        """Whether another agency surely holds a record of this person; who and where is not said."""
        return not self._is_alone and self._closed.decide(subject).outcome == "same"
