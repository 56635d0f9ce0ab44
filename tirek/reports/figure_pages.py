"""Every figure opens: the rows behind a number, a page at a time."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.gate.categories import Category
from tirek.reports.indicators import (
    READER,
    REPORT,
    BadPlace,
    NoSuchFigure,
    Reading,
    Rows,
    called,
    counting,
    in_language,
)
from tirek.reports.seeing import shown_of
from tirek.reports.views import on_tab, workspace_of
from tirek.reports.workspace import Workspace
from tirek.ui.pages import respond

ON_A_PAGE = 50


@require_GET
def figure(request: StaffRequest, grant_id: UUID, key: str) -> HttpResponseBase:
    """The rows behind a figure: counted under the report role, shown under the reader's."""
    work = workspace_of(request, grant_id)
    try:
        indicator, part = called(key)
        with counting(work.grant):
            every = indicator.rows(Reading(work.grant, REPORT), part)
            counted, foreign = every.count(), every.foreign(request.worker.agency_id)
        rows: Rows = indicator.rows(Reading(work.grant, READER, agency_id=request.worker.agency_id), part)
        page = rows.page(request.GET.get("after", ""), ON_A_PAGE)
    except (NoSuchFigure, BadPlace) as unknown:
        raise Http404 from unknown
    context = on_tab(
        work,
        "grant",
        key=key,
        name=_name(work, key, str(indicator.name)),
        value=work.figures.numbers.get(key),
        is_known=key not in work.counts or work.counts[key] is not None,
        look=f"reports/rows/{rows.look}.html",
        rows=page.rows,
        shown=shown_of(request.worker, rows, counted, foreign),
        further=f"?{urlencode({'after': page.after})}" if page.after else "",
        is_first="after" not in request.GET,
    )
    # Written last: figures counted in a transaction that has written are not kept.
    readings.note(
        Action.OPEN,
        category=Category.SOCIAL,
        purpose=Purpose.REPORT,
        rows=len(page.rows),
        by=request.worker.actor,
    )
    return respond(request, "reports/figure.html", context)


def _name(work: Workspace, key: str, name: str) -> str:
    table, _colon, code = key.partition(":")
    for part in work.figures.tables.get(table, []):
        if part.code == code:
            return in_language(part.names, work.language)
    return name
