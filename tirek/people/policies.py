"""Who may join, split and keep apart."""

from __future__ import annotations

from typing import Final

from tirek.agencies.roles import Role
from tirek.audit.actors import Actor
from tirek.gate.categories import Category

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
