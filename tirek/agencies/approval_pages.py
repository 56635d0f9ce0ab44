"""The page of approvals: what waits for a second signature or a review, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tirek.agencies import actions, queries
from tirek.agencies.forms import ReviewForm
from tirek.agencies.models import Approval
from tirek.agencies.policies import NotYours, may_decide, may_review, may_see_approvals
from tirek.agencies.requests import StaffRequest
from tirek.agencies.second_signature import DEEDS
from tirek.agencies.views import context_of
from tirek.audit.actors import Actor
from tirek.ui.pages import done, go_to, paginate_by_key, respond

_ON_A_PAGE: Final = 30
_LOOKS: Final[Mapping[str, dict[str, Any]]] = {
    "waiting": {"label": gettext_lazy("Waits for a signature"), "tone": "warn", "icon": "clock"},
    "alone": {
        "label": gettext_lazy("Nobody second: waits for the delay"),
        "tone": "warn",
        "icon": "hourglass",
    },
    "review": {"label": gettext_lazy("Nobody second: to be reviewed"), "tone": "warn", "icon": "eye-check"},
    "approved": {"label": gettext_lazy("Approved"), "tone": "ok", "icon": "check"},
    "refused": {"label": gettext_lazy("Refused"), "tone": "bad", "icon": "x"},
    "upheld": {"label": gettext_lazy("Reviewed: upheld"), "tone": "ok", "icon": "check"},
    "objected": {"label": gettext_lazy("Reviewed: objected to"), "tone": "bad", "icon": "x"},
}


@dataclass(frozen=True, slots=True)
class Line:
    """An approval as the page shows it to one reader."""

    approval: Approval
    label: Any
    state: str
    asked_by: str
    second_by: str
    reviewed_by: str
    may_decide: bool
    may_review: bool
    is_own: bool
    """Of the reader's own agency: others are not told why, for a reason may name somebody."""

    @property
    def look(self) -> dict[str, Any]:
        """The word, tone and icon of the state."""
        return _LOOKS[self.state]


def _state(one: Approval) -> str:
    if one.finding:
        return one.finding
    if one.decision != Approval.Decision.WAITING or not one.is_alone:
        return one.decision
    return "review" if one.is_effective(timezone.now()) else "alone"


def _lines(approvals: Iterable[Approval], by: Actor) -> list[Line]:
    found = list(approvals)
    ids = {id for one in found for id in (one.asked_by, one.second_by, one.reviewed_by) if id}
    names = queries.names_of(ids)
    return [
        Line(
            approval=one,
            label=DEEDS[one.kind].label,
            state=_state(one),
            asked_by=names.get(one.asked_by, ""),
            second_by=names.get(one.second_by, ""),
            reviewed_by=names.get(one.reviewed_by, ""),
            may_decide=may_decide(one, by),
            may_review=may_review(one, by),
            is_own=one.agency_id == by.agency_id,
        )
        for one in found
    ]


@require_GET
def approvals(request: StaffRequest) -> HttpResponseBase:
    """What was asked for, the latest first, each with what the reader may do about it."""
    by = request.worker.actor
    if not may_see_approvals(by):
        raise Http404
    page = paginate_by_key(request, queries.approvals_for(by), "-asked_at", "-pk", size=_ON_A_PAGE)
    context = context_of(
        request, "approvals", page=page, lines=_lines(page.items, by), due=queries.reviews_due(by)
    )
    return respond(request, "agencies/approvals.html", context)


def _known(request: StaffRequest, approval_id: UUID) -> Approval:
    return get_object_or_404(queries.approvals_for(request.worker.actor), pk=approval_id)


@require_POST
def approve(request: StaffRequest, approval_id: UUID) -> HttpResponseBase:
    """Sign second."""
    try:
        actions.approve(approval=_known(request, approval_id), by=request.worker.actor)
    except NotYours:
        raise Http404 from None
    done(request, _("Approved: it may be done now."))
    return go_to(request, "agencies:approvals")


@require_POST
def refuse(request: StaffRequest, approval_id: UUID) -> HttpResponseBase:
    """Say no."""
    try:
        actions.refuse(approval=_known(request, approval_id), by=request.worker.actor)
    except NotYours:
        raise Http404 from None
    done(request, _("Refused: it may not be done."))
    return go_to(request, "agencies:approvals")


@require_POST
def review(request: StaffRequest, approval_id: UUID) -> HttpResponseBase:
    """Write down what the review found."""
    form = ReviewForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        actions.review(
            approval=_known(request, approval_id),
            finding=form.cleaned_data["finding"],
            by=request.worker.actor,
        )
    except NotYours:
        raise Http404 from None
    done(request, _("The review is written down."))
    return go_to(request, "agencies:approvals")
