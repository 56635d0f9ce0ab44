"""One attempt: claimed in a transaction, sent outside of any, told in another one. A kill in between leads to the same mail again."""

from __future__ import annotations

from uuid import UUID

from tirek.audit.actors import Actor
from tirek.gate.acting import act_as
from tirek.outbox import actions, transport


def attempt(message_id: UUID, by: Actor) -> bool:
    """Send a message if it is due and nobody else has it; whether it went."""
    if not transport.is_ready():
        return False
    with act_as(by, purpose="outbox"):
        claimed = actions.claim(message_id=message_id, by=by)
        if claimed is None:
            return False
        message, content = claimed
        mail = transport.mail_of(message, content)
    try:
        transport.send(mail)
    except transport.Failed as failed:
        with act_as(by, purpose="outbox"):
            is_final = isinstance(failed, transport.Refused)
            actions.mark_failed(message=message, fault=str(failed), is_final=is_final, by=by)
        return False
    with act_as(by, purpose="outbox"):
        actions.mark_sent(message=message, by=by)
    return True
