"""The one table in which identifiers, contacts and raw source rows stand."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class SealedValue(models.Model):
    """A value that leaves this table only through `tirek.gate.vault`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.UUIDField(null=True, db_index=True)
    kind = models.CharField(max_length=30)
    body = models.BinaryField()
    digest = models.BinaryField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person_id": "identity",
        "kind": "open",
        "body": "private",
        "digest": "identity",
        "created_at": "open",
    }

    class Meta:
        indexes = [
            models.Index(fields=["digest"], name="sealed_digest", condition=models.Q(digest__isnull=False))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "kind", "digest"],
                name="sealed_once_a_person",
                condition=models.Q(digest__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
