"""What goes past consent as rows: emergencies, protection, requests by law and for erasure, and the notices of them.

People are named by plain ids: whoever reviews an emergency may not see the person at all.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tirek.agencies.models import Agency
from tirek.gate.categories import Category


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
    is_alone = models.BooleanField(default=False)
    """Neither agency has an administrator who did not open it: the coordinator reviews."""
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
        "is_alone": "open",
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
    """Empty where nobody second was there and the delay took the place of the signature."""
    closed_at = models.DateTimeField(null=True)
    """Refused: nothing came of it."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person_id": "identity",
        "wish": "private",
        "reason": "private",
        "proposed_at": "open",
        "proposed_by": "open",
        "approved_at": "open",
        "approved_by": "open",
        "closed_at": "open",
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


class ErasureRequest(models.Model):
    """Somebody's data are to be destroyed: why, and what became of it; two workers, or one and a delay."""

    class Ground(models.TextChoices):
        """Why (law on personal data, articles 18 and 25)."""

        WISH = "wish", _("the person asks for it")
        TERM = "term", _("the term of keeping is over")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.UUIDField(db_index=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10, choices=Ground.choices)
    asked_on = models.DateField()
    """The day the person asked, or the term ended."""
    due_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.UUIDField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person_id": "identity",
        "agency": "open",
        "ground": "open",
        "asked_on": "open",
        "due_on": "open",
        "note": "private",
        "proposed_at": "open",
        "proposed_by": "open",
        "done_at": "open",
        "done_by": "open",
        "closed_at": "open",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="erasure_is_asked_once",
                fields=["person_id"],
                condition=Q(done_at__isnull=True, closed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Notice(models.Model):
    """What an agency is told of a person it registered, because another agency's worker did it; written by functions alone."""

    class Kind(models.TextChoices):
        """What has happened."""

        EMERGENCY = "emergency", _("Opened in an emergency")
        TELL_PERSON = "tell_person", _("Tell the person that the data were opened in an emergency")
        WITHDRAWN = "withdrawn", _("Consent withdrawn at another organisation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    """To whom it is said."""
    person_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject_id = models.UUIDField()
    at_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    """Where it happened."""
    is_health = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "agency": "identity",
        "person_id": "identity",
        "kind": "open",
        "subject_id": "open",
        "at_agency": "identity",
        "is_health": "health",
        "made_at": "open",
        "due_on": "open",
        "done_at": "open",
        "done_by": "open",
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "made_at"], name="notice_waits", condition=Q(done_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
