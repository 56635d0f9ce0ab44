"""Pages of community activities: what is proposed, one of them, and each step it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.services import activities as actions
from tirek.services.activities import WrongStage
from tirek.services.activity_forms import ActivityForm, ChooseForm, DropForm, HoldForm, WishForm
from tirek.services.models import Activity
from tirek.services.offer_pages import NAV
from tirek.services.offering import Changed
from tirek.services.policies import may_write_catalogue
from tirek.ui.pages import done, go_to, respond


def _own(request: StaffRequest, activity_id: UUID) -> Activity:
    _check(request)
    found = Activity.objects.filter(agency_id=request.worker.agency_id).select_related("grant")
    return get_object_or_404(found, pk=activity_id)


def _check(request: StaffRequest) -> None:
    if not may_write_catalogue(request.worker.actor):
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def activities(request: StaffRequest) -> HttpResponseBase:
    """What was proposed, how far each came, and a form to propose something."""
    _check(request)
    agency_id = request.worker.agency_id
    form = ActivityForm(request.POST or None, agency_id=agency_id)
    if form.is_valid():
        made = actions.propose_activity(**form.cleaned_data, by=request.worker.actor)
        done(request, _("It is proposed."))
        return go_to(request, "services:activity", made.pk)
    found = list(Activity.objects.filter(agency_id=agency_id).prefetch_related("wishes")[:200])
    stages = Counter(one.stage for one in found)
    counts = [(stage, stage.label, stages[stage]) for stage in Activity.Stage]
    context = {"nav": NAV, "form": form, "activities": found, "counts": counts}
    return respond(request, "services/activities.html", context)


def _page(
    request: StaffRequest, activity: Activity, *, status: int | None = None, **forms: Any
) -> HttpResponseBase:
    begun = {"version": activity.version}
    context = {
        "nav": NAV,
        "activity": activity,
        "wishes": list(activity.wishes.all()),
        "wish_form": WishForm(),
        "hold_form": HoldForm(initial=begun),
        "drop_form": DropForm(initial=begun),
        "is_stale": status is not None,
        **forms,
    }
    return respond(request, "services/activity.html", context, status=status)


@require_http_methods(["GET", "HEAD"])
def activity(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """One activity, and what can be done with it."""
    return _page(request, _own(request, activity_id))


def _step(
    request: StaffRequest, activity: Activity, form: Any, name: str, action: Callable[..., Any]
) -> HttpResponseBase:
    """Take a step of an activity; what a colleague did meanwhile is shown instead."""
    if not form.is_valid():
        return _page(request, activity, **{name: form, "form": form})
    try:
        action(activity=activity, **form.cleaned_data, by=request.worker.actor)
    except (Changed, WrongStage):
        return _page(request, _own(request, activity.pk), status=409)
    done(request, _("Changed."))
    return go_to(request, "services:activity", activity.pk)


@require_POST
def choose(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """People chose it."""
    one = _own(request, activity_id)
    return _step(request, one, ChooseForm(request.POST), "choose_form", actions.choose_activity)


@require_POST
def hold(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """It was held."""
    one = _own(request, activity_id)
    return _step(request, one, HoldForm(request.POST), "hold_form", actions.hold_activity)


@require_POST
def drop(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """It will not be held."""
    one = _own(request, activity_id)
    return _step(request, one, DropForm(request.POST), "drop_form", actions.drop_activity)


@require_POST
def ask_instead(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Keep what people asked for instead."""
    one = _own(request, activity_id)
    return _step(request, one, WishForm(request.POST), "wish_form", actions.ask_instead)
