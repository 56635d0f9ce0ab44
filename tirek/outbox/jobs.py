"""Background work: a message is sent as soon as it is put; once a minute whatever is due again, or was left by a crash."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from tirek.audit.actors import Actor
from tirek.gate.acting import act_as
from tirek.outbox import actions
from tirek.outbox.models import Message
from tirek.outbox.sending import attempt

AT_ONCE: Final = 200
KEPT_DEAD: Final = timedelta(days=30)
"""How long a message that cannot be delivered keeps its address and text."""


@app.task(name=actions.TASK, queue="outbox")
def send(message_id: str, agency_id: str, worker_id: str) -> None:
    """Send one message on behalf of whoever put it."""
    attempt(UUID(message_id), Actor(id=UUID(worker_id), agency_id=UUID(agency_id)))


@app.periodic(cron="* * * * *")
@app.task(name="outbox.retry", queue="outbox", queueing_lock="outbox.retry")
def retry(timestamp: int) -> None:
    """Try again what is due; give up what has been dead for a month."""
    now = timezone.now()
    due = Message.objects.filter(state=Message.State.WAITING, next_at__lte=now).order_by("next_at")
    for message in list(due[:AT_ONCE]):
        attempt(message.id, _on_behalf(message))
    dead = Message.objects.filter(state=Message.State.DEAD, put_at__lt=now - KEPT_DEAD)
    for message in list(dead[:AT_ONCE]):
        with act_as(_on_behalf(message), purpose="outbox"):
            actions.drop(message=message, by=_on_behalf(message))


def _on_behalf(message: Message) -> Actor:
    return Actor(id=message.put_by, agency_id=message.agency_id)
