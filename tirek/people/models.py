"""The registry: the person as a stable anchor, and every spelling a source gave of that person."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tirek.agencies.models import Agency


class Sex(models.TextChoices):
    """Sex as the state forms ask for it."""

    MAN = "m", _("man")
    WOMAN = "f", _("woman")


class PersonQuerySet(models.QuerySet["Person"]):
    """The registry's vocabulary."""

    def canonical(self) -> PersonQuerySet:
        """People, not the records joined into them."""
        return self.filter(canonical__isnull=True)

    def with_place(self) -> PersonQuerySet:
        """Each with `place`, the locality as far as the reader sees it, looked up for those rows alone that are shown."""
        contact = PersonContact.objects.filter(person_id=models.OuterRef("pk")).order_by()
        return self.annotate(place=models.Subquery(contact.values("place")[:1]))


class Person(models.Model):
    """One human being: identity only. Contacts, cases and services stand in tables of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    canonical = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="joined"
    )
    number = models.PositiveBigIntegerField(unique=True)
    registered_by = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=200)
    surname = models.CharField(max_length=80)
    given = models.CharField(max_length=80, blank=True)
    patronymic = models.CharField(max_length=80, blank=True)
    sort_key = models.CharField(max_length=400)
    birth_on = models.DateField(null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)

    objects = PersonQuerySet.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "canonical": "identity",
        "number": "identity",
        "registered_by": "open",
        "registered_at": "open",
        "name": "identity",
        "surname": "identity",
        "given": "identity",
        "patronymic": "identity",
        "sort_key": "identity",
        "birth_on": "identity",
        "birth_year": "identity",
        "sex": "identity",
    }

    class Meta:
        verbose_name = _("person")
        indexes = [
            models.Index(
                fields=["registered_by", "sort_key", "id"],
                name="person_list",
                condition=models.Q(canonical__isnull=True),
            ),
            # Whether anybody came since a file was read: rows stand in the order they came, so a summary of pages is enough.
            BrinIndex(fields=["registered_at"], name="person_came", autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"№ {self.number:04}"

    @property
    def anchor_id(self) -> UUID:
        """The id by which lists of this person go: the canonical one's."""
        return self.canonical_id or self.id

    def age_on(self, day: date) -> int | None:
        """Full years on a day, None when the birth date is not known."""
        if self.birth_on is None:
            return None
        before = (day.month, day.day) < (self.birth_on.month, self.birth_on.day)
        return day.year - self.birth_on.year - before


class PersonRecord(models.Model):
    """What one source said of a person: the spelling as written, and the keys it is found by."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="records")
    source = models.CharField(max_length=20)
    source_id = models.UUIDField(null=True, blank=True)
    said_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=200)
    surname = models.CharField(max_length=80)
    given = models.CharField(max_length=80, blank=True)
    patronymic = models.CharField(max_length=80, blank=True)
    birth_on = models.DateField(null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    keys = ArrayField(models.IntegerField(), default=list)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person": "identity",
        "source": "open",
        "source_id": "open",
        "said_at": "open",
        "name": "identity",
        "surname": "identity",
        "given": "identity",
        "patronymic": "identity",
        "birth_on": "identity",
        "birth_year": "identity",
        "sex": "identity",
        "keys": "identity",
    }

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="record_keys", fastupdate=False)]

    def __str__(self) -> str:
        return f"{self.source} {self.id}"


class NameCount(models.Model):
    """How often a folded name stands in the register: the term frequency of matching."""

    part = models.CharField(max_length=12)
    folded = models.CharField(max_length=80)
    count = models.PositiveIntegerField(default=0)

    privacy: ClassVar[dict[str, str]] = {"id": "open", "part": "open", "folded": "identity", "count": "open"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "folded"], name="name_counted_once")]

    def __str__(self) -> str:
        return f"{self.part} {self.count}"


class PersonContact(models.Model):
    """Where a person lives, as a locality; phones and addresses are sealed values of the gate."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="contact")
    place = models.CharField(max_length=120, blank=True)

    privacy: ClassVar[dict[str, str]] = {"id": "open", "person": "identity", "place": "contact"}

    def __str__(self) -> str:
        return str(self.id)


class MatchDecision(models.Model):
    """Why a record was put to a person: by whom, with which score, for which reasons."""

    class Outcome(models.TextChoices):
        """The three answers of matching, and who gave the last one."""

        SAME = "same", _("this person")
        CHOSEN = "chosen", _("chosen by a worker")
        BEST = "best", _("best candidate taken")
        NEW = "new", _("new person")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(PersonRecord, on_delete=models.PROTECT, related_name="decisions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    bits = models.FloatField(null=True, blank=True)
    reasons = models.JSONField(default=list)
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.UUIDField()

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "record": "identity",
        "person": "identity",
        "outcome": "identity",
        "bits": "identity",
        "reasons": "identity",
        "decided_at": "open",
        "decided_by": "open",
    }

    def __str__(self) -> str:
        return f"{self.outcome} {self.id}"


class LegalHold(models.Model):
    """What is known of a person may not be erased for now: a court or the law asks for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holds")
    ground = models.CharField(max_length=200)
    until = models.DateField(null=True, blank=True)
    held_at = models.DateTimeField(default=timezone.now)
    held_by = models.UUIDField()

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person": "identity",
        "ground": "justice",
        "until": "justice",
        "held_at": "open",
        "held_by": "open",
    }

    def __str__(self) -> str:
        return str(self.id)


class Erasure(models.Model):
    """The tombstone of somebody who was erased: which id, when, on what ground; nothing else is known any more."""

    person_id = models.UUIDField(primary_key=True)
    erased_at = models.DateTimeField()
    ground = models.CharField(max_length=200)
    erased_by = models.UUIDField()

    privacy: ClassVar[dict[str, str]] = {
        "person_id": "identity",
        "erased_at": "open",
        "ground": "open",
        "erased_by": "open",
    }

    def __str__(self) -> str:
        return str(self.person_id)
