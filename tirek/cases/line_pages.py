"""Pages of the lines of a plan: a goal, a step, why a line leaves, and that a step is done."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.cases import needs, planning
from tirek.cases.models import Need, PlanLeft, PlanLine, PlanVersion
from tirek.cases.needing import ChangedMeanwhile
from tirek.cases.opening import found, note, open_person
from tirek.cases.plan_forms import GoalForm, LeavingForm, StepForm
from tirek.cases.plan_pages import seen_version
from tirek.ui.pages import done, go_to, respond

_form = require_http_methods(["GET", "HEAD", "POST"])


def _line(request: StaffRequest, line_id: UUID) -> PlanLine:
    """A line of a draft of the own agency."""
    lines = PlanLine.objects.filter(agency_id=request.worker.agency_id, version__approved_at__isnull=True)
    return found(request, lines.select_related("version__plan"), line_id)


def _needs_of(request: StaffRequest, version: PlanVersion) -> list[Need]:
    one = open_person(request, version.plan.person_id)
    return [need for need in needs.needs_of(one.ids) if not need.is_ended]


@_form
def add_goal(request: StaffRequest, version_id: UUID) -> HttpResponseBase:
    """Add a goal to a draft."""
    draft = seen_version(request, version_id, draft=True)
    form = GoalForm(request.POST or None, needs=_needs_of(request, draft))
    if form.is_valid():
        facts = form.facts()
        if not PlanLine.objects.filter(pk=facts.id).exists():
            planning.add_line(version=draft, facts=facts, by=request.worker.actor)
        return go_to(request, "cases:version", draft.pk)
    return _show(request, draft, form)


@_form
def add_step(request: StaffRequest, line_id: UUID) -> HttpResponseBase:
    """Add a step to a goal of a draft."""
    goal = _line(request, line_id)
    form = StepForm(request.POST or None, agency_id=request.worker.agency_id)
    if form.is_valid():
        facts = form.facts()
        if not PlanLine.objects.filter(pk=facts.id).exists():
            planning.add_line(version=goal.version, facts=facts, goal=goal, by=request.worker.actor)
        return go_to(request, "cases:version", goal.version_id)
    return _show(request, goal.version, form, goal=goal)


@_form
def change_line(request: StaffRequest, line_id: UUID) -> HttpResponseBase:
    """Change the words of a goal or a step of a draft."""
    line = _line(request, line_id)
    form: GoalForm | StepForm
    if line.goal is None:
        form = GoalForm(request.POST or None, needs=_needs_of(request, line.version), line=line)
    else:
        form = StepForm(request.POST or None, agency_id=line.agency_id, line=line)
    if form.is_valid():
        try:
            edition = form.cleaned_data.get("edition") or 0
            planning.change_line(line=line, facts=form.facts(), edition=edition, by=request.worker.actor)
            return go_to(request, "cases:version", line.version_id)
        except ChangedMeanwhile:
            _say_again(form, line)
    return _show(request, line.version, form, line=line)


@_form
def drop_line(request: StaffRequest, line_id: UUID) -> HttpResponseBase:
    """Take a line out of a draft, saying why."""
    line = _line(request, line_id)
    form = LeavingForm(request.POST or None, initial={"edition": line.version.edition})
    if form.is_valid():
        said = form.cleaned_data
        try:
            planning.drop_line(
                line=line,
                reason=said["reason"],
                why=said["why"],
                edition=said.get("edition") or 0,
                by=request.worker.actor,
            )
            return go_to(request, "cases:version", line.version_id)
        except ChangedMeanwhile:
            _say_again(form, line)
    person = _noted(request, line.version)
    context = {"nav": "people", "form": form, "person": person, "line": line, "version": line.version}
    return respond(request, "cases/leaving.html", context)


def _say_again(form: GoalForm | StepForm | LeavingForm, line: PlanLine) -> None:
    """Keep what was typed; the page shows how the line stands now."""
    line.version.refresh_from_db()
    form.count_anew("edition", line.version.edition)
    form.add_error(None, _("Somebody changed it meanwhile. What you typed is kept: compare, and save again."))


def _noted(request: StaffRequest, version: PlanVersion) -> object:
    one = open_person(request, version.plan.person_id)
    note(request, one.person.id, ())
    return one.person


def _show(
    request: StaffRequest,
    version: PlanVersion,
    form: GoalForm | StepForm,
    *,
    goal: PlanLine | None = None,
    line: PlanLine | None = None,
) -> HttpResponseBase:
    context = {
        "nav": "people",
        "form": form,
        "person": _noted(request, version),
        "version": version,
        "goal": goal,
        "line": line,
        "is_step": isinstance(form, StepForm),
    }
    return respond(request, "cases/line.html", context)


@require_POST
def bring_back(request: StaffRequest, left_id: UUID) -> HttpResponseBase:
    """Put a line that left a draft in again."""
    own = PlanLeft.objects.filter(agency_id=request.worker.agency_id, version__approved_at__isnull=True)
    left = found(request, own.select_related("version__plan"), left_id)
    version_id = left.version_id
    planning.bring_back(left=left, by=request.worker.actor)
    done(request, _("It is in the plan again."))
    return go_to(request, "cases:version", version_id)


def _standing(request: StaffRequest, line_id: UUID) -> PlanLine:
    """A step of a plan in force of the own agency."""
    steps = PlanLine.objects.filter(agency_id=request.worker.agency_id, is_standing=True, goal__isnull=False)
    return found(request, steps, line_id)


@require_POST
def finish_step(request: StaffRequest, line_id: UUID) -> HttpResponseBase:
    """A step is done, today."""
    step = _standing(request, line_id)
    planning.finish_step(line=step, done_on=timezone.localdate(), by=request.worker.actor)
    done(
        request,
        _("Done: %(step)s.") % {"step": step.text.rstrip(".")},
        undo_url=reverse("cases:reopen_step", args=[step.pk]),
    )
    return (
        go_to(request, "desk:my_day")
        if "day" in request.GET
        else go_to(request, "cases:needs", step.person_id)
    )


@require_POST
def reopen_step(request: StaffRequest, line_id: UUID) -> HttpResponseBase:
    """A step is not done after all."""
    step = _standing(request, line_id)
    planning.finish_step(line=step, done_on=None, by=request.worker.actor)
    messages.info(request, _("It is to be done again."))
    return go_to(request, "cases:needs", step.person_id)
