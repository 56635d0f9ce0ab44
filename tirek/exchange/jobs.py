"""Background work: the row is the queue, a job only names it, and a lock keeps two workers off one file."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import now
from procrastinate.contrib.django import app

from tirek.agencies.queries import worker_with
from tirek.audit.actors import Actor
from tirek.exchange import actions, later, progress
from tirek.exchange.models import Import
from tirek.gate.acting import act_as

STALLED_AFTER: Final = timedelta(minutes=1)


@app.task(name="exchange.read", queue="imports")
def read(import_id: str) -> None:
    """Read a file that waits to be read."""
    with progress.held(UUID(import_id)) as is_mine:
        file = Import.objects.select_related("agency").filter(pk=import_id).first()
        if is_mine and file is not None and file.state in {Import.State.UPLOADED, Import.State.READING}:
            actions.read_or_say_why(file=file, by=_on_behalf(file))


@app.task(name="exchange.commit", queue="imports")
def commit(import_id: str) -> None:
    """Write a file whose preview was accepted."""
    with progress.held(UUID(import_id)) as is_mine:
        file = Import.objects.filter(pk=import_id).first()
        if is_mine and file is not None and file.state == Import.State.COMMITTING:
            actions.commit_or_say_why(file=file, by=_on_behalf(file))


@app.task(name="exchange.tell", queue="imports")
def tell(import_id: str) -> None:
    """Tell of needs and referrals of the next people of a large file; what is left the next job takes up at once."""
    file = Import.objects.filter(pk=import_id, told_to__isnull=False).first()
    if file is not None:
        by = _on_behalf(file)
        with act_as(by, purpose=actions.PURPOSE):
            is_unfinished = later.tell_piece(file=file, by=by)
        if is_unfinished:
            later.tell_soon(file)


@app.periodic(cron="* * * * *")
@app.task(name="exchange.retry_stalled", queue="imports", queueing_lock="exchange.retry_stalled")
def retry_stalled(timestamp: int) -> None:
    """Take up files whose worker died: nobody holds their lock any more."""
    long_ago = now() - STALLED_AFTER
    quiet = Q(claimed_at__lt=long_ago) | Q(claimed_at__isnull=True, created_at__lt=long_ago)
    states = (Import.State.UPLOADED, Import.State.READING, Import.State.COMMITTING)
    for file in Import.objects.filter(quiet, state__in=states):
        with progress.held(file.pk) as is_free:
            pass
        if is_free:
            actions.call_worker(file=file)
    for file in Import.objects.filter(told_to__isnull=False):
        later.tell_soon(file)


def _on_behalf(file: Import) -> Actor:
    """Whoever handed the file in: the job sees and writes what that worker may."""
    return worker_with(file.created_by).actor
