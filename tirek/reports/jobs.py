"""Background work: documents and charts are made here and nowhere else, for they load heavy libraries."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.utils.timezone import now
from procrastinate.contrib.django import app

from tirek.audit.actors import Actor
from tirek.gate.acting import act_as
from tirek.reports import actions, pictures
from tirek.reports.building import build_version
from tirek.reports.models import ReportVersion

STALLED_AFTER: Final = timedelta(minutes=10)
ATTEMPTS: Final = 3


@app.task(name="reports.build", queue="documents")
def build(version_id: str) -> None:
    """Build one version; the row says whether it is still wanted."""
    version = ReportVersion.objects.select_related("grant").filter(pk=UUID(version_id)).first()
    if version is not None:
        build_version(version_id=version.pk, by=_on_behalf(version))


@app.task(name="reports.draw", queue=pictures.QUEUE, queueing_lock="reports.draw")
def draw() -> None:
    """Draw the charts that pages asked for."""
    while pictures.draw_waiting():
        pass


@app.periodic(cron="* * * * *")
@app.task(name="reports.retry_stalled", queue="documents", queueing_lock="reports.retry_stalled")
def retry_stalled(timestamp: int) -> None:
    """Take up versions whose worker died, versions and drawings whose call was lost."""
    stalled = ReportVersion.objects.filter(
        state=ReportVersion.State.BUILDING, begun_at__lt=now() - STALLED_AFTER
    )
    for version in stalled:
        by = _on_behalf(version)
        with act_as(by, purpose="report"):
            if version.attempts >= ATTEMPTS:
                actions.fail_version(version=version, trouble="stalled", by=by)
            else:
                actions.retry_version(version=version, by=by)
    for version in ReportVersion.objects.filter(
        state=ReportVersion.State.WAITING, requested_at__lt=now() - STALLED_AFTER
    ):
        build(str(version.pk))
    pictures.draw_waiting()


def _on_behalf(version: ReportVersion) -> Actor:
    return Actor(id=version.requested_by, agency_id=version.grant.agency_id)
