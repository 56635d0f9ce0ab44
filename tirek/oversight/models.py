"""What is strange about who looked, and what people asked about it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Finding(models.Model):
    """Something in the access log that somebody has to explain: one worker, one day, of one person or of several."""

    class Kind(models.TextChoices):
        """What is strange (design of security: threat T1)."""

        SAME_SURNAME = "same_surname", _("opened somebody of the same surname")
        NO_OPEN_CASE = "no_open_case", _("opened somebody without an open case")
        AT_NIGHT = "at_night", _("opened people at night")
        MANY_SEARCHES = "many_searches", _("searched very often")
        NOTHING_DONE = "nothing_done", _("opened people and did nothing for them")

    class Verdict(models.TextChoices):
        """What the review found."""

        WAITING = "", _("waits for a review")
        EXPLAINED = "explained", _("explained by the work")
        MISUSE = "misuse", _("looked without a reason")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    worker_id = models.UUIDField()
    agency_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    day = models.DateField()
    count = models.PositiveIntegerField()
    found_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "kind": "open",
        "worker_id": "open",
        "agency_id": "open",
        "person_id": "identity",
        "day": "open",
        "count": "open",
        "found_at": "open",
        "verdict": "open",
        "note": "open",
        "reviewed_at": "open",
        "reviewed_by": "open",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker_id", "day", "kind", "person_id"], name="found_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="finding_reviewed_by_somebody",
                condition=Q(verdict="", reviewed_at__isnull=True, reviewed_by__isnull=True)
                | ~Q(verdict="") & Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["agency_id", "-found_at"], name="finding_agency")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class Question(models.Model):
    """A person asks why somebody looked; it holds no words of the person's, for the row that was read says enough."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.UUIDField(db_index=True)
    reading_id = models.BigIntegerField(unique=True)
    reader_id = models.UUIDField()
    reader_agency_id = models.UUIDField(db_index=True)
    agency_id = models.UUIDField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person_id": "identity",
        "reading_id": "open",
        "reader_id": "open",
        "reader_agency_id": "open",
        "agency_id": "open",
        "asked_by": "open",
        "asked_at": "open",
        "answer": "social",
        "answered_at": "open",
        "answered_by": "open",
    }

    def __str__(self) -> str:
        return str(self.id)
