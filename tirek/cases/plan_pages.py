"""Pages of a plan: a wording with what is new and what left it, the person's agreement, approval, review and end."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.cases import planning, plans
from tirek.cases.models import Plan, PlanVersion
from tirek.cases.needing import ChangedMeanwhile
from tirek.cases.opening import found, note, open_person
from tirek.cases.plan_forms import AgreeingForm, ClosingForm, ReviewForm
from tirek.cases.policies import may_approve
from tirek.ui.pages import done, go_to, respond

_form = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
def begin_plan(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Open a plan, or begin the next wording of the one in force."""
    one = open_person(request, person_id)
    draft = planning.begin_version(person=one.person, people=one.ids, by=request.worker.actor)
    return go_to(request, "cases:version", draft.pk)


def seen_version(request: StaffRequest, version_id: UUID, *, draft: bool = False) -> PlanVersion:
    """A version the reader sees; with `draft`, one that the reader's agency may still change."""
    versions = PlanVersion.objects.select_related("plan__person", "plan__agency")
    if draft:
        versions = versions.filter(approved_at__isnull=True, plan__agency_id=request.worker.agency_id)
    return found(request, versions, version_id)


@require_GET
def version(request: StaffRequest, version_id: UUID) -> HttpResponseBase:
    """One wording: a draft with its buttons, or one that stands, against the one before it."""
    return show_version(request, seen_version(request, version_id))


def show_version(
    request: StaffRequest, version: PlanVersion, form: AgreeingForm | None = None
) -> HttpResponseBase:
    """The page of a version; `form` holds what was typed of the person's agreement."""
    one = open_person(request, version.plan.person_id)
    before = plans.version_before(version)
    wording = plans.wording_of(version, against=before)
    note(request, one.person.id, {goal.line.category for goal in wording.goals})
    is_open = version.is_draft and version.plan.agency_id == request.worker.agency_id
    may_ask = is_open and bool(wording.goals) and all(goal.steps for goal in wording.goals)
    context = {
        "nav": "people",
        "person": one.person,
        "version": version,
        "wording": wording,
        "has_before": before is not None,
        "is_open": is_open,
        "form": form or (AgreeingForm(version=version) if may_ask and version.agreed_on is None else None),
        "may_approve": is_open
        and version.agreed_on is not None
        and may_approve(version, request.worker.actor),
        "today": timezone.localdate(),
    }
    return respond(request, "cases/version.html", context)


@require_POST
def agree(request: StaffRequest, version_id: UUID) -> HttpResponseBase:
    """The person agreed to a draft."""
    draft = seen_version(request, version_id, draft=True)
    form = AgreeingForm(request.POST, version=draft)
    if not form.is_valid():
        return show_version(request, draft, form)
    said = form.cleaned_data
    try:
        after = planning.agree_version(
            version=draft,
            agreed_on=said["agreed_on"],
            agreed_how=said["agreed_how"],
            edition=said["edition"],
            by=request.worker.actor,
        )
    except (ChangedMeanwhile, planning.SaysNothing):
        messages.error(request, _("The draft was changed meanwhile. Read it with the person once more."))
        return go_to(request, "cases:version", draft.pk)
    waits = _("The person agreed. A colleague approves the plan: it stands on their list “Waiting for you”.")
    done(request, waits if after.is_draft else _("The plan is in force."))
    return go_to(request, "cases:needs", draft.plan.person_id)


@require_POST
def approve(request: StaffRequest, version_id: UUID) -> HttpResponseBase:
    """A colleague of whoever wrote a draft puts it in force."""
    draft = seen_version(request, version_id, draft=True)
    edition = request.POST.get("edition", "")
    try:
        planning.approve_version(
            version=draft, edition=int(edition) if edition.isdigit() else 0, by=request.worker.actor
        )
    except (ChangedMeanwhile, planning.NotYoursToApprove):
        messages.error(request, _("The draft was changed meanwhile. Read it with the person once more."))
        return go_to(request, "cases:version", draft.pk)
    done(request, _("The plan is in force."))
    return go_to(request, "cases:needs", draft.plan.person_id)


@require_POST
def discard(request: StaffRequest, version_id: UUID) -> HttpResponseBase:
    """Give a draft up."""
    draft = seen_version(request, version_id, draft=True)
    person_id = draft.plan.person_id
    planning.discard_version(version=draft, by=request.worker.actor)
    done(request, _("The draft is given up. The plan in force stays as it is."))
    return go_to(request, "cases:needs", person_id)


def _own_plan(request: StaffRequest, plan_id: UUID) -> Plan:
    own = Plan.objects.filter(agency_id=request.worker.agency_id, closed_on__isnull=True)
    return found(request, own.select_related("person"), plan_id)


@_form
def review(request: StaffRequest, plan_id: UUID) -> HttpResponseBase:
    """Look at a plan together with the person, and say when next."""
    plan = _own_plan(request, plan_id)
    one = open_person(request, plan.person_id)
    form = ReviewForm(request.POST or None, plan=plan)
    if form.is_valid():
        said = form.cleaned_data
        try:
            planning.review_plan(plan=plan, **said, by=request.worker.actor)
            done(request, _("Reviewed. The next review stands on “My day”."))
            return go_to(request, "cases:needs", one.person.id)
        except ChangedMeanwhile:
            _say_again(form, plan)
    note(request, one.person.id, ())
    context = {"nav": "people", "form": form, "person": one.person, "plan": plan}
    return respond(request, "cases/review.html", context)


@_form
def close(request: StaffRequest, plan_id: UUID) -> HttpResponseBase:
    """End the work on a plan."""
    plan = _own_plan(request, plan_id)
    one = open_person(request, plan.person_id)
    form = ClosingForm(request.POST or None, plan=plan)
    if form.is_valid():
        try:
            planning.close_plan(plan=plan, **form.cleaned_data, by=request.worker.actor)
            done(request, _("The work on the plan is ended."))
            return go_to(request, "cases:needs", one.person.id)
        except ChangedMeanwhile:
            _say_again(form, plan)
    note(request, one.person.id, ())
    context = {"nav": "people", "form": form, "person": one.person, "plan": plan}
    return respond(request, "cases/close.html", context)


@require_POST
def reopen(request: StaffRequest, plan_id: UUID) -> HttpResponseBase:
    """Go on with a plan that was ended."""
    ended = Plan.objects.filter(agency_id=request.worker.agency_id, closed_on__isnull=False)
    plan = found(request, ended, plan_id)
    try:
        planning.reopen_plan(plan=plan, by=request.worker.actor)
        done(request, _("The plan is open again, and a review is due in three working days."))
    except planning.OpenElsewhere:
        messages.error(request, _("Another plan of this person is open already."))
    return go_to(request, "cases:needs", plan.person_id)


def _say_again(form: ReviewForm | ClosingForm, plan: Plan) -> None:
    """Keep what was typed, and let the next press count against the row as it is now."""
    plan.refresh_from_db()
    form.count_anew("version", plan.version)
    form.add_error(None, _("Somebody changed it meanwhile. What you typed is kept: compare, and save again."))
