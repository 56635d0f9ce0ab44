"""Is this person already here? One query against the register, and the same for a whole file at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, cast
from uuid import UUID

from django.db import connection

from tirek.gate import vault
from tirek.linkage import Decision, Subject, check_iin, decide, index_keys, parse_name, query_keys
from tirek.people.models import NameCount, Person, PersonRecord

_CHUNK: Final = 5000
_COLUMNS: Final = ("person_id", "surname", "given", "patronymic", "birth_on", "birth_year", "sex")


def subject_of(
    *, name: str, birth_on: date | None = None, birth_year: int | None = None, sex: str = "", iin: str = ""
) -> Subject:
    """The comparable form of what a source said; a wrong IIN counts as none."""
    parts = parse_name(name)
    valid = check_iin(iin).valid if iin else False
    return Subject(
        surname=parts.surname,
        given=parts.given,
        patronymic=parts.patronymic,
        birth_on=birth_on,
        birth_year=birth_on.year if birth_on else birth_year,
        sex=cast(Literal["m", "f"] | None, sex or None),
        iin_digest=vault.digest(vault.IIN, iin) if valid else None,
    )


def register_size() -> int:
    """About how many people the register holds, without counting them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE relname = 'people_person'")
        estimate = int(cursor.fetchone()[0])
    return estimate if estimate > 1000 else Person.objects.count()


def name_counts(parts: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """How often these folded names stand in the register, as {(part, folded): count}."""
    wanted = set(parts)
    rows = NameCount.objects.filter(folded__in={folded for _, folded in wanted})
    return {(row.part, row.folded): row.count for row in rows if (row.part, row.folded) in wanted}


def _subjects(rows: Sequence[tuple[object, ...]], digests: Mapping[UUID, bytes]) -> list[tuple[UUID, Subject]]:
    found = []
    for row in rows:
        person_id = cast(UUID, row[0])
        found.append(
            (
                person_id,
                Subject(
                    surname=cast(str, row[1]),
                    given=cast(str, row[2]),
                    patronymic=cast(str, row[3]),
                    birth_on=cast(date | None, row[4]),
                    birth_year=cast(int | None, row[5]),
                    sex=cast(Literal["m", "f"] | None, row[6] or None),
                    iin_digest=digests.get(person_id),
                ),
            )
        )
    return found


def candidates(subjects: Sequence[Subject]) -> list[tuple[UUID, Subject]]:
    """Every record whose keys or IIN meet any of these subjects', by canonical person."""
    keys = sorted({key for subject in subjects for key in query_keys(subject)})
    by_iin = [person for person, _ in vault.people_with(vault.IIN, {s.iin_digest for s in subjects if s.iin_digest})]
    records = PersonRecord.objects.filter(keys__overlap=keys).values_list(*_COLUMNS)
    rows = list(records)
    if by_iin:
        rows += list(PersonRecord.objects.filter(person_id__in=by_iin).values_list(*_COLUMNS))
    ids = {row[0] for row in rows}
    canonical = dict(
        Person.objects.filter(pk__in=ids, canonical__isnull=False).values_list("id", "canonical_id")
    )
    digests = vault.person_digests(ids)
    return [(canonical.get(person, person), subject) for person, subject in _subjects(rows, digests)]


def find(subject: Subject) -> Decision[UUID]:
    """Ask the whole register about one person: same, maybe or new, with scores and reasons."""
    return decide(subject, candidates([subject]), register_size=register_size(), frequency=None)


@dataclass
class BatchMatcher:
    """The same question for a whole file: candidates come by a few queries, people planned earlier are found too."""

    size: int = 0
    _by_key: dict[int, list[tuple[UUID, Subject]]] = field(default_factory=dict)
    _by_iin: dict[bytes, list[tuple[UUID, Subject]]] = field(default_factory=dict)

    def load(self, subjects: Iterable[Subject]) -> None:
        """Fetch everybody of the register whom these subjects could mean."""
        self.size = self.size or register_size()
        wanted = list(subjects)
        for start in range(0, len(wanted), _CHUNK):
            for person_id, subject in set(candidates(wanted[start : start + _CHUNK])):
                self._hold(person_id, subject)

    def add(self, person_id: UUID, subject: Subject) -> None:
        """Make a planned person, or a new spelling of one, known to the rows that follow."""
        self.size += 1
        self._hold(person_id, subject)

    def _hold(self, person_id: UUID, subject: Subject) -> None:
        for key in index_keys(subject):
            self._by_key.setdefault(key, []).append((person_id, subject))
        if subject.iin_digest is not None:
            self._by_iin.setdefault(subject.iin_digest, []).append((person_id, subject))

    def decide(self, subject: Subject) -> Decision[UUID]:
        """Same, maybe or new among the loaded and the planned."""
        met: dict[tuple[UUID, int], tuple[UUID, Subject]] = {}
        for key in query_keys(subject):
            for entry in self._by_key.get(key, ()):
                met[(entry[0], id(entry[1]))] = entry
        for entry in self._by_iin.get(subject.iin_digest or b"", ()):
            met[(entry[0], id(entry[1]))] = entry
        return decide(subject, list(met.values()), register_size=max(self.size, 1), frequency=None)
