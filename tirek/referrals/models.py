"""A referral as both agencies see it, what only its sender sees, its history, and what became of it.

The envelope is read by both sides. Whether the person came and what was received stands apart, in `Outcome`: a sender reads it
only with a permit of that category, a probation or penal agency only under the person's own consent (migration 0002).
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tirek.agencies.models import Agency
from tirek.gate.categories import Category
from tirek.people.models import Person
from tirek.referrals.letter_models import Letter, Letterhead, LetterText, ReferralLink
from tirek.referrals.machine import TOLD_APART, Hold, Side, Status, Verb
from tirek.referrals.reasons import EndReason, NextStep
from tirek.services.models import Service, ServiceKind, WishOf

__all__ = ["EndReason", "Hold", "Letter", "LetterText", "Letterhead", "NextStep", "Numbering", "Outcome", "Referral", "ReferralLink", "ReferralMatter", "ReferralMove", "Side", "Status", "Verb"]  # fmt: skip
ENVELOPE: frozenset[Status] = frozenset(Status) - TOLD_APART
OPEN = Q(closed_at__isnull=True)
ASKED = OPEN & (Q(status="requested") | Q(status="on-hold", hold="question"))
IN_WORK = OPEN & (Q(status="accepted") | Q(status="on-hold", hold="waiting"))
"""The two open parts of an agency's list: each has an index of its own, in the order of the days."""
_RETURNED = OPEN & (Q(status="rejected") | Q(status="on-hold", hold="question"))
_REFUSED = OPEN & Q(status="rejected")
_BY_NAME = OPEN & Q(escalated_at__isnull=False)


class Referral(models.Model):
    """The envelope: what both agencies see. No permit on the person follows from it before it is accepted."""

    class Channel(models.TextChoices):
        """How it travels, or came."""

        ONLINE = "online", _("in the program")
        LINK = "link", _("by a one-time link")
        PAPER = "paper", _("by a letter on paper")
        SLIP = "slip", _("the person carries the slip")
        PHONE = "phone", _("by phone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    entered_by = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    """The sender, or the receiver of a referral that came on paper or by phone."""
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referrals")
    kind = models.ForeignKey(ServiceKind, on_delete=models.PROTECT, related_name="+", db_index=False)
    category = models.SmallIntegerField(
        choices=[(one.value, one.label) for one in (Category.SOCIAL, Category.HEALTH)],
        default=Category.SOCIAL,
    )
    offer = models.UUIDField(null=True)
    initials = models.CharField(max_length=60)
    age = models.PositiveSmallIntegerField(null=True)
    asked_for = models.CharField(max_length=500)
    is_urgent = models.BooleanField(default=False)
    days_to_answer = models.PositiveSmallIntegerField(null=True)
    hours_to_answer = models.PositiveSmallIntegerField(null=True)
    status = models.CharField(
        max_length=20,
        choices=[(one.value, one.label) for one in Status if one in ENVELOPE],
        default=Status.DRAFT,
    )
    hold = models.CharField(max_length=10, choices=Hold.choices, blank=True)
    version = models.PositiveIntegerField(default=1)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    contact = models.CharField(max_length=160, blank=True)
    """Who to call at the sender."""
    paper_number = models.CharField(max_length=40, blank=True)
    paper_on = models.DateField(null=True)
    officer = models.CharField(max_length=120, blank=True)
    """Who signed the paper, or called."""
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.UUIDField()
    sent_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    """By when the step that stands is due: the answer, the sender's word, or the outcome; a visit is due by its appointment."""
    left_to_answer = models.PositiveIntegerField(null=True)
    """What was left of the clock when it was paused: working days, or minutes where the answer is due in hours."""
    changed_at = models.DateTimeField(default=timezone.now)
    accepted_by = models.CharField(max_length=120, blank=True)
    """Who receives the person there."""
    appointment_at = models.DateTimeField(null=True)
    waits_until = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    escalate_to = models.UUIDField(null=True)
    escalated_at = models.DateTimeField(null=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    consent = models.UUIDField(null=True)
    source = models.UUIDField(null=True)
    """The line of the journal or the application that a workbook brought, of a referral that is told of afterwards."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "number": "open",
        "year": "open",
        "from_agency": "social",
        "to_agency": "social",
        "entered_by": "open",
        "person": "identity",
        "kind": "social",
        "category": "open",
        "offer": "social",
        "initials": "identity",
        "age": "identity",
        "asked_for": "social",
        "is_urgent": "social",
        "days_to_answer": "open",
        "hours_to_answer": "open",
        "status": "social",
        "hold": "social",
        "version": "open",
        "channel": "open",
        "contact": "open",
        "paper_number": "social",
        "paper_on": "social",
        "officer": "open",
        "made_at": "open",
        "made_by": "open",
        "sent_at": "open",
        "due_at": "open",
        "left_to_answer": "open",
        "changed_at": "open",
        "accepted_by": "open",
        "appointment_at": "social",
        "waits_until": "social",
        "closed_at": "open",
        "escalate_to": "open",
        "escalated_at": "open",
        "parent": "open",
        "consent": "open",
        "source": "open",
    }

    class Meta:
        verbose_name = _("referral")
        indexes = [
            models.Index(fields=["to_agency", "due_at", "id"], name="referral_asked_of", condition=ASKED),
            models.Index(fields=["to_agency", "due_at", "id"], name="referral_works_for", condition=IN_WORK),
            models.Index(fields=["from_agency", "due_at", "id"], name="referral_asked_by", condition=ASKED),
            models.Index(fields=["from_agency", "due_at", "id"], name="referral_works_by", condition=IN_WORK),
            models.Index(
                fields=["from_agency", "due_at", "id"], name="referral_returned", condition=_RETURNED
            ),
            models.Index(
                fields=["to_agency", "due_at", "id"], name="referral_refused_here", condition=_REFUSED
            ),
            models.Index(fields=["escalate_to", "due_at", "id"], name="referral_by_name", condition=_BY_NAME),
            models.Index(fields=["to_agency", "-changed_at", "-id"], name="referral_received"),
            models.Index(fields=["from_agency", "-changed_at", "-id"], name="referral_sent"),
            models.Index(fields=["due_at"], name="referral_due", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["consent"], name="referral_consent", condition=Q(consent__isnull=False)),
            models.Index(fields=["source"], name="referral_source", condition=Q(source__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["from_agency", "year", "number"], name="referral_numbered_once"),
            models.CheckConstraint(
                condition=Q(status__in=[one.value for one in Status if one in ENVELOPE]),
                name="referral_status_is_shared",
            ),
            models.CheckConstraint(
                condition=~Q(from_agency=F("to_agency")), name="referral_goes_to_another_agency"
            ),
            models.CheckConstraint(
                condition=Q(entered_by=F("from_agency")) | Q(entered_by=F("to_agency")),
                name="referral_is_entered_by_a_side",
            ),
            models.CheckConstraint(
                condition=(Q(status="on-hold") & ~Q(hold="")) | (~Q(status="on-hold") & Q(hold="")),
                name="referral_rests_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(closed_at__isnull=False) | Q(due_at__isnull=False),
                name="referral_open_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["cancelled", "entered-in-error"]) | Q(closed_at__isnull=False),
                name="referral_over_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.numbered or str(self.id)

    @property
    def numbered(self) -> str:
        """The number under which it is written about; of one that came on paper the paper's."""
        return f"Н-{self.number:04}/{self.year}" if self.number else self.paper_number

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be done."""
        return self.closed_at is None

    @property
    def is_overdue(self) -> bool:
        """Whether the step that stands is late."""
        return self.closed_at is None and self.due_at is not None and self.due_at < timezone.now()


class ReferralMatter(models.Model):
    """The sender's own side: which need it answers, whose wish it is and why; the receiver reads it once permitted."""

    referral = models.OneToOneField(
        Referral, primary_key=True, on_delete=models.CASCADE, related_name="matter"
    )
    need = models.UUIDField(null=True)
    """Of `cases.Need`."""
    wish_of = models.CharField(max_length=10, choices=WishOf.choices, blank=True)
    why = models.CharField(max_length=500, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "referral": "open",
        "need": "social",
        "wish_of": "social",
        "why": "social",
    }

    def __str__(self) -> str:
        return str(self.pk)


class ReferralMove(models.Model):
    """One step in the history of a referral: nothing here is ever changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="moves")
    version = models.PositiveIntegerField()
    """The version it made: of the envelope, or of the outcome where the step stands apart."""
    verb = models.CharField(max_length=10, choices=Verb.choices)
    from_status = models.CharField(max_length=20, choices=Status.choices)
    to_status = models.CharField(max_length=20, choices=Status.choices)
    by_side = models.CharField(max_length=10, choices=Side.choices)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Who entered it: an answer by phone is entered by the sender."""
    worker = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=120, blank=True)
    """Of a refusal the code of a `services.RefusalReason`, of other ends one of `EndReason`."""
    next_step = models.CharField(max_length=20, choices=NextStep.choices, blank=True)
    next_agency = models.ForeignKey(
        Agency, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    note = models.CharField(max_length=500, blank=True)
    is_apart = models.BooleanField(default=False)
    """It tells whether the person came: read as `Outcome` is."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "referral": "open",
        "version": "open",
        "verb": "social",
        "from_status": "social",
        "to_status": "social",
        "by_side": "social",
        "agency": "open",
        "worker": "open",
        "at": "open",
        "reason": "social",
        "next_step": "social",
        "next_agency": "social",
        "note": "social",
        "is_apart": "open",
    }

    class Meta:
        ordering = ["at", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "is_apart", "version"], name="referral_moves_once_a_version"
            ),
            models.CheckConstraint(
                condition=~Q(verb="refuse") | (~Q(reason="") & ~Q(next_step="")),
                name="refusal_has_a_reason_and_a_next_step",
            ),
            models.CheckConstraint(
                condition=Q(is_apart=True) | ~Q(verb__in=["start", "complete", "fail"]),
                name="what_tells_of_a_visit_stands_apart",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.referral_id}"


class Outcome(models.Model):
    """Whether the person came and what was received: apart from the envelope, since not every sender may know."""

    referral = models.OneToOneField(
        Referral, primary_key=True, on_delete=models.PROTECT, related_name="outcome"
    )
    status = models.CharField(
        max_length=20, choices=[(one.value, one.label) for one in Status if one in TOLD_APART]
    )
    version = models.PositiveIntegerField(default=1)
    came = models.BooleanField(null=True)
    received = models.BooleanField(null=True)
    reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True)
    service = models.ForeignKey(Service, null=True, on_delete=models.SET_NULL, related_name="+")
    """The line of the journal in which the help itself stands: never implied by a completed referral."""
    note = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "referral": "open",
        "status": "social",
        "version": "open",
        "came": "social",
        "received": "social",
        "reason": "social",
        "service": "social",
        "note": "social",
        "started_at": "social",
        "ended_at": "social",
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="in-progress", ended_at__isnull=True, received__isnull=True)
                | Q(status="completed", ended_at__isnull=False, received__isnull=False)
                | (Q(status="failed", ended_at__isnull=False, received=False) & ~Q(reason="")),
                name="outcome_says_what_was_received",
            ),
            models.CheckConstraint(
                condition=Q(service__isnull=True) | Q(received=True), name="outcome_service_was_received"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.pk}"


class Numbering(models.Model):
    """The last number an agency gave to a referral in a year: its row is locked while a number is taken."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    privacy: ClassVar[dict[str, str]] = {"id": "open", "agency": "open", "year": "open", "last": "open"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="numbering_once_a_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
