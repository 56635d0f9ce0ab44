"""Agencies, their workers, and the logins workers use."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from tirek.audit.actors import Actor


class User(AbstractUser):
    """A login, nothing more: what a person may do hangs on the worker."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "password": "private",
        "last_login": "open",
        "is_superuser": "open",
        "username": "open",
        "first_name": "open",
        "last_name": "open",
        "email": "contact",
        "is_staff": "open",
        "is_active": "open",
        "date_joined": "open",
    }


class Agency(models.Model):
    """An organisation that helps people: an NGO, a probation service, a clinic."""

    class Kind(models.TextChoices):
        """Kinds of agency in an oblast."""

        NGO = "ngo", _("Non-governmental organisation")
        PROBATION = "probation", _("Probation service")
        INSTITUTION = "institution", _("Penal institution")
        CLINIC = "clinic", _("Health organisation")
        EMPLOYMENT = "employment", _("Employment centre")
        SOCIAL = "social", _("Social protection body")
        AKIMAT = "akimat", _("Local executive body")
        TRAINING = "training", _("Training organisation")
        RELIGIOUS = "religious", _("Religious association")
        OTHER = "other", _("Other organisation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=250, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OTHER)
    head = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=120, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "name": "open",
        "kind": "open",
        "head": "open",
        "address": "open",
        "place": "open",
    }

    class Meta:
        verbose_name = _("agency")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Worker(models.Model):
    """A member of an agency's staff."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="worker")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="workers")
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=120, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "user": "open",
        "agency": "open",
        "name": "open",
        "post": "open",
    }

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        """This worker as the `by=` of an action."""
        return Actor(id=self.id, agency_id=self.agency_id, categories=frozenset({1, 2, 3, 4, 6}))
