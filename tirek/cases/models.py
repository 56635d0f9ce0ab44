"""An application for help, the decision on it, and the legal ground it came with."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tirek.agencies.models import Agency
from tirek.agencies.reference import Named
from tirek.audit.striking import Strikable
from tirek.cases.need_models import HelpKind, Need, NeedBlock
from tirek.cases.plan_models import Plan, PlanLeft, PlanLine, PlanReview, PlanSheet, PlanVersion
from tirek.grants.models import Grant, SocialStatus
from tirek.people.models import Person

__all__ = [
    "Application", "EntryDecision", "EntryReason", "HelpKind", "LegalGround", "Need", "NeedBlock",
    "Plan", "PlanLeft", "PlanLine", "PlanReview", "PlanSheet", "PlanVersion",
]  # fmt: skip


class EntryReason(Named):
    """Why somebody who applied did not enter the programme."""

    code = models.SlugField(max_length=60, unique=True, allow_unicode=True)
    proposed = models.BooleanField(default=False)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "name_ru": "open",
        "name_kk": "open",
        "name_en": "open",
        "code": "open",
        "proposed": "open",
    }


class Application(Strikable):
    """A person asked for help, alone or with a referral."""

    class ReferredBy(models.TextChoices):
        """Who sent the person."""

        SELF = "self", _("came by themselves")
        PROBATION = "probation", _("probation service")
        INSTITUTION = "institution", _("penal institution")
        EMPLOYMENT = "employment", _("employment centre")
        CLINIC = "clinic", _("health organisation")
        AKIMAT = "akimat", _("local executive body")
        NGO = "ngo", _("non-governmental organisation")
        OTHER = "other", _("other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(
        Grant, null=True, blank=True, on_delete=models.PROTECT, related_name="applications", db_index=False
    )
    number = models.PositiveIntegerField(null=True, blank=True)
    applied_on = models.DateField()
    referred_by = models.CharField(max_length=20, choices=ReferredBy.choices, default=ReferredBy.SELF)
    referred_by_text = models.CharField(max_length=200, blank=True)
    referral_number = models.CharField(max_length=40, blank=True)
    social_status = models.ForeignKey(
        SocialStatus, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    consent_signed_on = models.DateField(null=True, blank=True)
    is_decided = models.BooleanField(default=False)
    """Whether its EntryDecision is there; written by the same actions, so that those that wait are found by an index of their own."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person": "identity",
        "agency": "open",
        "grant": "open",
        "number": "social",
        "applied_on": "social",
        "referred_by": "justice",
        "referred_by_text": "justice",
        "referral_number": "justice",
        "social_status": "social",
        "consent_signed_on": "social",
        "is_decided": "social",
        "struck_at": "social",
    }

    class Meta:
        verbose_name = _("application")
        indexes = [
            models.Index(fields=["grant", "applied_on", "id"], name="application_journal"),
            models.Index(
                fields=["agency", "applied_on", "id"],
                name="application_waits",
                condition=models.Q(is_decided=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class LegalGround(models.Model):
    """The justice side of an application, in a table of its own; a release date is never required."""

    class Ground(models.TextChoices):
        """On what legal ground the person is where he or she is."""

        SERVED = "served", _("term served")
        PAROLE = "parole", _("parole")
        CONDITIONAL = "conditional", _("conditional sentence")
        RESTRICTION = "restriction", _("restriction of liberty")
        REPLACED = "replaced", _("punishment replaced")
        OTHER = "other", _("other")

    application = models.OneToOneField(
        Application, primary_key=True, on_delete=models.CASCADE, related_name="legal_ground"
    )
    ground = models.CharField(max_length=20, choices=Ground.choices)
    ground_text = models.CharField(max_length=200, blank=True)
    released_on = models.DateField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "application": "identity",
        "ground": "justice",
        "ground_text": "justice",
        "released_on": "justice",
    }

    def __str__(self) -> str:
        return str(self.pk)


class EntryDecision(models.Model):
    """Whether the person entered the programme; who did not has a recorded reason."""

    application = models.OneToOneField(
        Application, primary_key=True, on_delete=models.CASCADE, related_name="decision"
    )
    entered = models.BooleanField()
    decided_on = models.DateField()
    reason = models.ForeignKey(EntryReason, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    privacy: ClassVar[dict[str, str]] = {
        "application": "identity",
        "entered": "social",
        "decided_on": "social",
        "reason": "social",
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(entered=True) | models.Q(reason__isnull=False),
                name="not_entered_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
