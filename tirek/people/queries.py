"""Reads over the registry."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate, permutations, product
from operator import mul
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from tirek.gate import permits, vault
from tirek.gate.fetching import Select, fetch
from tirek.linkage import sort_key
from tirek.people.models import LegalHold, Person, PersonQuerySet

_DIGITS: Final = re.compile(r"\d+")
IIN_DIGITS: Final = 12
_MOST_WORDS: Final = 3
_MOST_SPELLINGS: Final = 12
"""Ranges of the index that one order of the typed words may be looked for in."""
_LAST: Final = "\U0010ffff"
_TYPED_ALIKE: Final = ("аә", "гғ", "её", "иіы", "кқ", "нң", "оө", "уұү", "хһ")
"""Letters that stand for one another when a Kazakh name is typed on a Russian keyboard."""


def people_of(agency_id: UUID) -> PersonQuerySet:
    """The people an agency registered, in Kazakh alphabetical order."""
    return Person.objects.heads().filter(registered_by_id=agency_id).order_by("sort_key", "id")


def people_shared_with(agency_id: UUID) -> PersonQuerySet:
    """The people others registered whom the reader sees by a consent, a referral, the law or an emergency.

    A record joined into another stands under it where the reader sees that one too: row security answers for the sub-queries.
    """
    seen = Person.objects.filter(pk__in=permits.seen_on_other_grounds())
    above = (Exists(Person.objects.filter(pk=OuterRef(name))) for name in ("canonical_id", "head_id"))
    return (
        seen.exclude(registered_by_id=agency_id)
        .exclude(next(above))
        .exclude(next(above))
        .order_by("sort_key", "id")
    )


def name_counts(names: Collection[str]) -> dict[tuple[str, str], int]:
    """How often each folded name stands in the whole register, by part of the name; whose it is is not said."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM authz.name_counts(%s::text[])", [list(names)])
        return {(part, folded): count for part, folded, count in cursor.fetchall()}


def search(people: PersonQuerySet, text: str) -> PersonQuerySet:
    """People by IIN, by case number, or by the beginnings of the words of a name in any order; never by a scan.

    Whichever of the look-alike letters were typed, «Серикулы нур» finds «Серікұлы Нұрлан»: the first letters, in every
    spelling, bound the part of the index that is read, and only there the rest is compared.
    """
    if is_number(text):
        return people.filter(_by_number("".join(_DIGITS.findall(text))))
    bounds, patterns = Q(pk__in=[]), []
    for order in _orders(text.replace("-", " ").split()):
        words = [
            codes
            for word in order
            if (codes := [code for letter in word.lower() if (code := _alike(letter))])
        ]
        if not words:
            continue
        for start in product(*words[0][: _bounding(words[0])]):
            bounds |= _from("".join(start))
        patterns.append(".*0".join("".join(f"({'|'.join(codes)})" for codes in word) for word in words))
    if not patterns:
        return people if not text.strip() else people.none()
    return people.filter(bounds, sort_key__regex=f"^({'|'.join(patterns)})")


def _bounding(word: Sequence[Sequence[str]]) -> int:
    """How many first letters bound the search: as many as have few spellings together, two at least."""
    spellings: list[int] = list(accumulate((len(letter) for letter in word), mul))
    return max(2, sum(count <= _MOST_SPELLINGS for count in spellings))


def is_number(text: str) -> bool:
    """Whether a search text asks for an IIN or a case number and not for a name."""
    return any(letter.isdigit() for letter in text) and not any(letter.isalpha() for letter in text)


def is_iin(text: str) -> bool:
    """Whether a search text is an IIN, which must not stand in an address."""
    return is_number(text) and len("".join(_DIGITS.findall(text))) == IIN_DIGITS


def _by_number(digits: str) -> Q:
    if len(digits) != IIN_DIGITS:
        return Q(number=int(digits[:15]))
    holders = Person.objects.filter(pk__in=vault.holders_of(vault.IIN, [vault.digest(vault.IIN, digits)]))
    return Q(pk__in=list(holders.annotate(anchor=Coalesce("head_id", "id")).values_list("anchor", flat=True)))


def _from(start: str) -> Q:
    return Q(sort_key__gte=start, sort_key__lt=start + _LAST)


def _orders(words: list[str]) -> Iterable[tuple[str, ...]]:
    return permutations(words) if len(words) <= _MOST_WORDS else [tuple(words)]


def _alike(letter: str) -> list[str]:
    """The sort codes of every letter that may have been meant."""
    letters = next((group for group in _TYPED_ALIKE if letter in group), letter)
    return [code for one in letters if (code := sort_key(one))]


@dataclass(frozen=True, slots=True)
class Opened:
    """A person with the locality, and the ids under which facts may stand: the own one and those of people joined into it."""

    person: Person
    place: str
    ids: list[UUID]


_OPENED: Final = """
    WITH met AS (
        SELECT one.* FROM people_person AS asked JOIN people_person AS one
            ON one.id IN (asked.id, asked.canonical_id) OR one.canonical_id IN (asked.id, asked.canonical_id)
        WHERE asked.id = %(id)s
    )
    SELECT person.*, COALESCE(contact.place, '') AS place, ARRAY(SELECT id FROM met WHERE id <> person.id) AS joined_ids
    FROM (SELECT * FROM met ORDER BY canonical_id IS NOT NULL, head_id IS NOT NULL, number LIMIT 1) AS person
    LEFT JOIN people_personcontact AS contact ON contact.person_id = person.id
"""


def opened(person_id: UUID) -> Opened | None:
    """The person under whom a record stands for this reader, by one query: the canonical one where the reader sees it.

    Row security names the records: of those joined at other agencies only what permits open is there at all.
    """
    found: Any = next(iter(Person.objects.raw(_OPENED, {"id": person_id})), None)
    return Opened(found, found.place, [found.id, *found.joined_ids]) if found is not None else None


def places_of(person_ids: Sequence[UUID]) -> Select[dict[UUID, str]]:
    """The locality of each of some people, as far as the reader sees it."""
    sql = "SELECT person_id, place FROM people_personcontact WHERE person_id = ANY(%(ids)s)"
    return Select(sql, {"ids": list(person_ids)}, lambda rows: dict(rows))


def masked_iin(iin: str) -> str:
    """An IIN of which only the last four digits show."""
    return f"•••• •••• {iin[-4:]}" if iin else ""


@dataclass(frozen=True, slots=True)
class Reached:
    """The IIN of one person and the phones, each once."""

    iin: str
    phones: list[str]


def reached(person_ids: Sequence[UUID]) -> Select[Reached]:
    """What is sealed of one person, under whichever of the person's ids it stands."""
    return vault.held_of(person_ids, (vault.IIN, vault.PHONE)).then(_reached)


def _reached(held: Mapping[str, list[str]]) -> Reached:
    return Reached(next(iter(held.get(vault.IIN, [])), ""), list(dict.fromkeys(held.get(vault.PHONE, []))))


def iin_of(person_ids: Sequence[UUID]) -> str:
    """The IIN of one person; empty where none is known."""
    return fetch(reached(person_ids)).iin


@dataclass(frozen=True, slots=True)
class Spelling:
    """What one source said of a person, who entered it, and why it was put to that person."""

    id: UUID
    name: str
    name_kind: str
    name_from_on: date | None
    name_to_on: date | None
    birth_on: date | None
    birth_year: int | None
    sex: str
    is_name_only: bool
    source: str
    told_by: str
    told_on: date | None
    said_at: datetime
    outcome: str
    reasons: list[str]
    worker: str
    agency_id: UUID | None
    agency: str


_SPELLINGS: Final = """
    SELECT record.id, record.name, record.name_kind, record.name_from_on, record.name_to_on, record.birth_on,
           record.birth_year, record.sex, record.is_name_only, record.source, record.told_by, record.told_on, record.said_at,
           COALESCE(latest.outcome, ''), COALESCE(latest.reasons, '{}'),
           COALESCE(worker.name, ''), agency.id, COALESCE(agency.name, '')
    FROM people_personrecord AS record
    LEFT JOIN LATERAL (
        SELECT outcome, decided_by, ARRAY(SELECT jsonb_array_elements_text(reasons)) AS reasons FROM people_matchdecision
        WHERE record_id = record.id ORDER BY decided_at DESC LIMIT 1
    ) AS latest ON true
    LEFT JOIN agencies_worker AS worker ON worker.id = latest.decided_by
    LEFT JOIN agencies_agency AS agency ON agency.id = worker.agency_id
    WHERE record.person_id = ANY(%(people)s)
    ORDER BY record.said_at, record.id
"""


def spellings_of(person_ids: Sequence[UUID]) -> Select[list[Spelling]]:
    """Everything sources wrote of one person, oldest first, each with the latest decision that put it there."""
    return Select(_SPELLINGS, {"people": list(person_ids)}, lambda rows: [Spelling(*row) for row in rows])


@dataclass(frozen=True, slots=True)
class Paired:
    """A decision on one person's record and another: joined, split, kept apart, lifted; of closed records no number."""

    id: UUID
    outcome: str
    one: int | None
    other: int | None
    decided_at: datetime
    decided_by: str
    why: str
    ended_at: datetime | None
    ended_by: str
    ended_why: str


_PAIRED: Final = """
    SELECT made.id, made.outcome, one.number, other.number, made.decided_at, COALESCE(decider.name, ''), made.why,
           made.ended_at, COALESCE(ender.name, ''), made.ended_why
    FROM people_pairdecision AS made
    LEFT JOIN people_person AS one ON one.id = made.one_id
    LEFT JOIN people_person AS other ON other.id = made.other_id
    LEFT JOIN agencies_worker AS decider ON decider.id = made.decided_by
    LEFT JOIN agencies_worker AS ender ON ender.id = made.ended_by
    WHERE made.id = ANY(ARRAY(
        SELECT id FROM people_pairdecision WHERE one_id = ANY(%(people)s)
        UNION SELECT id FROM people_pairdecision WHERE other_id = ANY(%(people)s)
        UNION SELECT done.id FROM people_pairdecision AS done JOIN people_joinrequest AS said ON done.asked = said.id
        WHERE said.one_id = ANY(%(people)s)
        UNION SELECT done.id FROM people_pairdecision AS done JOIN people_joinrequest AS said ON done.asked = said.id
        WHERE said.other_id = ANY(%(people)s)))
    ORDER BY made.decided_at
"""


def paired(person_ids: Sequence[UUID]) -> Select[list[Paired]]:
    """What was decided of one person's records and others'; row security leaves it to the agencies that hold them or agreed to it."""
    return Select(_PAIRED, {"people": list(person_ids)}, lambda rows: [Paired(*row) for row in rows])


def holds_of(person_id: UUID) -> list[LegalHold]:
    """What the law holds of a person today, the oldest first."""
    standing = Q(until__isnull=True) | Q(until__gte=localdate())
    return list(LegalHold.objects.filter(standing, person_id=person_id).order_by("held_at"))
