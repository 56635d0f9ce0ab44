"""Is this person already here? One indexed query against the register, and the same for a whole file at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, cast
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

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
from tirek.people.models import NameCount, Person, PersonRecord

_CHUNK: Final = 2000
_COUNTED_EXACTLY: Final = 1000
_COLUMNS: Final = ("anchor", "surname", "given", "patronymic", "birth_on", "birth_year", "sex", "digest")


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
    """About how many people the register holds, without counting a large one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'people_person'::regclass"
        )
        estimate = int(cursor.fetchone()[0])
    return estimate if estimate > _COUNTED_EXACTLY else Person.objects.count()


def _seen(records: QuerySet[PersonRecord]) -> QuerySet[PersonRecord, tuple[object, ...]]:
    described = records.annotate(
        anchor=Coalesce(F("person__canonical_id"), F("person_id")), digest=vault.digest_of("person_id")
    )
    return described.values_list(*_COLUMNS)


def _records_under(keys: Sequence[int]) -> list[UUID]:
    """The records under any of many keys: one index probe a key, where an overlap of long arrays reads the whole table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT record.id FROM unnest(%s::int[]) AS wanted(key)"
            " JOIN people_personrecord AS record ON record.keys @> ARRAY[wanted.key]",
            [list(keys)],
        )
        return [row[0] for row in cursor.fetchall()]


def candidates(subjects: Sequence[Subject], *, further: bool = False) -> list[tuple[UUID, Subject]]:
    """Every record whose keys or IIN meet any of these subjects', by canonical person; one query for one subject."""
    keys_of = loose_query_keys if further else query_keys
    keys = sorted({key for subject in subjects for key in keys_of(subject)})
    digests = {subject.iin_digest for subject in subjects if subject.iin_digest}
    met = Q(keys__overlap=keys) if len(subjects) == 1 else Q(pk__in=_records_under(keys))
    rows = _seen(PersonRecord.objects.filter(met))
    if digests:
        rows = rows.union(
            _seen(PersonRecord.objects.filter(person_id__in=vault.holders_of(vault.IIN, digests)))
        )
    return [(cast("UUID", row[0]), _subject(row)) for row in rows]


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
    rows = NameCount.objects.filter(folded__in={folded for _, folded in wanted}).values_list(
        "part", "folded", "count"
    )
    return {(part, folded): count for part, folded, count in rows if (part, folded) in wanted}


def find(subject: Subject, *, further: bool = False) -> Decision[UUID]:
    """Ask the whole register about one person: same, maybe or new, with scores and reasons.

    `further` is for whoever is about to be registered as new: the second tier of keys, looser and slower, is asked too.
    """
    size = register_size()
    counts = _counts([subject])
    shares = {term: softened_share(term[0], count, size) for term, count in counts.items()}
    return decide(subject, candidates([subject], further=further), size, shares)


class BatchMatcher:
    """The same question for a whole file: candidates come by few queries, people planned earlier are found too."""

    def __init__(self) -> None:
        self._size = register_size()
        self._names = FrequencyTable()
        self._register: Register[UUID] = Register(self._names, elsewhere=self._size)
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
            for person_id, subject in candidates(chunk):
                self._counted.add(person_id)
                self._register.add(person_id, subject)
        for part in ("surname", "given", "patronymic"):
            self._names.people[part] = max(self._names.people[part], self._size)
        self._register.elsewhere = max(self._size - len(self._counted), 0)

    def add(self, person_id: UUID, subject: Subject) -> None:
        """Make a planned person, or a new spelling of one, known to the rows that follow."""
        if person_id not in self._counted:
            self._counted.add(person_id)
            self._names.add(subject)
        self._register.add(person_id, subject)

    def decide(self, subject: Subject) -> Decision[UUID]:
        """Same, maybe or new among the loaded and the planned."""
        return self._register.decide(subject)
