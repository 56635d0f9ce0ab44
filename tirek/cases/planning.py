"""Writes on the individual plan: begin a wording, change it, say what leaves and why, approve it, do it, review it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from tirek.agencies.workdays import working_days_after
from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.cases.models import Plan, PlanLeft, PlanLine, PlanReview, PlanVersion
from tirek.cases.needing import ChangedMeanwhile
from tirek.cases.policies import may_approve
from tirek.gate.categories import Category
from tirek.people.models import Person

FIRST_REVIEW_DAYS: Final = 30
SILENT_AFTER_DAYS: Final = 7
DAYS_TO_REVIEW: Final = 3
"""Working days after a return, or after the work is taken up again, in which the plan is looked at anew."""


class SaysNothing(ValueError):
    """A plan without a goal, or a goal nobody does anything for, is not approved."""


class AgreesLater(ValueError):
    """Nobody agreed tomorrow."""


class NotYoursToApprove(PermissionError):
    """Whoever wrote the plan does not approve it where a colleague can."""


class OpenElsewhere(ValueError):
    """The draft is not open any more, or another plan of the person is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """What a goal or a step says."""

    text: str
    need_id: UUID | None = None
    category: int = int(Category.SOCIAL)
    due_on: date | None = None
    side: str = ""
    partner_id: UUID | None = None
    id: UUID = field(default_factory=uuid.uuid4)


def _call(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@transaction.atomic
def begin_version(*, person: Person, people: Iterable[UUID] = (), why: str = "", by: Actor) -> PlanVersion:
    """Begin a new wording as a copy of the one in force, opening a plan where there is none; a draft that stands is given back.

    `people` are the records joined into the person: a plan under one of them is the person's plan.
    """
    assert by.agency_id is not None
    today = timezone.localdate()
    ids = {person.id, *people}
    open_plans = Plan.objects.filter(person_id__in=ids, agency_id=by.agency_id, closed_on__isnull=True)
    plan = open_plans.select_for_update().order_by("opened_on").first()
    if plan is None:
        plan = Plan.objects.create(
            person=person,
            agency_id=by.agency_id,
            opened_on=today,
            review_on=today + timedelta(days=FIRST_REVIEW_DAYS),
            contact_on=today,
            silent_after_days=SILENT_AFTER_DAYS,
            silent_from=today + timedelta(days=SILENT_AFTER_DAYS),
            led_by=by.id,
        )
        journal.write("cases.open_plan", plan, person=plan.person_id, by=by)
    latest = plan.versions.order_by("-number").first()
    if latest is not None and latest.is_draft:
        return latest
    number = latest.number + 1 if latest else 1
    draft = PlanVersion.objects.create(plan=plan, number=number, why=why, made_by=by.id)
    _call("SELECT authz.carry_plan(%s)", draft.pk)
    journal.write("cases.begin_version", draft, person=plan.person_id, detail={"number": number}, by=by)
    return draft


def _draft(version: PlanVersion, edition: int | None) -> PlanVersion:
    """The draft, locked; raises OpenElsewhere, and ChangedMeanwhile where the form saw another edition."""
    draft = PlanVersion.objects.select_for_update().select_related("plan").filter(pk=version.pk).first()
    if draft is None or not draft.is_draft:
        raise OpenElsewhere
    if edition is not None and draft.edition != edition:
        raise ChangedMeanwhile
    return draft


def _opened(version: PlanVersion, edition: int | None = None, *, by: Actor) -> PlanVersion:
    """The draft in the hands of whoever changes it; what the person agreed to was another text."""
    draft = _draft(version, edition)
    draft.edition += 1
    draft.made_by, draft.agreed_on, draft.agreed_how = by.id, None, ""
    draft.save(update_fields=["edition", "made_by", "agreed_on", "agreed_how"])
    return draft


@transaction.atomic
def add_line(*, version: PlanVersion, facts: LineFacts, goal: PlanLine | None = None, by: Actor) -> PlanLine:
    """Add a goal, or a step of a goal, to a draft; raises OpenElsewhere. Adding overwrites nobody's words."""
    draft = _opened(version, by=by)
    line = PlanLine(
        id=facts.id,
        version=draft,
        person_id=draft.plan.person_id,
        agency_id=draft.plan.agency_id,
        goal=goal.line if goal else None,
        position=draft.lines.count(),
    )
    _say(line, facts, goal)
    line.save(force_insert=True)
    journal.write("cases.add_line", line, person=line.person_id, by=by)
    return line


@transaction.atomic
def change_line(*, line: PlanLine, facts: LineFacts, edition: int, by: Actor) -> PlanLine:
    """Change the words, the day or the side of a line of a draft."""
    _opened(line.version, edition, by=by)
    goal = PlanLine.objects.get(version_id=line.version_id, line=line.goal) if line.goal else None
    before = line.category
    _say(line, facts, goal)
    if line.goal is None and line.category != before:
        # Steps are kept as their goal is: they go with it, in one statement each way.
        steps = list(PlanLine.objects.filter(version_id=line.version_id, goal=line.line))
        PlanLine.objects.filter(pk__in=[one.pk for one in steps]).delete()
        line.save()
        for step in steps:
            step.category, step.need = line.category, None
            step.save(force_insert=True)
    else:
        line.save()
    journal.write("cases.change_line", line, person=line.person_id, by=by)
    return line


def _say(line: PlanLine, facts: LineFacts, goal: PlanLine | None) -> None:
    line.text, line.need_id = facts.text, facts.need_id
    line.category = goal.category if goal else facts.category
    line.due_on, line.side, line.partner_id = facts.due_on, facts.side, facts.partner_id


@transaction.atomic
def drop_line(*, line: PlanLine, reason: str, why: str, edition: int, by: Actor) -> list[PlanLeft]:
    """Take a line out of a draft, its steps with it. What the version before had is listed as left, with the reason."""
    draft = _opened(line.version, edition, by=by)
    going = [line]
    if line.goal is None:
        going += PlanLine.objects.filter(version=draft, goal=line.line)
    earlier = PlanLine.objects.filter(version__plan_id=draft.plan_id, version__approved_at__isnull=False)
    known = set(earlier.filter(line__in=[one.line for one in going]).values_list("line", flat=True))
    left = [
        PlanLeft.objects.create(
            version=draft,
            person_id=one.person_id,
            agency_id=one.agency_id,
            category=one.category,
            line=one.line,
            goal=one.goal,
            text=one.text,
            reason=reason,
            why=why,
        )
        for one in going
        if one.line in known
    ]
    PlanLine.objects.filter(pk__in=[one.pk for one in going]).delete()
    journal.write("cases.drop_line", line, person=line.person_id, detail={"reason": reason}, by=by)
    return left


@transaction.atomic
def bring_back(*, left: PlanLeft, by: Actor) -> PlanLine:
    """Put a line that left a draft in again, as the version before had it; a step brings its goal along."""
    draft = _opened(left.version, by=by)
    if left.goal is not None and (gone := PlanLeft.objects.filter(version=draft, line=left.goal).first()):
        _restore(gone, draft)
    line = _restore(left, draft)
    journal.write("cases.bring_back", line, person=line.person_id, by=by)
    return line


def _restore(left: PlanLeft, draft: PlanVersion) -> PlanLine:
    was = PlanLine.objects.filter(
        version__plan_id=draft.plan_id, line=left.line, version__approved_at__isnull=False
    )
    line = was.order_by("-version__number")[0]
    line.pk, line.version, line.is_standing = uuid.uuid4(), draft, False
    line._state.adding = True
    line.save(force_insert=True)
    left.delete()
    return line


@transaction.atomic
def agree_version(
    *, version: PlanVersion, agreed_on: date, agreed_how: str, edition: int, by: Actor
) -> PlanVersion:
    """The person agreed to a draft: it waits for a colleague's approval, and where there is none it is in force at once.

    Raises AgreesLater, and SaysNothing for a plan without a goal or a goal without a step.
    """
    draft = _draft(version, edition)
    if agreed_on > timezone.localdate():
        raise AgreesLater
    lines = list(draft.lines.values_list("line", "goal"))
    goals = {line for line, goal in lines if goal is None}
    if not goals or goals - {goal for _line, goal in lines}:
        raise SaysNothing
    draft.agreed_on, draft.agreed_how = agreed_on, agreed_how
    draft.save(update_fields=["agreed_on", "agreed_how"])
    journal.write("cases.agree_version", draft, person=draft.plan.person_id, by=by)
    return approve_version(version=draft, edition=edition, by=by) if may_approve(draft, by) else draft


@transaction.atomic
def approve_version(*, version: PlanVersion, edition: int, by: Actor) -> PlanVersion:
    """Put a wording that the person agreed to in force; raises NotYoursToApprove.

    The database refuses a wording that lost a line of the one before without a word.
    """
    draft = _draft(version, edition)
    if draft.agreed_on is None or not may_approve(draft, by):
        raise NotYoursToApprove
    alone = draft.made_by == by.id
    _call("SELECT authz.approve_plan(%s, %s, %s, %s)", draft.pk, draft.agreed_on, draft.agreed_how, alone)
    detail = {"number": draft.number, "alone": alone}
    journal.write("cases.approve_version", draft, person=draft.plan.person_id, detail=detail, by=by)
    draft.refresh_from_db()
    return draft


@transaction.atomic
def discard_version(*, version: PlanVersion, by: Actor) -> None:
    """Give a draft up: the wording in force stays as it is."""
    journal.write("cases.discard_version", version, person=version.plan.person_id, by=by)
    _call("SELECT authz.discard_plan(%s)", version.pk)


@transaction.atomic
def finish_step(*, line: PlanLine, done_on: date | None, by: Actor) -> PlanLine:
    """Say that a step of the plan in force is done, or with no day that it is not after all; said twice it is said once."""
    standing = PlanLine.objects.select_for_update().get(pk=line.pk)
    if (standing.done_on is None) == (done_on is None):
        return standing
    standing.done_on, standing.done_by = done_on, by.id if done_on else None
    standing.save(update_fields=["done_on", "done_by"])
    verb = "cases.finish_step" if done_on else "cases.reopen_step"
    journal.write(verb, standing, person=standing.person_id, by=by)
    return standing


@transaction.atomic
def review_plan(
    *, plan: Plan, finding: str, note: str, next_on: date, silent_after_days: int, version: int, by: Actor
) -> PlanReview:
    """Write down how the plan goes and when it is looked at next; raises ChangedMeanwhile."""
    standing = _standing(plan, version)
    review = PlanReview.objects.create(
        plan=standing,
        reviewed_on=timezone.localdate(),
        finding=finding,
        note=note,
        next_on=next_on,
        reviewed_by=by.id,
    )
    standing.review_on, standing.silent_after_days = next_on, silent_after_days
    standing.silent_from = standing.contact_on + timedelta(days=silent_after_days)
    standing.save()
    journal.write("cases.review_plan", review, person=standing.person_id, detail={"finding": finding}, by=by)
    return review


def _standing(plan: Plan, version: int | None = None) -> Plan:
    standing = Plan.objects.select_for_update().get(pk=plan.pk)
    if version is not None and standing.version != version:
        raise ChangedMeanwhile
    standing.version += 1
    return standing


@transaction.atomic
def close_plan(*, plan: Plan, why: str, version: int, by: Actor) -> Plan:
    """End the work on a plan, for a reason in words; it stays to be read."""
    standing = _standing(plan, version)
    standing.closed_on, standing.closed_why = timezone.localdate(), why
    standing.save()
    journal.write("cases.close_plan", standing, person=standing.person_id, by=by)
    return standing


@transaction.atomic
def reopen_plan(*, plan: Plan, by: Actor) -> Plan:
    """Go on with a plan that was ended, with an early review; raises OpenElsewhere where another one is open."""
    assert by.agency_id is not None
    # One at a time for a person: the second of two workers is told, not refused by an index.
    Person.objects.select_for_update(of=("self",)).get(pk=plan.person_id)
    if _open_plans([plan.person_id], by).exclude(pk=plan.pk).exists():
        raise OpenElsewhere
    standing = _standing(plan)
    today = timezone.localdate()
    standing.closed_on, standing.closed_why, standing.paused_on = None, "", None
    standing.review_on = working_days_after(today, DAYS_TO_REVIEW)
    standing.contact_on, standing.silent_from = today, today + timedelta(days=standing.silent_after_days)
    standing.save()
    journal.write("cases.reopen_plan", standing, person=standing.person_id, by=by)
    return standing


def _open_plans(people: Iterable[UUID], by: Actor) -> QuerySet[Plan]:
    """The acting agency's plans of a person that are not closed."""
    assert by.agency_id is not None
    return Plan.objects.filter(person_id__in=list(people), agency_id=by.agency_id, closed_on__isnull=True)


@transaction.atomic
def hear_of(*, people: Iterable[UUID], on: date, by: Actor) -> int:
    """Let the agency's open plan know that the person was heard of on a day; returns how many plans that moved."""
    moved = _open_plans(people, by).filter(contact_on__lt=on).select_for_update()
    count = 0
    for plan in moved:
        plan.contact_on, plan.silent_from = on, on + timedelta(days=plan.silent_after_days)
        plan.save(update_fields=["contact_on", "silent_from"])
        journal.write("cases.hear_of", plan, person=plan.person_id, by=by)
        count += 1
    return count


@transaction.atomic
def pause_plans(*, people: Iterable[UUID], on: date, by: Actor) -> int:
    """Stop the reminders of the agency's plan while contact is lost; returns how many plans."""
    return _turn(_open_plans(people, by).filter(paused_on__isnull=True), on, "cases.pause_plan", by)


@transaction.atomic
def resume_plans(*, people: Iterable[UUID], review_on: date, by: Actor) -> int:
    """Open the agency's paused plan again, with an early review; returns how many plans."""
    paused = list(_open_plans(people, by).filter(paused_on__isnull=False))
    for plan in paused:
        plan.review_on = review_on
        plan.save(update_fields=["review_on"])
    return _turn(paused, None, "cases.resume_plan", by)


def _turn(plans: Iterable[Plan], on: date | None, verb: str, by: Actor) -> int:
    count = 0
    for plan in plans:
        plan.paused_on = on
        plan.version += 1
        plan.save(update_fields=["paused_on", "version"])
        journal.write(verb, plan, person=plan.person_id, by=by)
        count += 1
    return count
