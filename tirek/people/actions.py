"""Writes on the registry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Q
from django.utils.timezone import localdate

from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.audit.inserting import array_of, insert_many, tell
from tirek.audit.overlapping import remembered
from tirek.gate import permits, vault
from tirek.linkage import Subject, check_iin, index_keys, parse_name, sort_key, terms
from tirek.people.erasing import erase_person
from tirek.people.matching import subject_of
from tirek.people.models import LegalHold, MatchDecision, Person, PersonContact, PersonRecord
from tirek.people.pairing import search_soon
from tirek.people.policies import may_correct
from tirek.people.registering import NewPerson, Said, Sighting
from tirek.people.spellings import spellings
from tirek.people.stating import NotOurs, carry_birth


class NoName(ValueError):
    """A person is registered by a name; an empty one is refused."""


def _next_number(people: int) -> int:
    """The first of so many case numbers: they are given out by one transaction at a time, which knows how far it is."""
    taken = remembered("case numbers", dict[str, int])
    if "next" not in taken:
        with connection.cursor() as cursor:
            cursor.execute("SELECT authz.take_number()")
            taken["next"] = int(cursor.fetchone()[0])
    first = taken["next"]
    taken["next"] += people
    return first


class _Registered(NamedTuple):
    """A row of Person."""

    id: UUID
    number: int
    registered_by_id: UUID
    name: str
    surname: str
    given: str
    patronymic: str
    sort_key: str
    birth_on: date | None
    birth_year: int | None
    sex: str


class _Record(NamedTuple):
    """A row of PersonRecord."""

    id: UUID
    person_id: UUID
    source: str
    source_id: UUID | None
    name: str
    surname: str
    given: str
    patronymic: str
    birth_on: date | None
    birth_year: int | None
    sex: str
    keys: list[int]


class _Decided(NamedTuple):
    """A row of MatchDecision."""

    record_id: UUID
    person_id: UUID
    outcome: str
    bits: float | None = None
    reasons: Sequence[str] = ()


def _person(said: NewPerson, subject: Subject, number: int, agency_id: UUID) -> _Registered:
    name = " ".join(said.name.split())
    if not name:
        raise NoName
    return _Registered(
        said.id,
        number,
        agency_id,
        name,
        subject.surname,
        subject.given,
        subject.patronymic,
        sort_key(name),
        subject.birth_on,
        subject.birth_year,
        subject.sex or "",
    )


def _subject(said: Said) -> Subject:
    return subject_of(
        name=said.name, birth_on=said.birth_on, birth_year=said.birth_year, sex=said.sex, iin=said.iin
    )


def _record(said: Said, subject: Subject, person_id: UUID) -> _Record:
    return _Record(
        uuid4(),
        person_id,
        said.source,
        said.source_id,
        " ".join(said.name.split()),
        subject.surname,
        subject.given,
        subject.patronymic,
        subject.birth_on,
        subject.birth_year,
        subject.sex or "",
        index_keys(subject),
    )


def _count_names(subjects: Iterable[Subject]) -> None:
    """Add to the term frequencies of matching."""
    counts: Counter[tuple[str, str]] = Counter()
    for subject in subjects:
        counts.update(terms(subject).items())
    if not counts:
        return
    parts, names = zip(*counts, strict=True)
    # The function locks the rows in one order, so that two imports cannot deadlock.
    tell(
        "SELECT authz.count_names($1::text[], $2::text[], $3::int[])",
        [array_of(parts), array_of([name[:80] for name in names]), array_of(list(counts.values()))],
    )


def _load_phones(said: Iterable[tuple[UUID, Said]]) -> dict[UUID, set[str]]:
    """The phones that people with phones among these have already."""
    held = remembered("phones", dict[UUID, set[str]])
    asked = {person_id for person_id, one in said if one.phones} - held.keys()
    known = asked - permits.new_people()
    found = vault.person_values(known, vault.PHONE) if known else {}
    held |= {person_id: set(found.get(person_id, ())) for person_id in asked}
    return held


def _seal(said: Sequence[tuple[UUID, Said]]) -> None:
    values = []
    held = _load_phones(said)
    for person_id, one in said:
        if one.iin and check_iin(one.iin).ok:
            values.append(vault.build(vault.IIN, one.iin, person=person_id))
        for phone in one.phones:
            if phone not in held[person_id]:
                held[person_id].add(phone)
                values.append(vault.build(vault.PHONE, phone, person=person_id))
    vault.put_many(values)


@transaction.atomic
def register_many(*, people: Sequence[NewPerson], by: Actor) -> None:
    """Add people to the register for the actor's agency; raises NoName and writes nothing if one has no name."""
    if not people:
        return
    if by.agency_id is None:
        raise PermissionError("a person is registered for an agency")
    subjects = [_subject(said) for said in people]
    permits.own(people=[said.id for said in people])
    first = _next_number(len(people))
    _count_names(subjects)
    rows = [
        _person(said, subject, number, by.agency_id)
        for number, (said, subject) in enumerate(zip(people, subjects, strict=True), first)
    ]
    insert_many(rows, into=Person)
    records = [_record(said, subject, said.id) for said, subject in zip(people, subjects, strict=True)]
    insert_many(records, into=PersonRecord)
    spellings().register(rows, records)
    insert_many(
        [said for said in people if said.place],
        into=PersonContact,
        taken={"id": lambda _: uuid4(), "person_id": attrgetter("id")},
    )
    decisions = [_Decided(record.id, record.person_id, MatchDecision.Outcome.NEW) for record in records]
    insert_many(decisions, into=MatchDecision, same={"decided_by": by.id})
    _seal([(said.id, said) for said in people])
    journal.write_many("people.register", ((said.id, said.id) for said in people), of=Person, by=by)


def register(*, person: NewPerson, by: Actor) -> Person:
    """Add one person to the register."""
    register_many(people=[person], by=by)
    one = Person.objects.get(pk=person.id)
    search_soon(one.registered_by_id)
    return one


def _fill_gaps(sightings: Sequence[tuple[Sighting, Subject]], by: Actor) -> None:
    """Give a person the sex and birth date that were not known at registration; what is known is never overwritten."""
    sure = [one for one in sightings if one[0].outcome != MatchDecision.Outcome.BEST]
    people = spellings().lacking({one.person_id for one, _ in sure})
    filled: dict[UUID, Person] = {}
    for one, said in sure:
        person = people.get(one.person_id)
        if person is None:
            continue
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
    # What can be worked out comes before what is asked: the database has its hands full while an import is under way.
    read = [(sighting, _subject(sighting)) for sighting in sightings]
    known = spellings()
    known.load({sighting.person_id for sighting in sightings})
    _fill_gaps(read, by)
    records: list[_Record] = []
    decisions: list[_Decided] = []
    for sighting, subject in read:
        name = " ".join(sighting.name.split())
        is_asked = sighting.outcome != MatchDecision.Outcome.SAME
        if not known.take(sighting.person_id, name, subject, asked=is_asked):
            continue
        record = _record(sighting, subject, sighting.person_id)
        records.append(record)
        decisions.append(
            _Decided(record.id, record.person_id, sighting.outcome, sighting.bits, list(sighting.reasons))
        )
    insert_many(records, into=PersonRecord)
    insert_many(decisions, into=MatchDecision, same={"decided_by": by.id})
    _seal([(sighting.person_id, sighting) for sighting in sightings])
    written = ((record.id, record.person_id) for record in records)
    journal.write_many("people.note_sighting", written, of=PersonRecord, by=by)
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

    A valid IIN takes the place of the one that was known; none leaves it as it was. Phones are added. Raises NotOurs for an agency that
    did not register the person: it adds what its sources say.
    """
    if by.agency_id is None or not may_correct(person, by.agency_id):
        raise NotOurs
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
    carry_birth(person)
    detail = {"replaced": [vault.IIN]} if replaced else {}
    journal.write("people.correct", person, person=person.id, detail=detail, by=by)
    return person


class HeldByLaw(ValueError):
    """Somebody whose record the law holds cannot be erased yet."""


@transaction.atomic
def hold(*, person: Person, ground: str, until: date | None = None, by: Actor) -> LegalHold:
    """Keep a person's record from being erased, until a day or until further notice."""
    kept = LegalHold.objects.create(person=person, ground=ground, until=until, held_by=by.id)
    journal.write("people.hold", kept, person=person.pk, by=by)
    return kept


@transaction.atomic
def lift(*, hold: LegalHold, by: Actor) -> None:
    """The law holds it no longer: the hold ended yesterday, and stays to be read."""
    hold.until = localdate() - timedelta(days=1)
    hold.save(update_fields=["until"])
    journal.write("people.lift", hold, person=hold.person_id, by=by)


@transaction.atomic
def erase(*, person: Person, ground: str, by: Actor) -> None:
    """Destroy a person's key and overwrite what stands in clear, history included; raises HeldByLaw.

    What counts in reports stays and speaks of nobody. Backups lose the person with the next backup of the keys (30 days).
    """
    if LegalHold.objects.filter(Q(until__isnull=True) | Q(until__gte=localdate()), person=person).exists():
        raise HeldByLaw
    journal.write("people.erase", person, person=person.pk, detail={"ground": ground[:80]}, by=by)
    erase_person(person.pk, ground, terms(subject_of(name=person.name)))


def _replace_iin(person: Person, iin: str) -> bool:
    if not check_iin(iin).ok:
        return False
    joined = Person.objects.filter(head_id=person.id).values_list("id", flat=True)
    return vault.replace(
        vault.IIN, iin, person=person.id, people=[person.id, *joined], former=vault.FORMER_IIN
    )
