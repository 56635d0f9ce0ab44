"""Who may join, split and keep apart, and who may change what the register shows of a person."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from tirek.agencies.roles import Role
from tirek.audit.actors import Actor
from tirek.gate.categories import Category
from tirek.people.models import Paper, Person

WORK_WITH_PEOPLE: Final = frozenset(
    {
        Role.SOCIAL_WORKER,
        Role.PROBATION_OFFICER,
        Role.RECORDS_CLERK,
        Role.CLINIC,
        Role.EMPLOYMENT,
        Role.SPECIALIST,
    }
)


def may_pair(by: Actor) -> bool:
    """Whether two records are one person is decided by those who work with people and see who they are; of which, permits say."""
    return bool(WORK_WITH_PEOPLE & by.roles) and Category.IDENTITY in by.categories


def may_correct(person: Person, agency_id: UUID) -> bool:
    """Only the agency that registered a person decides what is shown; others add what their sources say."""
    return person.registered_by_id == agency_id


def may_change_paper(paper: Paper, agency_id: UUID) -> bool:
    """Only the agency that entered a paper changes it."""
    return paper.agency_id == agency_id
