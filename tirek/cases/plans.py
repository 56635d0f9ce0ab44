"""Reads: the plans of one person, a wording of a plan with its goals and steps, what left it, and what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from tirek.agencies.models import Worker
from tirek.cases.models import Plan, PlanLeft, PlanLine, PlanReview, PlanSheet, PlanVersion


@dataclass(frozen=True, slots=True)
class Step:
    """A step in words: who does it, by when, and how it stands against the wording before."""

    line: PlanLine
    who: str
    change: str = ""
    """`new` or `changed` against the version before; empty for the same."""

    def is_late(self, today: date) -> bool:
        """Whether its day is over and it is not done."""
        return self.line.done_on is None and self.line.due_on is not None and self.line.due_on < today


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its steps, the nearest day first."""

    line: PlanLine
    steps: list[Step]
    change: str = ""

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.line.done_on is not None for step in self.steps)


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of a plan, put together."""

    version: PlanVersion
    goals: list[Goal]
    left: list[PlanLeft]
    made_by: str
    approved_by: str

    @property
    def steps(self) -> int:
        """How many steps it has."""
        return sum(len(goal.steps) for goal in self.goals)

    @property
    def done(self) -> int:
        """How many of them are done."""
        return sum(goal.done for goal in self.goals)


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan as the page of its person shows it."""

    plan: Plan
    led_by: str
    is_ours: bool
    now: Wording | None
    draft: PlanVersion | None
    earlier: list[PlanVersion]
    reviews: list[tuple[PlanReview, str]] = field(default_factory=list)


def names_of(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """The names of workers by their ids."""
    return dict(Worker.objects.filter(pk__in={one for one in ids if one}).values_list("pk", "name"))


def wording_of(version: PlanVersion, *, against: UUID | None = None) -> Wording:
    """A version with its goals and steps; `against` says which version to compare with."""
    lines = PlanLine.objects.filter(version=version).select_related("need__kind", "partner", "agency")
    before = {
        line: (text, due_on, side, partner)
        for line, text, due_on, side, partner in (
            PlanLine.objects.filter(version_id=against).values_list(
                "line", "text", "due_on", "side", "partner_id"
            )
            if against
            else ()
        )
    }

    def change(one: PlanLine) -> str:
        if against is None:
            return ""
        if one.line not in before:
            return "new"
        now = (one.text, one.due_on, one.side, one.partner_id)
        return "" if before[one.line] == now else "changed"

    steps: dict[UUID, list[Step]] = defaultdict(list)
    goals: list[PlanLine] = []
    for line in lines.order_by("due_on", "position", "id"):
        if line.goal is None:
            goals.append(line)
        else:
            steps[line.goal].append(Step(line, _who(line), change(line)))
    goals.sort(key=lambda one: one.position)
    names = names_of([version.made_by, version.approved_by])
    return Wording(
        version,
        [Goal(one, steps[one.line], change(one)) for one in goals],
        list(PlanLeft.objects.filter(version=version).order_by("goal", "text")),
        names.get(version.made_by, ""),
        names.get(version.approved_by, ""),
    )


def _who(line: PlanLine) -> str:
    """Who does a step, in words: the person, the agency that leads, or another by its name."""
    if line.side == "agency":
        return line.agency.name
    return line.partner.name if line.partner is not None else str(line.get_side_display())


def version_before(version: PlanVersion) -> UUID | None:
    """The wording in force before this one."""
    earlier = PlanVersion.objects.filter(
        plan_id=version.plan_id, number__lt=version.number, approved_at__isnull=False
    )
    return earlier.order_by("-number").values_list("pk", flat=True).first()


def plans_of(person_ids: Sequence[UUID], agency_id: UUID) -> list[PlanShown]:
    """The plans of a person as far as the reader sees them: the own agency's first, closed ones last."""
    plans = list(Plan.objects.filter(person_id__in=person_ids).select_related("agency").order_by("opened_on"))
    plans.sort(key=lambda one: (one.closed_on is not None, one.agency_id != agency_id))
    versions: dict[UUID, list[PlanVersion]] = defaultdict(list)
    for version in PlanVersion.objects.filter(plan__in=plans).order_by("-number"):
        versions[version.plan_id].append(version)
    reviews = list(PlanReview.objects.filter(plan__in=plans).order_by("-reviewed_on", "-id"))
    names = names_of([*(one.led_by for one in plans), *(one.reviewed_by for one in reviews)])
    return [
        _shown(
            plan,
            versions[plan.id],
            names.get(plan.led_by, ""),
            [(one, names.get(one.reviewed_by, "")) for one in reviews if one.plan_id == plan.id],
            agency_id,
        )
        for plan in plans
    ]


def _shown(
    plan: Plan,
    versions: list[PlanVersion],
    led_by: str,
    reviews: list[tuple[PlanReview, str]],
    agency_id: UUID,
) -> PlanShown:
    approved = [one for one in versions if not one.is_draft]
    is_ours = plan.agency_id == agency_id
    return PlanShown(
        plan=plan,
        led_by=led_by,
        is_ours=is_ours,
        now=wording_of(approved[0]) if approved else None,
        draft=next((one for one in versions if one.is_draft), None) if is_ours else None,
        earlier=approved[1:],
        reviews=reviews,
    )


def sheets_of(person_ids: Sequence[UUID], agency_id: UUID) -> QuerySet[PlanSheet]:
    """The lists on paper that the agency had made for a person."""
    return PlanSheet.objects.filter(person_id__in=person_ids, agency_id=agency_id).order_by("language")
