"""Whether a worker may change what the register shows of a person, and if not, why not."""

from __future__ import annotations

from uuid import UUID

from tirek.people.models import Paper, Person


def may_correct(person: Person, agency_id: UUID) -> bool:
    """Only the agency that registered a person decides what is shown; others add what their sources say."""
    return person.registered_by_id == agency_id


def may_change_paper(paper: Paper, agency_id: UUID) -> bool:
    """Only the agency that entered a paper changes it."""
    return paper.agency_id == agency_id
