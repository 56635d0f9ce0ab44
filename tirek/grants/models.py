"""Grants of money and what was promised and done for them."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tirek.agencies.models import Agency
from tirek.agencies.reference import Named
from tirek.audit.striking import Strikable
from tirek.people.models import Sex


class Category(models.TextChoices):
    """Kinds of help as the grant plans and reports them."""

    MATERIAL = "material", _("Material help")
    MEDICAL = "medical", _("Medical services")
    DOCUMENTS = "documents", _("Restoring documents")
    EDUCATION = "education", _("Education")
    LEGAL = "legal", _("Legal help")
    PSYCHOLOGICAL = "psychological", _("Psychological help")
    LEISURE = "leisure", _("Leisure")
    OTHER = "other", _("Other help")


class ValidQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Reference rows that are valid on a day."""

    def on(self, day: date) -> ValidQuerySet:
        """Those in force on the day, in the order of the forms."""
        started = models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day)
        not_ended = models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day)
        return self.filter(started & not_ended).order_by("position", "code")


_NAMED_PRIVACY = {"name_ru": "open", "name_kk": "open", "name_en": "open"}
_VALID_PRIVACY = {"id": "open", "code": "open", "position": "open", "valid_from": "open", "valid_to": "open"}


class SocialStatus(Named):
    """A category of the state form's social table, valid over time."""

    code = models.SlugField(max_length=30)
    position = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = ValidQuerySet.as_manager()
    privacy: ClassVar[dict[str, str]] = _NAMED_PRIVACY | _VALID_PRIVACY

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="social_status_once")]
        ordering = ["position"]


class AgeBand(models.Model):
    """A band of ages of the state form, in full years, both ends included; no upper end means "and older"."""

    code = models.CharField(max_length=10)
    low = models.PositiveSmallIntegerField()
    high = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = ValidQuerySet.as_manager()
    privacy: ClassVar[dict[str, str]] = _VALID_PRIVACY | {"low": "open", "high": "open"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="age_band_once")]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.low}–{self.high}" if self.high is not None else f"{self.low}+"

    def holds(self, age: int) -> bool:
        """Whether an age in full years falls into the band."""
        return self.low <= age and (self.high is None or age <= self.high)


class Grant(models.Model):
    """Money given to an agency for a programme over a period."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="grants")
    title = models.CharField(max_length=300)
    head = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    donor = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "agency": "open",
        "title": "open",
        "head": "open",
        "address": "open",
        "donor": "open",
        "starts_on": "open",
        "ends_on": "open",
        "amount": "open",
    }

    class Meta:
        verbose_name = _("grant")
        constraints = [
            models.UniqueConstraint(fields=["agency", "title", "starts_on"], name="grant_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="grant_period"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanLine(models.Model):
    """What the grant promised: a number for a category of help, or for people in the programme ("people")."""

    PEOPLE = "people"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="plan")
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    planned = models.PositiveIntegerField()

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "grant": "open",
        "code": "open",
        "label": "open",
        "planned": "open",
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grant", "code"], name="plan_once")]

    def __str__(self) -> str:
        return f"{self.label}: {self.planned}"


class Event(models.Model):
    """An event of the grant, and where its people are counted."""

    class CountedFrom(models.TextChoices):
        """What is counted for the event."""

        ATTENDANCES = "attendances", _("attendances")
        PROGRAMME = "programme", _("people who entered the programme")
        RECIPIENTS = "recipients", _("organisations that received materials")

    class Form(models.TextChoices):
        """What kind of event it is."""

        SURVEY = "survey", _("survey")
        MEETING = "meeting", _("working meeting")
        PROGRAMME = "programme", _("programme")
        PUBLICATION = "publication", _("publication")
        OTHER = "other", _("other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    form = models.CharField(max_length=20, choices=Form.choices, default=Form.OTHER)
    form_name = models.CharField(max_length=200)
    topic = models.CharField(max_length=300, blank=True)
    planned = models.PositiveIntegerField(null=True, blank=True)
    completion = models.CharField(max_length=300, blank=True)
    counted_from = models.CharField(
        max_length=20, choices=CountedFrom.choices, default=CountedFrom.ATTENDANCES
    )

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "grant": "open",
        "number": "open",
        "starts_on": "open",
        "ends_on": "open",
        "place": "open",
        "form": "open",
        "form_name": "open",
        "topic": "open",
        "planned": "open",
        "completion": "open",
        "counted_from": "open",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="event_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="event_period"
            ),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"№ {self.number} {self.form_name}"


class Attendance(Strikable):
    """One person at one event. Never matched to people of the registry; a survey's are anonymous."""

    class Side(models.TextChoices):
        """On which side of the help the participant stands."""

        STAFF = "staff", _("worker of an agency")
        HELPED = "helped", _("person who is helped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attendances")
    name = models.CharField(max_length=200, blank=True)
    name_folded = models.CharField(max_length=200, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    birth_on = models.DateField(null=True, blank=True)
    age_low = models.PositiveSmallIntegerField(null=True, blank=True)
    age_high = models.PositiveSmallIntegerField(null=True, blank=True)
    social_status = models.ForeignKey(
        SocialStatus, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    side = models.CharField(max_length=10, choices=Side.choices, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    post = models.CharField(max_length=120, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "event": "open",
        "name": "identity",
        "name_folded": "identity",
        "sex": "identity",
        "birth_on": "identity",
        "age_low": "identity",
        "age_high": "identity",
        "social_status": "social",
        "side": "open",
        "organisation": "open",
        "post": "open",
        "struck_at": "open",
    }

    class Meta:
        indexes = [models.Index(fields=["event", "name_folded"], name="attendance_names")]

    def __str__(self) -> str:
        return str(self.id)


class MaterialRecipient(models.Model):
    """An organisation that received printed materials."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="recipients")
    number = models.PositiveIntegerField()
    organisation = models.CharField(max_length=250)
    material = models.CharField(max_length=200)
    copies = models.PositiveIntegerField(default=1)
    sent_on = models.DateField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "grant": "open",
        "number": "open",
        "organisation": "open",
        "material": "open",
        "copies": "open",
        "sent_on": "open",
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grant", "number"], name="recipient_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.material}"


class BudgetLine(models.Model):
    """One article of the budget, in tenge."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="budget")
    article = models.CharField(max_length=200)
    planned = models.DecimalField(max_digits=14, decimal_places=2)
    spent = models.DecimalField(max_digits=14, decimal_places=2)
    note = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "grant": "open",
        "article": "open",
        "planned": "open",
        "spent": "open",
        "note": "open",
        "position": "open",
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grant", "article"], name="budget_article_once")]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.article


class Reallocation(models.Model):
    """Money moved between two articles, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="reallocations")
    source = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="given_away")
    target = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="received")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    reason = models.CharField(max_length=500)
    decided_on = models.DateField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "grant": "open",
        "source": "open",
        "target": "open",
        "amount": "open",
        "reason": "open",
        "decided_on": "open",
    }

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="reallocation_positive"),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="reallocation_between_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"


class DeclaredTotal(models.Model):
    """A figure somebody declared by hand; it is shown beside the count and never replaces it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="declared")
    indicator = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    declared = models.PositiveIntegerField()

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "grant": "open",
        "indicator": "open",
        "label": "open",
        "declared": "open",
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grant", "indicator", "label"], name="declared_once")]

    def __str__(self) -> str:
        return f"{self.label}: {self.declared}"
