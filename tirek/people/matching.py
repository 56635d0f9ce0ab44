"""Is this person already here? One indexed query against the register, and the same for a whole file at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast
from uuid import UUID

from django.db import connection

from tirek import linkage
from tirek.gate import vault
from tirek.gate.fetching import fetch_at_once
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
from tirek.people.queries import name_counts

_CHUNK: Final = 2000
MOST_COMPARED: Final = 50
"""Records that are compared with somebody asked about: the likeliest by shared keys and birth."""


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
    is_cut: bool = False
    """Found by a key that more records share than are met."""


def candidates(subjects: Sequence[Subject]) -> list[Candidate]:
    """Every record whose keys or IIN meet any of these subjects', by canonical person, other agencies' too; one query.

    Of one key some hundreds of records at most are met: `is_cut` tells of whom that was not everybody.
    """
    keys = sorted({key for subject in subjects for key in query_keys(subject)})
    digests = list({subject.iin_digest for subject in subjects if subject.iin_digest})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM authz.look_up_many(%s::int[], %s::bytea[])", [keys, digests])
        return [Candidate(row[0], _subject(row), row[8], row[9]) for row in cursor.fetchall()]


def _subject(row: tuple[Any, ...]) -> Subject:
    _anchor, surname, given, patronymic, birth_on, birth_year, sex, digest, *_ = row
    sealed = bytes(digest) if digest is not None else None
    return Subject(surname, given, patronymic, birth_on, birth_year, sex or None, sealed)


def _counts(subjects: Iterable[Subject]) -> dict[tuple[str, str], int]:
    wanted = {term for subject in subjects for term in terms(subject).items()}
    found = name_counts({name for _, name in wanted})
    return {term: count for term, count in found.items() if term in wanted}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the register says to one question; with `is_cut` more records look alike than were compared, and the rest are not told of."""

    decision: Decision[UUID]
    is_cut: bool


_LOOK_UP: Final = """
    SELECT * FROM authz.look_up($1::int[], $2::bytea[], $3::text, $4::text, $5::text, $6::date, $7::int, $8::int)
"""
_PARTS: Final = ("surname", "given", "patronymic")


def look_up(subject: Subject, *, further: bool = False) -> Answer:
    """Ask the whole register about one person in one journey: same, maybe or new, with scores and reasons.

    `further` is for whoever is about to be registered as new: the second tier of keys, looser and slower, is asked too.
    """
    keys = loose_query_keys(subject, register_size()) if further else query_keys(subject)
    names = terms(subject)
    digests = "{}" if subject.iin_digest is None else f'{{"\\\\x{subject.iin_digest.hex()}"}}'
    asked = (
        f"{{{','.join(map(str, keys))}}}",
        digests,
        *map(names.get, _PARTS),
        subject.birth_on.isoformat() if subject.birth_on else None,
        str(subject.year) if subject.year else None,
        str(MOST_COMPARED + 1),
    )
    head, *rows = fetch_at_once(_LOOK_UP, asked) or [()]
    if not head:
        return Answer(Decision("new", ()), is_cut=False)
    size, counts = head[9], dict(zip(_PARTS, head[10], strict=True))
    shares = {
        (part, name): softened_share(part, counts[part], size) for part, name in names.items() if counts[part]
    }
    met = [(row[0], _subject(row)) for row in rows[:MOST_COMPARED]]
    return Answer(decide(subject, met, size, shares), is_cut=len(rows) > MOST_COMPARED)


def find(subject: Subject, *, further: bool = False) -> Decision[UUID]:
    """The decision alone, for whoever shows no list."""
    return look_up(subject, further=further).decision


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
        self.is_cut = False
        """Whether some name was so common that not everybody who has it was compared."""

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
                self.is_cut = self.is_cut or one.is_cut
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
