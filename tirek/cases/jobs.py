"""Background work: the list for the person is set here and nowhere else, for Typst is heavy."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from tirek.agencies.models import Worker
from tirek.audit.actors import Actor
from tirek.cases import sheets
from tirek.cases.models import PlanSheet
from tirek.documents.typesetting import PdfImpossible
from tirek.gate.acting import act_as
from tirek.people import queries as people


@app.task(name=sheets.TASK, queue="documents")
def set_sheet(sheet_id: str, worker_id: str, agency_id: str) -> None:
    """Set one list on behalf of whoever ordered it, who sees no more here than on the page; done once however often called."""
    worker = Worker.objects.with_roles().filter(pk=UUID(worker_id), agency_id=UUID(agency_id)).first()
    if worker is None:
        return
    by: Actor = worker.actor
    with act_as(by, purpose="plan"):
        sheet = PlanSheet.objects.select_for_update().filter(pk=UUID(sheet_id), paper__isnull=True).first()
        one = people.opened(sheet.person_id) if sheet else None
        if sheet is None or one is None:
            return
        try:
            body: bytes | None = sheets.set_sheet(sheet, one.person, one.ids, worker=worker.name)
        except PdfImpossible:
            body = None
        sheets.keep_sheet(sheet=sheet, body=body, by=by)
