"""How people are written already, asked once for each person while an import goes on, and what their records still lack."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from django.db.models import Q

from tirek.audit.overlapping import remembered
from tirek.linkage import Subject
from tirek.people.models import Person, PersonRecord

Birth = tuple[date | None, int | None, str]


class _Registered(Protocol):
    """A person who is being registered."""

    @property
    def id(self) -> UUID: ...
    @property
    def birth_on(self) -> date | None: ...
    @property
    def birth_year(self) -> int | None: ...
    @property
    def sex(self) -> str: ...


class _Written(_Registered, Protocol):
    """The record of a spelling."""

    @property
    def person_id(self) -> UUID: ...
    @property
    def name(self) -> str: ...


@dataclass(slots=True)
class Spellings:
    """By person: each name with the births and the sexes told with it, and whoever lacks a birth date or a sex."""

    _told: dict[UUID, dict[str, set[Birth]]] = field(default_factory=dict)
    _lacking: dict[UUID, Person | None] = field(default_factory=dict)

    def register(self, people: Iterable[_Registered], records: Sequence[_Written]) -> None:
        """Take note of people who were just registered: nobody need ask for them."""
        for one in people:
            said = {"birth_on": one.birth_on, "birth_year": one.birth_year, "sex": one.sex}
            lacks = not one.sex or one.birth_on is None
            self._lacking[one.id] = Person(id=one.id, **said) if lacks else None
        for record in records:
            self._told[record.person_id] = {record.name: {(record.birth_on, record.birth_year, record.sex)}}

    def load(self, people: Collection[UUID]) -> None:
        """Ask for those of these people who are not known yet."""
        asked = [one for one in people if one not in self._told]
        if not asked:
            return
        self._told |= {one: {} for one in asked}
        rows = PersonRecord.objects.filter(person_id__in=asked, is_name_only=False)
        for person_id, name, on, year, sex in rows.values_list(
            "person_id", "name", "birth_on", "birth_year", "sex"
        ):
            self._told[person_id].setdefault(name, set()).add((on, year, sex))

    def lacking(self, people: Collection[UUID]) -> dict[UUID, Person]:
        """Those of these people whose sex or birth date was not known."""
        asked = [one for one in people if one not in self._lacking]
        if asked:
            gaps = Q(sex="") | Q(birth_on__isnull=True)
            found = Person.objects.filter(gaps, pk__in=asked).in_bulk()
            self._lacking |= {one: found.get(one) for one in asked}
        return {one: person for one in people if (person := self._lacking[one]) is not None}

    def take(self, person_id: UUID, name: str, subject: Subject, *, asked: bool) -> bool:
        """Whether a spelling tells anything that no other of the person does; who was asked is kept unless it is the same."""
        births = self._told[person_id].setdefault(name, set())
        said = (subject.birth_on, subject.birth_year, subject.sex or "")
        if asked:
            is_known = said in births
        else:
            is_known = any(
                all(new in ("", None, old) for new, old in zip(said, one, strict=True)) for one in births
            )
        if not is_known:
            births.add(said)
        return not is_known


def spellings() -> Spellings:
    """Those of the operation under way."""
    return remembered("spellings", Spellings)
