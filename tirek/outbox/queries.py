"""Reads over an agency's own messages: row security shows no other."""

from __future__ import annotations

from django.db.models import QuerySet

from tirek.outbox.models import Message


def dead() -> QuerySet[Message]:
    """What could not be delivered, the latest first."""
    return Message.objects.filter(state=Message.State.DEAD).order_by("-put_at")


def on_their_way() -> QuerySet[Message]:
    """What is not dead: waiting, sent, given up."""
    return Message.objects.exclude(state=Message.State.DEAD)
