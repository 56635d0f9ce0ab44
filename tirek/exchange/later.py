"""Needs and referrals of a large file: told after it is written, some people at a time, by the worker.

The rows count in the registry at once. What they say of needs and referrals is judged step by step by the machine of referrals,
which takes longer than to write them: a file of many people does not wait for it. A piece is one transaction and says how far it
came, so whatever breaks off is gone on with; telling twice changes nothing.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from tirek.audit.actors import Actor
from tirek.cases.models import Application
from tirek.exchange.committing import one_at_a_time
from tirek.exchange.models import Import, SourceRow
from tirek.exchange.words import Words
from tirek.exchange.writing.context import Writing
from tirek.exchange.writing.naming import Named, sender_of

PIECE: Final = 300
"""People told of in one transaction: some seconds."""
_TOLD: Final = ("application", "service")


def tell_soon(file: Import) -> None:
    """Leave a job that tells the next people of a file; one that waits already is enough."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        task = app.configure_task(
            "exchange.tell", allow_unknown=True, queue="imports", queueing_lock=f"tell:{file.pk}"
        )
        task.defer(import_id=str(file.pk))


@transaction.atomic
def tell_piece(*, file: Import, by: Actor) -> bool:
    """Tell of the next people; returns whether somebody is left."""
    one_at_a_time()
    file = Import.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if file.told_to is None:
        return False
    rows = SourceRow.objects.filter(
        project=file.grant_id or file.agency_id,
        file=file.pk,
        target_kind__in=_TOLD,
        target_id__isnull=False,
        struck_at__isnull=True,
    )
    further = rows.filter(person_id__gt=file.told_to).order_by("person_id")
    people = list(further.values_list("person_id", flat=True).distinct()[:PIECE])
    if people:
        _tell(file, rows.filter(person_id__in=people), by)
    file.told_to = people[-1] if len(people) == PIECE else None
    file.save(update_fields=["told_to"])
    return file.told_to is not None


def _tell(file: Import, rows: QuerySet[SourceRow], by: Actor) -> None:
    writing = Writing(file=file, by=by, grant=None, words=Words(file.agency_id))
    applications: list[UUID] = []
    for kind, target_id, person_id in rows.values_list("target_kind", "target_id", "person_id"):
        assert person_id is not None
        assert target_id is not None
        writing.loop.people.add(person_id)
        (writing.loop.lines if kind == "service" else applications).append(target_id)
    named = Named(writing)
    for one in Application.objects.filter(pk__in=applications).exclude(referral_number=""):
        sender = sender_of(named, one.referred_by_text, one.referral_number)
        if sender is not None:
            writing.loop.senders[one.pk] = sender
    writing.loop.close(by)
