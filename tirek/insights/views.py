"""Pages of insights: the funnel of an agency or of the oblast, and the people behind a bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from tirek.agencies.requests import StaffRequest
from tirek.agencies.roles import SEES
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.cases.models import HelpKind
from tirek.gate.acting import act_as, acts
from tirek.gate.categories import Category
from tirek.insights import funnel, spans
from tirek.insights.funnel import Asked, Bar, Step
from tirek.reports import periods
from tirek.reports.disclosure import LEAST
from tirek.reports.indicators import REPORT
from tirek.reports.periods import NoSuchPeriod, Period
from tirek.ui.formats import number
from tirek.ui.pages import respond

NAV: Final = "insights"
_ON_A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Look:
    """What a reader looks at: the own agency exactly, or the oblast guarded."""

    period: Period
    help: HelpKind | None
    asked: Asked
    is_own: bool

    @property
    def bars(self) -> list[Bar]:
        """The bars, counted under the report's role."""
        with act_as(acts(), purpose="figures" if self.is_own else "oblast", using=REPORT):
            counts = funnel.count(self.asked, REPORT)
        return funnel.exact(counts) if self.is_own else funnel.guarded(counts)

    @property
    def query(self) -> str:
        """The same look in an address."""
        return f"?period={self.period.code}" + (f"&need={self.help.code}" if self.help else "")


def _look(request: StaffRequest) -> Look:
    """What the address asks for; whoever works with people looks at the own agency, the coordinator at the oblast."""
    try:
        period = spans.chosen(request.GET.get("period", ""))
    except NoSuchPeriod as unknown:
        raise Http404 from unknown
    help_kind = HelpKind.objects.filter(code=request.GET.get("need", "")).first()
    is_own = any(SEES[role] for role in request.worker.role_codes if role in SEES)
    since, until = (period.starts_on, period.ends_on) if is_own else spans.finished(period)
    agency_id = request.worker.agency_id if is_own else None
    asked = Asked(since, until, help_kind.pk if help_kind else None, agency_id)
    return Look(period, help_kind, asked, is_own)


def _context(look: Look) -> dict[str, Any]:
    return {"nav": NAV, "look": look, "period": look.period}


@require_GET
def show(request: StaffRequest) -> HttpResponseBase:
    """From asking to receiving, step by step."""
    look = _look(request)
    bars = look.bars
    context = _context(look) | {
        "bars": bars,
        "most": max([1, *(bar.people or 0 for bar in bars)]),
        "least": LEAST,
        "years": periods.years(),
        "quarters": periods.quarters_of(look.period.year),
        "helps": HelpKind.objects.all(),
    }
    return respond(request, "insights/funnel.html", context)


@require_GET
def people(request: StaffRequest) -> HttpResponseBase:
    """The people behind a bar whom the reader may see: shown so many of so many."""
    look = _look(request)
    try:
        wanted = Step[request.GET.get("step", "asked").upper()]
        offset = max(0, int(request.GET.get("from", "0")))
    except (KeyError, ValueError) as unknown:
        raise Http404 from unknown
    bar = next((one for one in look.bars if one.step == wanted), None)
    if bar is None:  # so few that nothing is told of them
        return redirect(reverse("insights:funnel") + look.query)
    found, seen = (
        funnel.people(look.asked, wanted, limit=_ON_A_PAGE, offset=offset) if look.is_own else ([], 0)
    )
    readings.note(
        Action.OPEN,
        category=Category.SOCIAL,
        purpose=Purpose.REPORT,
        rows=len(found),
        by=request.worker.actor,
    )
    further = offset + _ON_A_PAGE
    context = _context(look) | {
        "bar": bar,
        "people": found,
        "words": _shown(min(seen, bar.people) if bar.people is not None else seen, bar.people),
        "hidden": max(0, (bar.people or 0) - seen),
        "further": further if seen > further else None,
        "is_first": offset == 0,
    }
    return respond(request, "insights/people.html", context)


def _shown(seen: int, counted: int | None) -> str:
    if counted is None:
        return _("Shown %(seen)s: how many there are in all is hidden.") % {"seen": number(seen)}
    text = ngettext("Shown %(seen)s of %(counted)s person.", "Shown %(seen)s of %(counted)s people.", counted)
    return text % {"seen": number(seen), "counted": number(counted)}
