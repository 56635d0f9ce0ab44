"""Pages of the review queue: who does a waiting row mean, and may a vanished one stay."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.exchange import actions, queries, vanished
from tirek.exchange.messages import refusal_in_words
from tirek.exchange.models import ImportRow
from tirek.exchange.showing import candidates, show, written_of
from tirek.people.models import Person
from tirek.people.queries import masked_iin
from tirek.ui.pages import done, go_to, paginate_by_key, respond


@require_GET
def queue(request: StaffRequest) -> HttpResponseBase:
    """Rows that wait for somebody to say who they mean."""
    page = paginate_by_key(request, queries.waiting_rows(request.worker.agency_id), "pk", size=20)
    readings.note(Action.OPEN, purpose=Purpose.IMPORT, rows=len(page.items), by=request.worker.actor)
    context = {"nav": "imports", "page": page, "rows": show(page.items)}
    return respond(request, "exchange/review.html", context)


def _waiting(request: StaffRequest, row_id: int) -> ImportRow:
    row = queries.waiting_rows(request.worker.agency_id).filter(pk=row_id).first()
    if row is None:
        readings.deny(purpose=Purpose.IMPORT, by=request.worker.actor)
        raise Http404
    return row


@require_GET
def compare(request: StaffRequest, row_id: int) -> HttpResponseBase:
    """A waiting row side by side with everybody it may mean."""
    return _compare(request, _waiting(request, row_id))


def _compare(request: StaffRequest, row: ImportRow, refusal: str = "") -> HttpResponseBase:
    shown = show([row])[0]
    written = written_of(shown)
    if written is None:
        raise Http404
    offered = [person.id for person, _bits, _why in shown.people]
    readings.note(Action.OPEN, people=offered, purpose=Purpose.IMPORT, by=request.worker.actor)
    alike = queries.waiting_rows(request.worker.agency_id).filter(file=row.file, identity=row.identity)
    context = {
        "nav": "imports",
        "row": row,
        "shown": shown,
        "written": written,
        "iin": masked_iin(written.iin),
        "candidates": candidates(shown, written),
        "alike": alike.count() - 1,
        "refusal": refusal,
    }
    return respond(request, "exchange/compare.html", context, status=422 if refusal else 200)


@require_POST
def settle(request: StaffRequest, row_id: int) -> HttpResponseBase:
    """Say who a waiting row means: one of the candidates, or a new person."""
    row = _waiting(request, row_id)
    chosen = request.POST.get("person", "")
    person_id = _offered(row, chosen) if chosen != "new" else None
    if chosen != "new" and person_id is None:
        return _compare(request, row, _("Choose one of the people, or «Another person»."))
    try:
        settled = actions.settle(row=row, person_id=person_id, by=request.worker.actor)
    except actions.NotNow as refused:
        return _compare(request, row, refusal_in_words(refused.code))
    said = ngettext("%(count)s row is in the registry.", "%(count)s rows are in the registry.", settled)
    done(request, said % {"count": settled})
    return go_to(request, "exchange:review")


def _offered(row: ImportRow, chosen: str) -> UUID | None:
    """A candidate of the row, by the id the page showed: the canonical one."""
    ids = [UUID(candidate["person"]) for candidate in row.candidates]
    anchors = {str(person.anchor_id): person.anchor_id for person in Person.objects.filter(pk__in=ids)}
    return anchors.get(chosen)


@require_POST
def keep(request: StaffRequest, row_id: int) -> HttpResponseBase:
    """Answer that a row gone from the file stays in the records."""
    row = _vanished(request, row_id, settled_at__isnull=True)
    vanished.keep(row=row, by=request.worker.actor)
    done(request, _("The row stays in the records and is not asked about again."))
    return go_to(request, "exchange:preview", row.file_id)


def _vanished(request: StaffRequest, row_id: int, **more: Any) -> ImportRow:
    mine = ImportRow.objects.filter(
        file__agency_id=request.worker.agency_id, outcome=ImportRow.Outcome.VANISHED, **more
    )
    return get_object_or_404(mine, pk=row_id)


@require_POST
def strike(request: StaffRequest, row_id: int) -> HttpResponseBase:
    """Answer that a row gone from the file was a mistake: it is struck out."""
    row = _vanished(request, row_id, settled_at__isnull=True)
    try:
        vanished.strike(row=row, by=request.worker.actor)
    except actions.NotNow as refused:
        done(request, refusal_in_words(refused.code))
    else:
        done(request, _("The row is struck out: it is kept, and counts nowhere."))
    return go_to(request, "exchange:preview", row.file_id)


@require_POST
def restore(request: StaffRequest, row_id: int) -> HttpResponseBase:
    """Take back that a row was struck out."""
    row = _vanished(request, row_id)
    try:
        vanished.restore(row=row, by=request.worker.actor)
    except actions.NotNow as refused:
        messages.error(request, refusal_in_words(refused.code))
    else:
        done(request, _("The row counts again."))
    return go_to(request, "exchange:preview", row.file_id)
