"""A stored file: its name, its checksum, and either its body or a reference to the sealed one."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tirek.gate.owning import ActingAgency


class StoredFile(models.Model):
    """One file, never changed after it was stored: a new version is a new row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=255)
    mime = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField(null=True)
    sealed = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True, db_default=ActingAgency())

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "name": "identity",
        "mime": "open",
        "size": "open",
        "sha256": "open",
        "body": "open",
        "sealed": "private",
        "created_at": "open",
        "created_by": "open",
        "agency_id": "open",
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stored_file_body_or_sealed",
                condition=Q(body__isnull=False, sealed__isnull=True)
                | Q(body__isnull=True, sealed__isnull=False),
            ),
            models.CheckConstraint(
                name="stored_file_sha256_is_hex", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return self.name
