"""What sources say of a known person, each kept with its source; and which of it the register shows.

A statement is a `PersonRecord`: nothing is overwritten, whatever is shown. A name without a birth date carries the one the register
shows, so that whoever is asked for under a former name is found with all the evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db import transaction

from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.linkage import index_keys, sort_key
from tirek.people.matching import subject_of
from tirek.people.models import MatchDecision, Person, PersonRecord
from tirek.people.policies import may_correct
from tirek.people.queries import opened
from tirek.people.registering import Statement

NAME, BIRTH, SEX = "name", "birth", "sex"
SHOWN: Final = (NAME, BIRTH, SEX)


class NothingSaid(ValueError):
    """The source says nothing of what was asked to be shown."""


class NotTheirs(ValueError):
    """The statement is of somebody else."""


class NotOurs(PermissionError):
    """Only the agency that registered a person decides what is shown."""


@transaction.atomic
def state(*, person: Person, said: Statement, by: Actor) -> PersonRecord:
    """Keep what a source says of a person; the same statement sent twice stands once."""
    known = PersonRecord.objects.filter(pk=said.id, person=person).first()
    if known is not None:
        return known
    record = enter(person, said, by)
    journal.write("people.state", record, person=person.id, by=by)
    return record


def enter(person: Person, said: Statement, by: Actor) -> PersonRecord:
    """The record of a statement, with the worker's decision that it means this person; the caller writes the journal."""
    record = PersonRecord(
        id=said.id,
        person=person,
        source=said.source,
        told_by=" ".join(said.told_by.split()),
        told_on=said.told_on,
        name_kind=said.name_kind,
        name_from_on=said.name_from_on,
        name_to_on=said.name_to_on,
        is_name_only=said.is_name_only,
        birth_on=said.birth_on,
        birth_year=said.birth_on.year if said.birth_on else said.birth_year,
        sex=said.sex,
        name=" ".join(said.name.split()),
    )
    if record.is_name_only:
        _carry(person, record)
    _index(record)
    record.save(force_insert=True)
    MatchDecision.objects.create(
        record=record, person=person, outcome=MatchDecision.Outcome.CHOSEN, decided_by=by.id
    )
    return record


@transaction.atomic
def choose(*, person: Person, record: PersonRecord, what: Iterable[str], by: Actor) -> Person:
    """Show what one source says of the name, the birth or the sex; the others stay and are found by.

    Raises NotTheirs, NotOurs, and NothingSaid where the source is silent on it.
    """
    wanted = [one for one in SHOWN if one in set(what)]
    if record.person_id not in _ids_of(person):
        raise NotTheirs
    if by.agency_id is None or not may_correct(person, by.agency_id):
        raise NotOurs
    if not wanted or not set(wanted) <= set(said_in(record)):
        raise NothingSaid
    if NAME in wanted:
        person.name, person.sort_key = record.name, sort_key(record.name)
        person.surname, person.given = record.surname, record.given
        person.patronymic = record.patronymic
    if BIRTH in wanted:
        person.birth_on, person.birth_year = record.birth_on, record.birth_year
    if SEX in wanted:
        person.sex = record.sex
    person.save()
    carry_birth(person)
    journal.write("people.choose", person, person=person.id, detail={"shown": wanted}, by=by)
    return person


def said_in(record: PersonRecord) -> list[str]:
    """Of what a source speaks."""
    if record.is_name_only:
        return [NAME]
    born = record.birth_on is not None or record.birth_year is not None
    return [one for one, is_said in ((NAME, True), (BIRTH, born), (SEX, bool(record.sex))) if is_said]


def carry_birth(person: Person) -> None:
    """Let the names that came without a birth date carry the one that is shown now, and be found by it.

    Records joined in from another agency are that agency's to change.
    """
    ours = PersonRecord.objects.filter(person__registered_by_id=person.registered_by_id)
    for record in ours.filter(person_id__in=_ids_of(person), is_name_only=True):
        _carry(person, record)
        _index(record)
        record.save(update_fields=["birth_on", "birth_year", "sex", "keys"])


def _carry(person: Person, record: PersonRecord) -> None:
    record.birth_on, record.birth_year, record.sex = person.birth_on, person.birth_year, person.sex


def _index(record: PersonRecord) -> None:
    """Take the name apart and make the keys it is found by."""
    subject = subject_of(
        name=record.name, birth_on=record.birth_on, birth_year=record.birth_year, sex=record.sex
    )
    record.surname, record.given, record.patronymic = subject.surname, subject.given, subject.patronymic
    record.keys = index_keys(subject)


def _ids_of(person: Person) -> list[UUID]:
    """The person's own id and those of people joined in, as far as the reader sees them."""
    found = opened(person.id)
    return found.ids if found is not None else [person.id]
