"""May it be done: what an explanation, a written section and a final version must satisfy."""

from __future__ import annotations

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
