"""Whatever is typed into drafts in whichever order: nothing of an approved plan is ever gone without a word."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.cases import planning
from tirek.cases.models import Plan, PlanLeft, PlanLine, PlanVersion
from tirek.cases.planning import LineFacts, SaysNothing
from tirek.cases.tests import make
from tirek.people.models import Person
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db
MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "goal",
                "step",
                "step",
                "change",
                "drop",
                "drop",
                "back",
                "done",
                "approve",
                "approve",
                "discard",
            ]
        ),
        st.integers(min_value=0, max_value=9),
    ),
    min_size=5,
    max_size=30,
)


class Walk:
    """Someone who presses the buttons of a plan at random."""

    def __init__(self, worker: Worker, person: Person) -> None:
        self.worker, self.person = worker, person

    @property
    def draft(self) -> PlanVersion:
        return planning.begin_version(person=self.person, by=self.worker.actor)

    def move(self, verb: str, which: int) -> None:
        draft, by = self.draft, self.worker.actor
        lines = list(draft.lines.order_by("position", "id"))
        goals = [line for line in lines if line.goal is None]
        if verb == "goal":
            make.goal(self.worker, draft, f"Цель {which}")
        elif verb == "step" and goals:
            make.step(self.worker, goals[which % len(goals)], f"Шаг {which}")
        elif verb == "change" and goals:
            line = goals[which % len(goals)]
            planning.change_line(
                line=line, facts=LineFacts(text=f"Иначе {which}"), edition=draft.edition, by=by
            )
        elif verb == "drop" and lines:
            line = lines[which % len(lines)]
            planning.drop_line(
                line=line, reason="not_needed", why=f"почему {which}", edition=draft.edition, by=by
            )
        elif verb == "back":
            left = list(PlanLeft.objects.filter(version=draft).order_by("id"))
            if left:
                planning.bring_back(left=left[which % len(left)], by=by)
        elif verb == "done":
            standing = list(PlanLine.objects.filter(is_standing=True, goal__isnull=False).order_by("id"))
            if standing:
                planning.finish_step(
                    line=standing[which % len(standing)], done_on=timezone.localdate(), by=by
                )
        elif verb == "discard":
            planning.discard_version(version=draft, by=by)
        elif verb == "approve":
            try:
                make.agreed(self.worker, draft)
            except SaysNothing:
                return


def never_shrank_in_silence(plan: Plan) -> None:
    """Every line of each approved version stands in the next one, or is listed there as left, with a reason in words."""
    approved = list(plan.versions.filter(approved_at__isnull=False).order_by("number"))
    for before, after in pairwise(approved):
        had = set(before.lines.values_list("line", flat=True))
        kept = set(after.lines.values_list("line", flat=True))
        left = {one.line: one for one in PlanLeft.objects.filter(version=after)}
        assert had <= kept | set(left)
        assert not kept & set(left)
        assert all(one.why and one.reason for one in left.values())
    standing = PlanLine.objects.filter(version__plan=plan, is_standing=True)
    assert {line.version_id for line in standing} <= {one.pk for one in approved[-1:]}
    for version in plan.versions.all():
        lines = list(version.lines.values_list("line", "goal"))
        goals = {line for line, goal in lines if goal is None}
        assert {goal for _line, goal in lines if goal is not None} <= goals


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(moves=MOVES)
def test_a_plan_never_shrinks_in_silence(moves: list[tuple[str, int]]) -> None:
    worker = staff.worker() if not Worker.objects.exists() else Worker.objects.select_related("agency").get()
    person = people.person(worker, "Серікұлы Нұрлан")
    walk = Walk(worker, person)
    for verb, which in moves:
        walk.move(verb, which)
    never_shrank_in_silence(Plan.objects.get(person=person))
