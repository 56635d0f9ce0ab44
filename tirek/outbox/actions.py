"""Putting a message into the outbox, claiming it, saying what became of the attempt, trying again, giving up."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.gate import vault
from tirek.outbox.kinds import KINDS
from tirek.outbox.models import Message
from tirek.outbox.transport import Content

TASK: Final = "outbox.send"
LEASE: Final = timedelta(minutes=2)
"""How long one attempt may take; whoever died in it loses the message to the next one then."""
GIVEN_UP_AFTER: Final = 12
"""Attempts: with the pauses between them about twenty hours."""
_LONGEST_PAUSE: Final = timedelta(hours=4)
State = Message.State


@transaction.atomic
def put(
    *,
    kind: str,
    to: str,
    text: str,
    key: str,
    language: str,
    attachments: Sequence[tuple[str, str, UUID]] = (),
    page: str = "",
    by: Actor,
) -> Message:
    """Let a message wait to be sent, in the caller's transaction; under a key that is known, nothing new is put.

    Address and text are sealed at once under the acting agency's key: rows and jobs hold references only. `attachments` are a name, a
    type and a reference to a value of the vault.
    """
    if kind not in KINDS:
        raise KeyError(kind)
    content = Content(to, text, [(name, mime, str(held)) for name, mime, held in attachments])
    sealed = vault.put(vault.MESSAGE, json.dumps(asdict(content), ensure_ascii=False))
    assert by.agency_id is not None
    message = Message(
        agency_id=by.agency_id,
        key=key,
        kind=kind,
        language=language,
        content=sealed,
        masked=masked(to),
        page=page,
        put_by=by.id,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    standing = Message.objects.get(key=key)
    if standing.id != message.id:
        vault.drop([sealed])
        return standing
    journal.write("outbox.put", message, detail={"kind": kind}, by=by)
    _wake(message)
    return message


def masked(address: str) -> str:
    """An address as it may be shown beside a failure: its first letter and its domain."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"[:120]


def _wake(message: Message) -> None:
    app.configure_task(TASK, allow_unknown=True, queue="outbox").defer(
        message_id=str(message.id), agency_id=str(message.agency_id), worker_id=str(message.put_by)
    )


@transaction.atomic
def claim(*, message_id: UUID, by: Actor) -> tuple[Message, Content] | None:
    """Take the lease of a message that is due, with what it says; None where another has it or nothing is due."""
    now = timezone.now()
    due = Message.objects.filter(pk=message_id, state=State.WAITING, next_at__lte=now)
    message = due.select_for_update(skip_locked=True).first()
    if message is None or message.content is None:
        return None
    message.lease, message.next_at = uuid.uuid4(), now + LEASE
    message.attempts += 1
    message.save(update_fields=["lease", "next_at", "attempts"])
    return message, Content(**json.loads(vault.read_text(message.content)))


@transaction.atomic
def mark_sent(*, message: Message, by: Actor) -> bool:
    """The server took it: address and text are destroyed. Whether that was news."""
    standing = Message.objects.select_for_update().filter(pk=message.pk, state=State.WAITING).first()
    if standing is None:  # another attempt was quicker: the receiver has the same Message-ID twice
        return False
    _let_go(standing, State.SENT)
    journal.write("outbox.sent", standing, detail={"attempts": standing.attempts}, by=by)
    return True


@transaction.atomic
def mark_failed(*, message: Message, fault: str, is_final: bool, by: Actor) -> None:
    """It did not go: another attempt after a growing pause, or none where it is hopeless."""
    mine = Message.objects.select_for_update().filter(pk=message.pk, state=State.WAITING, lease=message.lease)
    standing = mine.first()
    if standing is None:
        return
    standing.fault, standing.lease = fault, None
    if is_final or standing.attempts >= GIVEN_UP_AFTER:
        standing.state = State.DEAD
        journal.write("outbox.dead", standing, detail={"fault": fault}, by=by)
    standing.next_at = timezone.now() + pause_after(standing.attempts)
    standing.save(update_fields=["fault", "lease", "state", "next_at"])


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: one minute, two, four, at most four hours."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), _LONGEST_PAUSE)


@transaction.atomic
def send_again(*, message: Message, by: Actor) -> None:
    """Try a dead message anew, from the first attempt on."""
    standing = Message.objects.select_for_update().filter(pk=message.pk, state=State.DEAD).first()
    if standing is None:
        return
    standing.state, standing.attempts, standing.next_at = State.WAITING, 0, timezone.now()
    standing.save(update_fields=["state", "attempts", "next_at"])
    journal.write("outbox.send_again", standing, by=by)
    _wake(standing)


@transaction.atomic
def drop(*, message: Message, by: Actor) -> None:
    """Give a dead message up: what it said is destroyed."""
    standing = Message.objects.select_for_update().filter(pk=message.pk, state=State.DEAD).first()
    if standing is not None:
        _let_go(standing, State.DROPPED)
        journal.write("outbox.drop", standing, by=by)


def _let_go(message: Message, state: State) -> None:
    """Leave the row and destroy what was sealed for it."""
    held, message.content, message.state, message.lease = message.content, None, state, None
    message.sent_at = timezone.now() if state == State.SENT else None
    message.save(update_fields=["content", "state", "lease", "sent_at"])
    if held is not None:
        vault.drop([held])
