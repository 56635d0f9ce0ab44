"""What a report still needs: a list of tasks; those that are not done and are required block the final version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tirek.grants.models import Event, Grant
from tirek.reports.deviations import Differences, PlanFact, Standing
from tirek.reports.figures import Figures
from tirek.reports.models import Narrative, ReportSection

ORGANISATION, EVENTS, RESULTS, DEVIATIONS = "organisation", "events", "results", "deviations"
DECLARED, TEXTS, PARTICIPANTS, BUDGET = "declared", "texts", "participants", "budget"


class Progress(StrEnum):
    """How far a task is."""

    DONE = "done"
    BEGUN = "begun"
    NOT_BEGUN = "not_begun"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing the report needs, and how far it is."""

    key: str
    name: str
    progress: Progress
    note: str
    required: bool = True

    @property
    def blocks(self) -> bool:
        """Whether the final version waits for it."""
        return self.required and self.progress != Progress.DONE


@dataclass(frozen=True, slots=True)
class Readiness:
    """All tasks of a report."""

    tasks: list[Task]

    @property
    def done(self) -> int:
        """How many tasks are done."""
        return sum(task.progress == Progress.DONE for task in self.tasks)

    @property
    def blocking(self) -> list[Task]:
        """Tasks for which the final version waits."""
        return [task for task in self.tasks if task.blocks]


def readiness(grant: Grant, figures: Figures, differences: Differences) -> Readiness:
    """What is done and what is left."""
    return Readiness(
        [
            _organisation(grant),
            _events(list(grant.events.all()), figures),
            _results(figures),
            _explained(DEVIATIONS, _("Deviations from the plan"), differences.deviations),
            _explained(DECLARED, _("Figures declared by hand"), differences.mismatches),
            _texts(grant),
            _participants(figures),
            _budget(grant),
        ]
    )


def unwritten(grant: Grant) -> list[ReportSection]:
    """Sections without a text in Russian or in Kazakh."""
    texts = {text.section: text for text in Narrative.objects.filter(grant=grant)}
    return [
        section
        for section in ReportSection.objects.on(grant.starts_on)
        if not ((text := texts.get(section.code)) and text.text_ru.strip() and text.text_kk.strip())
    ]


def _organisation(grant: Grant) -> Task:
    particulars = {
        _("head"): grant.head,
        _("address"): grant.address,
        _("sum of the grant"): grant.amount > 0,
    }
    missing = [name for name, value in particulars.items() if not value]
    progress = Progress.INCOMPLETE if missing else Progress.DONE
    note = _("missing: %(list)s") % {"list": ", ".join(missing)} if missing else ""
    return Task(ORGANISATION, _("About the organisation"), progress, note)


def _events(events: Sequence[Event], figures: Figures) -> Task:
    name = _("Events")
    if not events:
        return Task(EVENTS, name, Progress.NOT_BEGUN, _("no event entered"))
    empty = [str(event.number) for event in events if not figures.part("events", str(event.number))]
    if empty:
        note = _("nobody counted for № %(numbers)s") % {"numbers": ", ".join(empty)}
        return Task(EVENTS, name, Progress.INCOMPLETE, note)
    return Task(EVENTS, name, Progress.DONE, "")


def _results(figures: Figures) -> Task:
    name = _("Results")
    if not figures.counts["service_rows"]:
        return Task(RESULTS, name, Progress.NOT_BEGUN, _("the journal of services is empty"))
    return Task(RESULTS, name, Progress.DONE, "")


def _explained(key: str, name: str, lines: Sequence[PlanFact]) -> Task:
    approved = sum(line.standing == Standing.APPROVED for line in lines)
    if approved == len(lines):
        return Task(key, name, Progress.DONE, "")
    begun = any(line.explanation is not None for line in lines)
    note = _("%(done)s of %(all)s explained and approved") % {"done": approved, "all": len(lines)}
    return Task(key, name, Progress.BEGUN if begun else Progress.NOT_BEGUN, note)


def _texts(grant: Grant) -> Task:
    sections = ReportSection.objects.on(grant.starts_on).count()
    left = len(unwritten(grant))
    note = _("%(done)s of %(all)s written in both languages") % {"done": sections - left, "all": sections}
    if not left:
        return Task(TEXTS, _("Written sections"), Progress.DONE, "")
    begun = Narrative.objects.filter(grant=grant).exists()
    return Task(TEXTS, _("Written sections"), Progress.BEGUN if begun else Progress.NOT_BEGUN, note)


def _participants(figures: Figures) -> Task:
    name = _("Participants by sex, age and status")
    if not figures.counts["attendances"]:
        return Task(PARTICIPANTS, name, Progress.NOT_BEGUN, _("no participants"))
    unknown = max(figures.unknown[what] for what in ("sex", "age", "status"))
    if not unknown:
        return Task(PARTICIPANTS, name, Progress.DONE, "")
    # It does not block: whoever must have an age to finish a report will invent one.
    note = ngettext("not known of %(count)s participant", "not known of %(count)s participants", unknown)
    return Task(PARTICIPANTS, name, Progress.INCOMPLETE, note % {"count": unknown}, required=False)


def _budget(grant: Grant) -> Task:
    lines = grant.budget.all()
    progress = Progress.DONE if lines else Progress.NOT_BEGUN
    return Task(BUDGET, _("Budget"), progress, "" if lines else _("no article entered"), required=False)
