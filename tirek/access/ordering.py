"""Ordering the paper of a consent: the row is the queue, the job is deferred by name in the transaction that drew it up."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from tirek.audit.actors import Actor

TASK = "access.set_paper"


def order_paper(consent_id: UUID, by: Actor) -> None:
    """Have the paper of one consent set by the worker."""
    app.configure_task(TASK, allow_unknown=True, queue="documents").defer(
        consent_id=str(consent_id), worker_id=str(by.id), agency_id=str(by.agency_id)
    )
