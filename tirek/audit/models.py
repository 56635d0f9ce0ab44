"""The journal's rows; the database refuses to change or delete them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class JournalEntry(models.Model):
    """One thing done: ids and codes only, never a name, a number or a search text."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.UUIDField()
    agency_id = models.UUIDField(null=True)
    action = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    person_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "at": "open",
        "actor_id": "open",
        "agency_id": "open",
        "action": "open",
        "subject_kind": "open",
        "subject_id": "open",
        "person_id": "identity",
        "detail": "open",
    }

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-id"], name="journal_person"),
            models.Index(fields=["subject_kind", "subject_id"], name="journal_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind} {self.subject_id}"
