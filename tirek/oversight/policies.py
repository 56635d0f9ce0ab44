"""Who may oversee, and what nobody may do in a matter of their own."""

from __future__ import annotations

from typing import Final

from tirek.agencies.roles import Role
from tirek.audit.actors import Actor
from tirek.oversight.models import Finding, Question

OVERSEERS: Final = frozenset({Role.AUDITOR, Role.AGENCY_ADMIN})


class NotYours(PermissionError):
    """The actor does not oversee, or would judge in a matter of their own."""


def may_oversee(by: Actor) -> bool:
    """The auditor and the administrator of an organisation see its access log, without names."""
    return bool(OVERSEERS & by.roles)


def may_review(finding: Finding, by: Actor) -> bool:
    """Once, and never about oneself."""
    return may_oversee(by) and not finding.verdict and finding.worker_id != by.id


def may_answer(question: Question, by: Actor) -> bool:
    """Once, by the overseers of whoever looked, and never about oneself."""
    mine = may_oversee(by) and question.reader_agency_id == by.agency_id
    return mine and question.answered_at is None and question.reader_id != by.id
