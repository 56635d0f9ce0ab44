"""May it be done: what an explanation, a written section and a final version must satisfy; who opens figures to whom."""

from __future__ import annotations

from tirek.agencies.models import Worker
from tirek.agencies.roles import Role
from tirek.audit.actors import Actor
from tirek.grants.models import Grant
from tirek.reports.readiness import Readiness, Task


class NothingToExplain(ValueError):
    """The plan and the fact, or the declared and the counted figure, agree: there is nothing to explain."""


class ExplanationIncomplete(ValueError):
    """An explanation is written in both languages of the report; of a declared figure it says which one is used."""


class NoSuchSection(ValueError):
    """The form of this grant has no such written section."""


class NotReady(RuntimeError):
    """The final version waits for tasks."""

    def __init__(self, tasks: list[Task]) -> None:
        super().__init__(", ".join(task.key for task in tasks))
        self.tasks = tasks


def may_be_final(readiness: Readiness) -> None:
    """Raise NotReady while a required task is not done."""
    if readiness.blocking:
        raise NotReady(readiness.blocking)


class NotYourGrant(PermissionError):
    """Only a grant manager of the grant's own agency says who reads its figures."""


class NoDonor(ValueError):
    """Figures are opened to whoever holds the role of a donor's representative, and may log in."""


def may_choose_readers(grant: Grant, by: Actor) -> bool:
    """The grant manager of the agency that has the grant."""
    return by.agency_id == grant.agency_id and Role.GRANT_MANAGER in by.roles


def may_be_reader(worker: Worker) -> bool:
    """A representative of a donor who may log in."""
    return Role.DONOR in worker.role_codes and worker.user.is_active
