"""Refusals of this organisation by sender and reason, and the referrals behind each number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from tirek.agencies.models import Agency
from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action
from tirek.gate.categories import Category
from tirek.referrals import queries, unfounded
from tirek.referrals.looks import Look, look_of
from tirek.referrals.models import Outcome, Referral
from tirek.referrals.policies import code_of
from tirek.services.models import RefusalReason
from tirek.ui.pages import paginate_by_key, respond

_ON_A_PAGE: Final = 30
_LABELS: Final[dict[str, str | Promise]] = {
    unfounded.ASKED: pgettext_lazy("count", "Asked"),
    unfounded.REFUSED: pgettext_lazy("queue", "refused"),
    unfounded.UNFOUNDED_ONES: _("Unfounded requests"),
}


def _year(request: StaffRequest) -> int:
    year = request.GET.get("year", "")
    return int(year) if year.isdigit() and len(year) == 4 else timezone.localdate().year


@require_GET
def statistics(request: StaffRequest) -> HttpResponseBase:
    """What to tell a sender who sends people for what they do not need."""
    year = _year(request)
    found = unfounded.by_sender(request.worker.agency_id, year)
    asked = sum(one.asked for one in found)
    readings.note(Action.OPEN, category=Category.SOCIAL, rows=asked, by=request.worker.actor)
    context = {"nav": "letters", "here": "unfounded", "senders": found, "year": year}
    return respond(request, "referrals/unfounded.html", context)


def _lines(referrals: Sequence[Referral]) -> list[tuple[Referral, Look]]:
    """Each with where it stands: to whoever was asked nothing of it is unsaid."""
    outcomes = Outcome.objects.in_bulk([one.pk for one in referrals])
    return [(one, look_of(one, code_of(one, outcomes.get(one.pk)), is_unsaid=False)) for one in referrals]


@require_GET
def counted(request: StaffRequest, agency_id: UUID) -> HttpResponseBase:
    """The referrals behind one number of a sender."""
    sender, of, year = Agency.objects.filter(pk=agency_id).first(), request.GET.get("of", ""), _year(request)
    label = _LABELS.get(of) or RefusalReason.objects.filter(code=of).first()
    rows = unfounded.rows(request.worker.agency_id, year, agency_id, of)
    total = rows.count() if sender and label else 0
    if not total:
        readings.deny(by=request.worker.actor)
        raise Http404
    page = paginate_by_key(request, queries.with_names(rows), "-changed_at", "-pk", size=_ON_A_PAGE)
    readings.note(Action.OPEN, category=Category.SOCIAL, rows=len(page.items), by=request.worker.actor)
    context = {
        "nav": "letters",
        "sender": sender,
        "label": label,
        "year": year,
        "year_query": f"?year={year}",
        "total": total,
        "page": page,
        "lines": _lines(page.items),
    }
    return respond(request, "referrals/counted.html", context)
