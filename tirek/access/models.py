"""The grounds of permits as rows: what was signed, asked, opened in an emergency, protected, or requested by law.

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

from tirek.agencies.models import Agency
from tirek.gate.categories import Category


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
    received_at = models.DateTimeField(null=True)
    received_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    request_id = models.UUIDField(null=True)

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
        "received_at": "open",
        "received_by": "open",
        "withdrawn_at": "open",
        "withdrawn_by": "open",
        "request_id": "open",
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
                condition=Q(received_at__isnull=True, withdrawn_at__isnull=True)
                | Q(received_at__isnull=False, signed_on__isnull=False, received_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def state_on(self, day: date) -> str:
        """waits, withdrawn, expired, ahead or stands."""
        if self.withdrawn_at is not None:
            return "withdrawn"
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


class Emergency(models.Model):
    """One worker opened one category of one person for sixty minutes, and why; reviewed within two working days."""

    class Verdict(models.TextChoices):
        """What the review found."""

        RIGHT = "right", _("it was needed")
        WRONG = "wrong", _("it was not needed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.UUIDField(db_index=True)
    category = models.SmallIntegerField(choices=Category.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    opened_by = models.UUIDField()
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    review_by = models.DateField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    verdict_note = models.CharField(max_length=500, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person_id": "identity",
        "category": "open",
        "agency": "open",
        "holder": "identity",
        "opened_by": "open",
        "reason": "social",
        "opened_at": "open",
        "ends_at": "open",
        "review_by": "open",
        "verdict": "open",
        "verdict_note": "social",
        "reviewed_at": "open",
        "reviewed_by": "open",
    }

    def __str__(self) -> str:
        return str(self.id)

    @property
    def categories(self) -> list[int]:
        """The one category it opened."""
        return [self.category]


class Protection(models.Model):
    """A proposal to protect a person, or to open one again; it counts when a second worker has approved it."""

    class Wish(models.TextChoices):
        """What is proposed."""

        PROTECT = "protect", _("protect")
        OPEN = "open", _("open again")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.UUIDField(db_index=True)
    wish = models.CharField(max_length=10, choices=Wish.choices)
    reason = models.CharField(max_length=300)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.UUIDField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person_id": "identity",
        "wish": "private",
        "reason": "private",
        "proposed_at": "open",
        "proposed_by": "open",
        "approved_at": "open",
        "approved_by": "open",
    }

    def __str__(self) -> str:
        return str(self.id)


class ProtectedPerson(models.Model):
    """Who is protected now: found by no other agency, contacts open to none."""

    person_id = models.UUIDField(primary_key=True)
    since = models.DateTimeField()
    protection = models.ForeignKey(Protection, on_delete=models.PROTECT, related_name="+")

    privacy: ClassVar[dict[str, str]] = {"person_id": "identity", "since": "private", "protection": "private"}

    def __str__(self) -> str:
        return str(self.person_id)


class LegalRequest(models.Model):
    """A document that demands data of one person by law, and what became of it: a second worker releases the extract."""

    class Decision(models.TextChoices):
        """What was decided."""

        WAITING = "waiting", _("waits for the second signature")
        RELEASED = "released", _("the extract is released")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.UUIDField(db_index=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    document_on = models.DateField()
    requester = models.CharField(max_length=200)
    signer = models.CharField(max_length=200)
    article = models.CharField(max_length=40)
    """The code of a legal ground, in `tirek.access.grounds`."""
    categories = ArrayField(models.SmallIntegerField(choices=Category.choices))
    registered_at = models.DateTimeField(default=timezone.now)
    registered_by = models.UUIDField()
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.WAITING)
    decision_note = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person_id": "identity",
        "agency": "open",
        "number": "justice",
        "document_on": "justice",
        "requester": "justice",
        "signer": "justice",
        "article": "justice",
        "categories": "open",
        "registered_at": "open",
        "registered_by": "open",
        "decision": "open",
        "decision_note": "justice",
        "decided_at": "open",
        "decided_by": "open",
    }

    def __str__(self) -> str:
        return str(self.id)
