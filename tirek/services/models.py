"""The catalogue, the journal of services, and the separate facts with which a service ends."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tirek.agencies.models import Agency
from tirek.agencies.reference import Named
from tirek.audit.striking import Strikable
from tirek.cases.models import HelpKind
from tirek.cases.wishes import WishOf as WishOf
from tirek.grants.models import Category, Grant
from tirek.people.models import Person
from tirek.services.activity_models import Activity, ActivityWish, LegalTopic, TopicAsked
from tirek.services.offer_models import Offer, OfferName, Taken, Waiting

__all__ = [
    "Activity", "ActivityWish", "Decline", "Delivery", "LegalTopic", "LostContact", "NoShow", "Offer", "OfferName", "Refusal",
    "RefusalReason", "Service", "ServiceKind", "Taken", "TopicAsked", "UnmetDemand", "Waiting", "WishOf",
]  # fmt: skip

_NAMED = {
    "id": "open",
    "name_ru": "open",
    "name_kk": "open",
    "name_en": "open",
    "code": "open",
    "proposed": "open",
}


class ServiceKind(Named):
    """A kind of service; a proposed one came from a spreadsheet and waits to be checked."""

    code = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    category = models.CharField(max_length=20, choices=Category.choices, default=Category.OTHER)
    help_kind = models.ForeignKey(
        HelpKind, null=True, blank=True, on_delete=models.PROTECT, related_name="service_kinds"
    )
    """The kind of help by which needs are named: of the law, or of the pilot."""
    proposed = models.BooleanField(default=False)

    privacy: ClassVar[dict[str, str]] = _NAMED | {"category": "open", "help_kind": "open"}

    class Meta:
        ordering = ["name_ru"]


class RefusalReason(Named):
    """A coded reason with which a provider refuses."""

    code = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    proposed = models.BooleanField(default=False)

    privacy: ClassVar[dict[str, str]] = _NAMED

    class Meta:
        ordering = ["name_ru"]


class Service(Strikable):
    """One line of the journal: on a day, a kind of help was asked of a provider for a person.

    How it ended stands in tables of its own (Delivery, Refusal, Decline, NoShow, LostContact, UnmetDemand): they are
    separate facts, and a line without any of them is still open.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Three of the indexes below begin with the first three and nobody looks for lines by the other two alone; each index more is paid
    # for with every line of an import.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="services", db_index=False)
    grant = models.ForeignKey(
        Grant, null=True, blank=True, on_delete=models.PROTECT, related_name="services", db_index=False
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.ForeignKey(ServiceKind, on_delete=models.PROTECT, related_name="services", db_index=False)
    provider = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    happened_on = models.DateField()
    number = models.PositiveIntegerField(null=True, blank=True)
    wish_of = models.CharField(max_length=10, choices=WishOf.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person": "identity",
        "grant": "open",
        "agency": "open",
        "kind": "social",
        "provider": "social",
        "happened_on": "social",
        "number": "social",
        "wish_of": "social",
        "note": "social",
        "struck_at": "social",
    }

    class Meta:
        verbose_name = _("service")
        indexes = [
            models.Index(fields=["grant", "kind", "person"], name="service_figures"),
            models.Index(fields=["agency", "-happened_on", "-id"], name="service_journal"),
            models.Index(fields=["person", "-happened_on"], name="service_of_person"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Delivery(models.Model):
    """The service was given."""

    service = models.OneToOneField(
        Service, primary_key=True, on_delete=models.CASCADE, related_name="delivery"
    )
    privacy: ClassVar[dict[str, str]] = {"service": "social"}

    def __str__(self) -> str:
        return str(self.pk)


class Refusal(models.Model):
    """The provider refused, for a coded reason, with a letter where one was sent."""

    service = models.OneToOneField(
        Service, primary_key=True, on_delete=models.CASCADE, related_name="refusal"
    )
    reason = models.ForeignKey(RefusalReason, on_delete=models.PROTECT, related_name="refusals")
    detail = models.CharField(max_length=300, blank=True)
    letter = models.CharField(max_length=60, blank=True)
    privacy: ClassVar[dict[str, str]] = {
        "service": "social",
        "reason": "social",
        "detail": "social",
        "letter": "social",
    }

    def __str__(self) -> str:
        return str(self.pk)


class Decline(models.Model):
    """The person declined, for now."""

    service = models.OneToOneField(
        Service, primary_key=True, on_delete=models.CASCADE, related_name="decline"
    )
    detail = models.CharField(max_length=300, blank=True)
    privacy: ClassVar[dict[str, str]] = {"service": "social", "detail": "social"}

    def __str__(self) -> str:
        return str(self.pk)


class NoShow(models.Model):
    """The person did not come."""

    service = models.OneToOneField(
        Service, primary_key=True, on_delete=models.CASCADE, related_name="no_show"
    )
    detail = models.CharField(max_length=300, blank=True)
    privacy: ClassVar[dict[str, str]] = {"service": "social", "detail": "social"}

    def __str__(self) -> str:
        return str(self.pk)


class LostContact(models.Model):
    """Contact was lost on the way; the cause lies with the person, outside, or is not known."""

    class Cause(models.TextChoices):
        """Where the cause lies."""

        OBJECTIVE = "objective", _("objective: outside the person")
        SUBJECTIVE = "subjective", _("subjective: the person's own")
        UNKNOWN = "unknown", _("not known")

    service = models.OneToOneField(
        Service, primary_key=True, on_delete=models.CASCADE, related_name="lost_contact"
    )
    cause = models.CharField(max_length=12, choices=Cause.choices, default=Cause.UNKNOWN)
    detail = models.CharField(max_length=300, blank=True)
    privacy: ClassVar[dict[str, str]] = {"service": "social", "cause": "social", "detail": "social"}

    def __str__(self) -> str:
        return str(self.pk)


class UnmetDemand(models.Model):
    """There was no suitable programme; the wish is kept."""

    service = models.OneToOneField(
        Service, primary_key=True, on_delete=models.CASCADE, related_name="unmet_demand"
    )
    wish = models.CharField(max_length=300, blank=True)
    privacy: ClassVar[dict[str, str]] = {"service": "social", "wish": "social"}

    def __str__(self) -> str:
        return str(self.pk)
