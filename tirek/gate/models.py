"""The permits, and the one table in which identifiers, contacts and raw source rows stand."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tirek.gate.categories import Category
from tirek.gate.entrance_models import Installation, Session, Tally
from tirek.gate.owning import ActingAgency

__all__ = ["DataKey", "Installation", "Permit", "SealedValue", "Session", "Tally"]


class SealedValue(models.Model):
    """A value that leaves this table only through `tirek.gate.vault`.

    What is known of a person goes by that person's permits; what belongs to nobody yet, by the agency that brought it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.UUIDField(null=True, db_index=True)
    agency_id = models.UUIDField(null=True, db_default=ActingAgency())
    category = models.SmallIntegerField(null=True, choices=Category.choices)
    kind = models.CharField(max_length=30)
    body = models.BinaryField()
    digest = models.BinaryField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person_id": "identity",
        "agency_id": "open",
        "category": "open",
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


class DataKey(models.Model):
    """The key of one owner's values, wrapped: of an original person, never the canonical one, or of an agency's staging.

    Without `wrapped` it is destroyed, and with it everything it sealed, here, in history and in backups.
    """

    class Owner(models.TextChoices):
        """Whose values."""

        PERSON = "person", _("person")
        AGENCY = "agency", _("agency")

    owner_id = models.UUIDField(primary_key=True)
    owner = models.CharField(max_length=6, choices=Owner.choices)
    wrapped = models.BinaryField(null=True)
    version = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "owner_id": "identity",
        "owner": "open",
        "wrapped": "private",
        "version": "open",
        "made_at": "open",
        "destroyed_at": "open",
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="data_key_or_tombstone",
                condition=models.Q(wrapped__isnull=False, destroyed_at__isnull=True)
                | models.Q(wrapped__isnull=True, destroyed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.version}"


class Permit(models.Model):
    """Who sees which category of whom, on what ground and until when: plain ids, no foreign keys.

    Written only by the database's functions; every row is a projection of a registration, a consent, a referral, a law's request or
    an emergency, which `basis_ref` names.
    """

    class Basis(models.TextChoices):
        """On what ground."""

        OWN = "own", _("registered here")
        CONSENT = "consent", _("the person's consent")
        REFERRAL = "referral", _("referral")
        LAW = "law", _("request by law")
        EMERGENCY = "emergency", _("emergency")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    principal = models.UUIDField()
    category = models.SmallIntegerField(choices=Category.choices)
    person_id = models.UUIDField()
    basis = models.CharField(max_length=10, choices=Basis.choices)
    basis_ref = models.UUIDField(null=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    """The moment it ends; the year 9999 where no end is known."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "principal": "open",
        "category": "open",
        "person_id": "identity",
        "basis": "open",
        "basis_ref": "open",
        "valid_from": "open",
        "valid_to": "open",
    }

    class Meta:
        indexes = [
            models.Index(
                fields=["person_id", "category", "principal"],
                include=["valid_from", "valid_to"],
                name="permit_probe",
            ),
            models.Index(fields=["principal", "category", "person_id"], name="permit_list"),
            models.Index(
                fields=["basis_ref"], name="permit_basis", condition=models.Q(basis_ref__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.basis} {self.id}"
