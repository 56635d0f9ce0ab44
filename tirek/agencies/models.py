"""Agencies and their names, their workers with their roles, invitations, and the logins workers use."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tirek.agencies.kinds import AgencyKind
from tirek.agencies.roles import Role, categories_of
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

    Kind = AgencyKind

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=250, unique=True)
    kind = models.CharField(max_length=20, choices=AgencyKind.choices, default=AgencyKind.OTHER)
    head = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    """Where mail for the organisation goes: its own address, nobody's."""
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="branches")
    predecessor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="successors")

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "name": "open",
        "kind": "open",
        "head": "open",
        "address": "open",
        "place": "open",
        "email": "open",
        "parent": "open",
        "predecessor": "open",
    }

    class Meta:
        verbose_name = _("agency")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="agency_is_no_branch_of_itself"),
            models.CheckConstraint(condition=~Q(predecessor=F("id")), name="agency_is_not_before_itself"),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyName(models.Model):
    """What an agency was called over a time; the Russian name of the row without an end is also `Agency.name`."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="names")
    name_ru = models.CharField(max_length=250)
    name_kk = models.CharField(max_length=250, blank=True)
    valid_from = models.DateField(null=True)
    """The first day of the name; empty: from the beginning, whenever that was."""
    valid_to = models.DateField(null=True)
    """The first day on which the name is no more."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "agency": "open",
        "name_ru": "open",
        "name_kk": "open",
        "valid_from": "open",
        "valid_to": "open",
    }

    class Meta:
        ordering = [F("valid_from").asc(nulls_first=True), "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(valid_to__isnull=True), name="agency_has_one_name_now"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lt=F("valid_to")),
                name="agency_name_begins_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name_ru

    def name_in(self, language: str) -> str:
        """The name in a language, the Russian one where there is no other."""
        return (self.name_kk if language == "kk" else "") or self.name_ru


class WorkerQuerySet(models.QuerySet["Worker"]):
    """Workers as lists and log-ins need them."""

    def with_roles(self) -> Self:
        """Fetch the codes of the roles in the same statement."""
        codes = WorkerRole.objects.filter(worker=OuterRef("pk")).order_by("code").values("code")
        return self.annotate(held=ArraySubquery(codes))

    def active(self) -> Self:
        """Only those who may log in."""
        return self.filter(user__is_active=True)


class Worker(models.Model):
    """A member of an agency's staff."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="worker")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="workers")
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=120, blank=True)

    objects = WorkerQuerySet.as_manager()
    held: Iterable[str] | None = None
    """The codes of the roles where they came with the row (`with_roles`)."""

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
    def role_codes(self) -> frozenset[str]:
        """The codes of the roles the worker holds now."""
        if self.held is None:
            self.held = self.roles.values_list("code", flat=True)
        return frozenset(self.held)

    @property
    def categories(self) -> frozenset[int]:
        """The categories of person data that the roles open."""
        return categories_of(self.role_codes)

    @property
    def actor(self) -> Actor:
        """This worker as the `by=` of an action."""
        return Actor(id=self.id, agency_id=self.agency_id, roles=self.role_codes, categories=self.categories)


class WorkerRole(models.Model):
    """One of the things a worker does; the journal tells who gave it."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="roles")
    code = models.CharField(max_length=20, choices=Role.choices)

    privacy: ClassVar[dict[str, str]] = {"id": "open", "worker": "open", "code": "open"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker", "code"], name="worker_holds_a_role_once"),
            models.CheckConstraint(condition=Q(code__in=Role.values), name="worker_role_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_code_display()


class Invitation(models.Model):
    """A one-time link for somebody who is to join the staff; the link's token is never kept, only its hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="invitations")
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=120, blank=True)
    roles: Any = ArrayField(models.CharField(max_length=20, choices=Role.choices))
    token_hash = models.CharField(max_length=64, unique=True)
    worker_id = models.UUIDField(default=uuid.uuid4, unique=True)
    """The worker this becomes: known beforehand, so that accepting is an act of that worker's own."""
    invited_by = models.UUIDField()
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "agency": "open",
        "name": "open",
        "post": "open",
        "roles": "open",
        "token_hash": "private",
        "worker_id": "open",
        "invited_by": "open",
        "invited_at": "open",
        "expires_at": "open",
        "accepted_at": "open",
        "withdrawn_at": "open",
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_is_not_both_accepted_and_withdrawn",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def invitee(self) -> Actor:
        """Whoever opened the link, as the `by=` of accepting it."""
        return Actor(id=self.worker_id, agency_id=self.agency_id)

    def is_open(self, now: datetime) -> bool:
        """Whether the link still works."""
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at


class Approval(models.Model):
    """A deed that needs a second signature; where an agency has nobody to give it, a delay and a review take its place."""

    class Decision(models.TextChoices):
        """What the second person said."""

        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    class Finding(models.TextChoices):
        """What a later review found of a deed that nobody had signed second."""

        UPHELD = "upheld", _("Upheld")
        OBJECTED = "objected", _("Objected to")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="approvals")
    kind = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    why = models.CharField(max_length=300)
    page = models.CharField(max_length=200, blank=True)
    """Where in the program the subject can be seen."""
    is_alone = models.BooleanField()
    """Nobody in the agency could sign second when it was asked."""
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.WAITING)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(auto_now_add=True)
    second_by = models.UUIDField(null=True)
    second_at = models.DateTimeField(null=True)
    effective_at = models.DateTimeField(null=True)
    review_due_on = models.DateField(null=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=10, choices=Finding.choices, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "agency": "open",
        "kind": "open",
        "subject_kind": "open",
        "subject_id": "identity",
        "why": "social",
        "page": "identity",
        "is_alone": "open",
        "decision": "open",
        "asked_by": "open",
        "asked_at": "open",
        "second_by": "open",
        "second_at": "open",
        "effective_at": "open",
        "review_due_on": "open",
        "reviewed_by": "open",
        "reviewed_at": "open",
        "finding": "open",
    }

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(second_by=F("asked_by")), name="second_signature_is_anothers"
            ),
            models.CheckConstraint(condition=~Q(reviewed_by=F("asked_by")), name="review_is_anothers"),
            models.CheckConstraint(
                condition=Q(decision="waiting", second_by__isnull=True, second_at__isnull=True)
                | Q(decision__in=["approved", "refused"], second_by__isnull=False, second_at__isnull=False),
                name="decision_has_its_signature",
            ),
            models.CheckConstraint(
                condition=Q(finding="", reviewed_by__isnull=True, reviewed_at__isnull=True)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False, is_alone=True) & ~Q(finding=""),
                name="review_has_its_signature",
            ),
            models.UniqueConstraint(
                fields=["agency", "kind", "subject_kind", "subject_id"],
                condition=~Q(decision="refused") & ~Q(finding="objected"),
                name="approval_is_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind} {self.subject_id}"

    def is_effective(self, now: datetime) -> bool:
        """Whether the deed may be done: signed by a second person, or alone with the delay over and no objection."""
        if self.decision == self.Decision.REFUSED or self.finding == self.Finding.OBJECTED:
            return False
        return self.effective_at is not None and self.effective_at <= now
