"""The grounds of permits as rows: what was signed and what was asked; what goes past consent stands in `exceptional_models`.

People are named by plain ids: whoever reviews an emergency or answers for a list may not see the person at all.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tirek.access.exceptional_models import (
    Emergency,
    ErasureRequest,
    LegalRequest,
    Notice,
    ProtectedPerson,
    Protection,
)
from tirek.agencies.models import Agency
from tirek.gate.categories import Category

__all__ = [
    "AccessRequest",
    "Consent",
    "Emergency",
    "ErasureRequest",
    "LegalRequest",
    "Notice",
    "ProtectedPerson",
    "Protection",
    "Purpose",
]


class Purpose(models.TextChoices):
    """What data is passed on for; the wording a person signs stands in `texts`."""

    SUPPORT = "support", _("joint support after release")
    EMPLOYMENT = "employment", _("work and training")
    TREATMENT = "treatment", _("medical help")
    DOCUMENTS = "documents", _("documents and benefits")
    SUPERVISION = "supervision", _("work with the probation service")


class Consent(models.Model):
    """A person's consent that one agency passes categories of data to another, for a purpose and a term."""

    class Language(models.TextChoices):
        """In which language it is signed."""

        RU = "ru", _("Russian")
        KK = "kk", _("Kazakh")

    class Signed(models.TextChoices):
        """How the person said yes (law on personal data, article 8: on paper or another protected way)."""

        PAPER = "paper", _("on paper")
        SCREEN = "screen", _("on the screen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.UUIDField(db_index=True)
    operator = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    operator_bin = models.CharField(max_length=12)
    receiver = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    categories = ArrayField(models.SmallIntegerField(choices=Category.choices))
    is_health = models.BooleanField(default=False)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    language = models.CharField(max_length=2, choices=Language.choices)
    wording = models.CharField(max_length=20)
    """The version of the text, in `tirek.access.texts`."""
    starts_on = models.DateField()
    ends_on = models.DateField()
    drawn_up_at = models.DateTimeField(default=timezone.now)
    drawn_up_by = models.UUIDField()
    signed_on = models.DateField(null=True)
    signed_how = models.CharField(max_length=6, choices=Signed.choices, blank=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    """Written by `authz.withdraw_consents` alone; without `received_at` the paper was never signed."""
    withdrawn_by = models.UUIDField(null=True)
    request_id = models.UUIDField(null=True)
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.UUIDField(null=True, unique=True)
    """The version before: terms never change, other terms are a new version."""
    replaced_at = models.DateTimeField(null=True)
    paper = models.UUIDField(null=True)
    """The paper as it was set, sealed under the person's key; from then on no term changes."""
    paper_failed_at = models.DateTimeField(null=True)
    printed_at = models.DateTimeField(null=True)
    opens_on_acceptance = models.BooleanField(default=False)
    """Taken for a referral: it opens nothing before the receiver has accepted (`authz.permit_by_referral`)."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person_id": "identity",
        "operator": "open",
        "operator_bin": "open",
        "receiver": "identity",
        "categories": "identity",
        "is_health": "health",
        "purpose": "social",
        "language": "identity",
        "wording": "open",
        "starts_on": "open",
        "ends_on": "open",
        "drawn_up_at": "open",
        "drawn_up_by": "open",
        "signed_on": "identity",
        "signed_how": "open",
        "received_at": "open",
        "received_by": "open",
        "withdrawn_at": "open",
        "withdrawn_by": "open",
        "request_id": "open",
        "version": "open",
        "replaces": "open",
        "replaced_at": "open",
        "paper": "private",
        "paper_failed_at": "open",
        "printed_at": "open",
        "opens_on_acceptance": "open",
    }

    class Meta:
        constraints = [
            models.CheckConstraint(name="consent_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="consent_health_apart",
                condition=Q(is_health=True, categories__contains=[5], categories__contained_by=[1, 5])
                | (Q(is_health=False, categories__contained_by=[1, 2, 3, 4]) & ~Q(categories=[])),
            ),
            models.CheckConstraint(
                name="consent_received_is_signed",
                condition=Q(received_at__isnull=True)
                | Q(received_at__isnull=False, signed_on__isnull=False, received_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def state_on(self, day: date) -> str:
        """waits, replaced, not_given, withdrawn, expired, ahead or stands."""
        if self.replaced_at is not None:
            return "replaced"
        if self.withdrawn_at is not None:
            return "withdrawn" if self.received_at is not None else "not_given"
        if self.received_at is None:
            return "waits"
        if day > self.ends_on:
            return "expired"
        return "ahead" if day < self.starts_on else "stands"


class AccessRequest(models.Model):
    """An agency asks another one for access, knowing only that a record exists; it never reads this row, only the answer."""

    class Answer(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("waits for an answer")
        AGREED = "agreed", _("the person agreed")
        REFUSED = "refused", _("no access")

    class Refusal(models.TextChoices):
        """Why not; nothing of it tells what the record holds."""

        DECLINED = "declined", _("the person does not agree")
        UNREACHED = "unreached", _("the person could not be asked")
        UNFOUNDED = "unfounded", _("the purpose does not call for it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.UUIDField(db_index=True)
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asking = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    note = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING)
    refusal = models.CharField(max_length=10, choices=Refusal.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person_id": "identity",
        "holder": "identity",
        "asking": "open",
        "asked_by": "open",
        "asked_at": "open",
        "purpose": "social",
        "note": "social",
        "answer": "open",
        "refusal": "social",
        "answered_at": "open",
        "answered_by": "open",
    }

    def __str__(self) -> str:
        return str(self.id)
