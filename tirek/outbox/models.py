"""A message: where it stands on its way; what it says and to whom lies sealed in the vault until it is sent."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tirek.gate.owning import ActingAgency
from tirek.outbox.kinds import KINDS, Kind


class Message(models.Model):
    """One message to one address. The row is the queue: a lease says who sends it now, and when others may try."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("waits to be sent")
        SENT = "sent", _("sent")
        DEAD = "dead", _("not delivered")
        DROPPED = "dropped", _("given up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    """Also the first half of its Message-ID: sent twice after a crash, it is still the same mail to whoever receives it."""
    agency_id = models.UUIDField(db_default=ActingAgency())
    key = models.CharField(max_length=120)
    """What makes it the same message: put twice under one key by one agency, it is one."""
    kind = models.CharField(max_length=30)
    language = models.CharField(max_length=2)
    content = models.UUIDField(null=True)
    """Where address and text are sealed; empty once it is sent or given up, for then nobody needs them."""
    masked = models.CharField(max_length=120)
    """The address as an administrator may see it: p…@example.kz."""
    page = models.CharField(max_length=200, blank=True)
    """Where in the program the matter can be seen, for those who may."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    """When it is to be tried; while somebody sends it, when that lease ends."""
    lease = models.UUIDField(null=True)
    fault = models.CharField(max_length=40, blank=True)
    """The last failure as a code; never what the server said, which may repeat the address."""
    put_at = models.DateTimeField(auto_now_add=True)
    put_by = models.UUIDField()
    sent_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "agency_id": "open",
        "key": "open",
        "kind": "open",
        "language": "open",
        "content": "private",
        "masked": "contact",
        "page": "identity",
        "state": "open",
        "attempts": "open",
        "next_at": "open",
        "lease": "open",
        "fault": "open",
        "put_at": "open",
        "put_by": "open",
        "sent_at": "open",
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="message_waits", condition=Q(state="waiting")),
            models.Index(fields=["agency_id", "-put_at"], name="message_of_agency"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "key"], name="message_is_put_once"),
            models.CheckConstraint(
                name="message_is_kept_while_it_is_needed",
                condition=Q(state__in=["waiting", "dead"], content__isnull=False)
                | Q(state__in=["sent", "dropped"], content__isnull=True),
            ),
            models.CheckConstraint(
                name="message_sent_has_its_moment",
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def message_id(self) -> str:
        """The Message-ID (RFC 5322, 3.6.4): the same at every attempt."""
        return f"<{self.id}@{settings.TIREK_MAIL_DOMAIN}>"

    @property
    def about(self) -> Kind:
        """What kind of message it is."""
        return KINDS[self.kind]
