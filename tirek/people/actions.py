"""Writes on the registry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, Q

from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.audit.inserting import insert_many
from tirek.gate import vault
from tirek.linkage import Subject, check_iin, index_keys, parse_name, sort_key, terms
from tirek.people.matching import subject_of
from tirek.people.models import MatchDecision, Person, PersonContact, PersonRecord
from tirek.people.registering import NewPerson, Said, Sighting

_NUMBERING = 0x7123_0001
"""Advisory lock: case numbers are given out by one transaction at a time."""


class NoName(ValueError):
    """A person is registered by a name; an empty one is refused."""


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERING])
    return (Person.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def _person(said: NewPerson, number: int, agency_id: UUID) -> Person:
    name = " ".join(said.name.split())
    if not name:
        raise NoName
    subject = _subject(said)
    return Person(
        id=said.id,
        number=number,
        registered_by_id=agency_id,
        name=name,
        surname=subject.surname,
        given=subject.given,
        patronymic=subject.patronymic,
        sort_key=sort_key(name),
        birth_on=subject.birth_on,
        birth_year=subject.birth_year,
        sex=subject.sex or "",
    )


def _subject(said: Said) -> Subject:
    return subject_of(
        name=said.name, birth_on=said.birth_on, birth_year=said.birth_year, sex=said.sex, iin=said.iin
    )


def _record(said: Said, person_id: UUID, *, with_keys: bool = True) -> PersonRecord:
    subject = _subject(said)
    return PersonRecord(
        person_id=person_id,
        source=said.source,
        source_id=said.source_id,
        name=" ".join(said.name.split()),
        surname=subject.surname,
        given=subject.given,
        patronymic=subject.patronymic,
        birth_on=subject.birth_on,
        birth_year=subject.birth_year,
        sex=subject.sex or "",
        keys=index_keys(subject) if with_keys else [],
    )


def _count_names(people: Sequence[NewPerson]) -> None:
    """Add to the term frequencies of matching; rows are locked in one order, so that two imports cannot deadlock."""
    counts: Counter[tuple[str, str]] = Counter()
    for said in people:
        counts.update(terms(subject_of(name=said.name, iin=said.iin)).items())
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO people_namecount AS n (part, folded, count) VALUES (%s, %s, %s)"
            " ON CONFLICT (part, folded) DO UPDATE SET count = n.count + excluded.count",
            [(part, folded[:80], count) for (part, folded), count in sorted(counts.items())],
        )


def _seal(said: Iterable[tuple[UUID, Said]]) -> None:
    values = []
    phones = []
    for person_id, one in said:
        if one.iin and check_iin(one.iin).ok:
            values.append(vault.build(vault.IIN, one.iin, person=person_id))
        phones += [(person_id, phone) for phone in one.phones]
    vault.put_many(values)
    known = vault.person_values({person for person, _ in phones}, vault.PHONE) if phones else {}
    vault.put_many(
        vault.build(vault.PHONE, phone, person=person)
        for person, phone in dict.fromkeys(phones)
        if phone not in known.get(person, ())
    )


@transaction.atomic
def register_many(*, people: Sequence[NewPerson], by: Actor) -> list[Person]:
    """Add people to the register for the actor's agency; raises NoName and writes nothing if one has no name."""
    if not people:
        return []
    if by.agency_id is None:
        raise PermissionError("a person is registered for an agency")
    first = _next_number()
    made = [_person(said, first + place, by.agency_id) for place, said in enumerate(people)]
    insert_many(made, into=Person)
    records = [_record(said, said.id) for said in people]
    insert_many(records, into=PersonRecord)
    insert_many(
        [PersonContact(person_id=said.id, place=said.place) for said in people if said.place],
        into=PersonContact,
    )
    decisions = [
        MatchDecision(
            record=record, person_id=record.person_id, outcome=MatchDecision.Outcome.NEW, decided_by=by.id
        )
        for record in records
    ]
    insert_many(decisions, into=MatchDecision)
    _count_names(people)
    _seal((said.id, said) for said in people)
    journal.write_many("people.register", [(person, person.id) for person in made], by=by)
    return made


def register(*, person: NewPerson, by: Actor) -> Person:
    """Add one person to the register."""
    return register_many(people=[person], by=by)[0]


_Birth = tuple[date | None, int | None, str]
_Known = dict[tuple[UUID, str], set[_Birth]]


def _known_spellings(ids: set[UUID]) -> _Known:
    found: _Known = {}
    rows = PersonRecord.objects.filter(person_id__in=ids)
    for person_id, name, on, year, sex in rows.values_list(
        "person_id", "name", "birth_on", "birth_year", "sex"
    ):
        found.setdefault((person_id, name), set()).add((on, year, sex))
    return found


def _says_more(record: PersonRecord, known: _Known, *, asked: bool) -> bool:
    """Whether a record tells anything that no other of the person does; who was asked is kept unless it is the same."""
    births = known.get((record.person_id, record.name), set())
    said = (record.birth_on, record.birth_year, record.sex)
    if asked:
        return said not in births
    return not any(all(new in ("", None, old) for new, old in zip(said, one, strict=True)) for one in births)


def _fill_gaps(sightings: Sequence[Sighting], by: Actor) -> None:
    """Give a person the sex and birth date that were not known at registration; what is known is never overwritten."""
    sure = [one for one in sightings if one.outcome != MatchDecision.Outcome.BEST]
    gaps = Q(sex="") | Q(birth_on__isnull=True)
    people = Person.objects.filter(gaps, pk__in={one.person_id for one in sure}).in_bulk()
    filled: dict[UUID, Person] = {}
    for one in sure:
        person = people.get(one.person_id)
        if person is None:
            continue
        said = _subject(one)
        if not person.sex and said.sex:
            person.sex, filled[person.pk] = said.sex, person
        if person.birth_on is None and said.birth_on and person.birth_year in (None, said.birth_on.year):
            person.birth_on, person.birth_year, filled[person.pk] = said.birth_on, said.birth_on.year, person
    Person.objects.bulk_update(filled.values(), ["sex", "birth_on", "birth_year"], batch_size=2000)
    journal.write_many("people.fill", [(person, person.pk) for person in filled.values()], by=by)


@transaction.atomic
def note_sightings(*, sightings: Sequence[Sighting], by: Actor) -> int:
    """Keep each new spelling of known people with the decision that put it there; returns how many were new."""
    if not sightings:
        return 0
    known = _known_spellings({sighting.person_id for sighting in sightings})
    records, decisions = [], []
    for sighting in sightings:
        # Most spellings say nothing new: their keys are worth making only after that is known.
        record = _record(sighting, sighting.person_id, with_keys=False)
        if not _says_more(record, known, asked=sighting.outcome != MatchDecision.Outcome.SAME):
            continue
        known.setdefault((record.person_id, record.name), set()).add(
            (record.birth_on, record.birth_year, record.sex)
        )
        record.keys = index_keys(_subject(sighting))
        records.append(record)
        decisions.append(
            MatchDecision(
                record=record,
                person_id=sighting.person_id,
                outcome=sighting.outcome,
                bits=sighting.bits,
                reasons=list(sighting.reasons),
                decided_by=by.id,
            )
        )
    insert_many(records, into=PersonRecord)
    insert_many(decisions, into=MatchDecision)
    _seal((sighting.person_id, sighting) for sighting in sightings)
    _fill_gaps(sightings, by)
    journal.write_many("people.note_sighting", [(record, record.person_id) for record in records], by=by)
    return len(records)


@transaction.atomic
def correct(
    *,
    person: Person,
    name: str,
    birth_on: date | None,
    birth_year: int | None,
    sex: str,
    iin: str = "",
    phones: tuple[str, ...] = (),
    by: Actor,
) -> Person:
    """Correct what the register shows of a person; the former spelling stays as a record, a former IIN in the vault.

    A valid IIN takes the place of the one that was known; none leaves it as it was. Phones are added.
    """
    clean = " ".join(name.split())
    if not clean:
        raise NoName
    replaced = _replace_iin(person, iin)
    parts = parse_name(clean)
    person.name, person.surname, person.given, person.patronymic = (
        clean,
        parts.surname,
        parts.given,
        parts.patronymic,
    )
    person.sort_key, person.birth_on, person.sex = sort_key(clean), birth_on, sex
    person.birth_year = birth_on.year if birth_on else birth_year
    person.save()
    said = Sighting(
        person_id=person.id, name=clean, birth_on=birth_on, birth_year=birth_year, sex=sex, phones=phones
    )
    note_sightings(sightings=[said], by=by)
    detail = {"replaced": [vault.IIN]} if replaced else {}
    journal.write("people.correct", person, person=person.id, detail=detail, by=by)
    return person


def _replace_iin(person: Person, iin: str) -> bool:
    if not check_iin(iin).ok:
        return False
    joined = Person.objects.filter(canonical_id=person.id).values_list("id", flat=True)
    return vault.replace(
        vault.IIN, iin, person=person.id, people=[person.id, *joined], former=vault.FORMER_IIN
    )
