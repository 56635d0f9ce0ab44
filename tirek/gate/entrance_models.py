"""What the entrance keeps: whether people here are real, who is logged in where, how often somebody tried."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Installation(models.Model):
    """The one row that says what this installation is; without it, it is for real people."""

    class Kind(models.TextChoices):
        """Demo or real; the database lets the first become the second and never the other way."""

        DEMO = "demo", _("demonstration, invented people only")
        REAL = "real", _("for real people")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    since = models.DateTimeField()

    privacy: ClassVar[dict[str, str]] = {"id": "open", "kind": "open", "since": "open"}

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="installation_is_one"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["demo", "real"]), name="installation_is_demo_or_real"
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Session(models.Model):
    """A browser that is known: the cookie's hash, and what is kept for it, sealed."""

    digest = models.BinaryField(primary_key=True)
    payload = models.TextField()
    user_id = models.UUIDField(null=True, db_index=True)
    device = models.CharField(max_length=80, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    privacy: ClassVar[dict[str, str]] = {
        "digest": "private",
        "payload": "private",
        "user_id": "open",
        "device": "open",
        "began_at": "open",
        "seen_at": "open",
    }

    def __str__(self) -> str:
        return f"session of {self.user_id}"


class Tally(models.Model):
    """How often something was tried under one key, until a moment; the key is kept as a keyed hash."""

    kind = models.CharField(max_length=20)
    digest = models.BinaryField()
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "kind": "open",
        "digest": "private",
        "count": "open",
        "ends_at": "open",
    }

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "digest"], name="tally_is_one_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"
