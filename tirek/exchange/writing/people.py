"""The people of a batch of rows: new ones are registered, spellings of known ones are kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tirek.exchange.models import ImportRow
from tirek.exchange.staged import Staged
from tirek.exchange.writing.context import Writing
from tirek.people import actions as people
from tirek.people.models import MatchDecision, Person
from tirek.people.registering import NewPerson, Sighting

_OUTCOMES = {
    ImportRow.Outcome.SAME: MatchDecision.Outcome.SAME,
    ImportRow.Outcome.MAYBE: MatchDecision.Outcome.BEST,
    ImportRow.Outcome.CHANGED: MatchDecision.Outcome.SAME,
}


def write_people(
    writing: Writing, staged: list[tuple[Staged, UUID]], *, chosen: MatchDecision.Outcome | None = None
) -> None:
    """Register the new people of these rows and note the sightings; each row comes with the id of its record."""
    new: list[NewPerson] = []
    sightings: list[Sighting] = []
    for one, target_id in staged:
        row, written = one.row, one.record.person
        assert row.person_id is not None
        spelling = (row.person_id, row.identity)
        if spelling in writing.seen:
            continue
        writing.seen.add(spelling)
        said: dict[str, Any] = {
            "name": written.name,
            "birth_on": written.birth_on,
            "birth_year": written.birth_year,
            "sex": written.sex,
            "iin": written.iin,
            "phones": getattr(one.record, "phones", ()),
            "source": row.sheet,
            "source_id": target_id,
        }
        if row.outcome == ImportRow.Outcome.NEW:
            new.append(NewPerson(id=row.person_id, place=getattr(one.record, "place", ""), **said))
            continue
        why = row.candidates[0] if row.candidates else {}
        sightings.append(
            Sighting(
                person_id=row.person_id,
                outcome=chosen or _OUTCOMES.get(ImportRow.Outcome(row.outcome), MatchDecision.Outcome.SAME),
                bits=row.bits,
                reasons=why.get("reasons", ()),
                **said,
            )
        )
    people.register_many(people=new, by=writing.by)
    people.note_sightings(sightings=sightings, by=writing.by)


def correct_registered(writing: Writing, staged: list[Staged]) -> None:
    """Where a corrected row is the one that registered its person, the register shows the corrected spelling."""
    wanted = {}
    for one in staged:
        known = writing.now_known.get(one.row.known) if one.row.known else None
        if (
            known is not None
            and known.registered
            and known.person_id == one.row.person_id
            and known.identity != one.row.identity
        ):
            wanted[known.person_id] = one.record.person
    for person in Person.objects.filter(pk__in=[key for key in wanted if key is not None]):
        written = wanted[person.pk]
        people.correct(
            person=person,
            name=written.name,
            birth_on=written.birth_on,
            birth_year=written.birth_year,
            sex=written.sex,
            iin=written.iin,
            by=writing.by,
        )
