"""One-time links for partners without an account; letters with their texts, their register and their letterhead."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tirek.agencies.models import Agency
from tirek.documents.models import StoredFile


class Language(models.TextChoices):
    """The languages letters are written in."""

    RU = "ru", "Русский"
    KK = "kk", "Қазақша"


class ReferralLink(models.Model):
    """A link to one referral for one purpose: its token is never kept, only a keyed hash; used once, and only for a while."""

    class Purpose(models.TextChoices):
        """What may be done with it."""

        ANSWER = "answer", _("accept or refuse")
        OUTCOME = "outcome", _("tell what became of it")

    class Way(models.TextChoices):
        """How it travels."""

        MAIL = "mail", _("by e-mail")
        PAPER = "paper", _("on a printed letter")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    """Also who acts when the link is used: the journal says by it that an answer came by link."""
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="links")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    """Who made it: the sender's side."""
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    language = models.CharField(max_length=2, choices=Language.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    token = models.UUIDField(null=True)
    """Where the token lies sealed until the letter with its QR is set; by mail it goes with the message."""
    paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    masked = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.UUIDField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "referral": "open",
        "agency": "open",
        "purpose": "open",
        "way": "open",
        "language": "open",
        "token_hash": "private",
        "token": "private",
        "paper": "open",
        "masked": "contact",
        "made_at": "open",
        "made_by": "open",
        "expires_at": "open",
        "used_at": "open",
        "withdrawn_at": "open",
    }

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"

    def state_at(self, now: datetime) -> str:
        """A word for where it stands: open, used, withdrawn or expired."""
        if self.used_at is not None:
            return "used"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "open" if now < self.expires_at else "expired"


class Letterhead(models.Model):
    """How an agency writes: under which name, and under which one to employers and schools, who are to learn of no record."""

    agency = models.OneToOneField(Agency, primary_key=True, on_delete=models.CASCADE, related_name="+")
    head_ru = models.CharField(max_length=300, blank=True)
    head_kk = models.CharField(max_length=300, blank=True)
    neutral_ru = models.CharField(max_length=300, blank=True)
    neutral_kk = models.CharField(max_length=300, blank=True)
    contacts = models.CharField(max_length=300, blank=True)
    signer = models.CharField(max_length=200, blank=True)
    signer_post_ru = models.CharField(max_length=200, blank=True)
    signer_post_kk = models.CharField(max_length=200, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "agency": "open",
        "head_ru": "open",
        "head_kk": "open",
        "neutral_ru": "open",
        "neutral_kk": "open",
        "contacts": "open",
        "signer": "open",
        "signer_post_ru": "open",
        "signer_post_kk": "open",
    }

    def __str__(self) -> str:
        return self.head_ru


class LetterKind(models.TextChoices):
    """What a letter says."""

    REFERRAL = "referral", _("Referral")
    REFUSAL = "refusal", _("Refusal with its reason")
    PERSON = "person", _("Copy for the person")


class LetterText(models.Model):
    """An agency's own text for one kind of letter in one language; without it the program's own text is used."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=LetterKind.choices)
    language = models.CharField(max_length=2, choices=Language.choices)
    body = models.TextField()

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "agency": "open",
        "kind": "open",
        "language": "open",
        "body": "open",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "kind", "language"], name="letter_text_once_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class Letter(models.Model):
    """A letter of an agency: written, waiting for signature and number, registered, gone. What was signed is never changed."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("the text is being written")
        WAITS = "waits", _("waits for signature and number")
        SIGNED = "signed", _("signed and registered")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("not needed")

    class Sent(models.TextChoices):
        """How it went."""

        MAIL = "mail", _("by e-mail")
        POST = "post", _("by post")
        HAND = "hand", _("handed over")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=10, choices=LetterKind.choices)
    language = models.CharField(max_length=2, choices=Language.choices)
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    """Empty: to the person."""
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    number = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    registered_on = models.DateField(null=True)
    signer = models.CharField(max_length=200, blank=True)
    signer_post = models.CharField(max_length=200, blank=True)
    signed_by = models.UUIDField(null=True)
    """Who wrote down that it is signed."""
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    word = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    failed_at = models.DateTimeField(null=True)
    """When it could not be set: a letter is missing in the font."""
    sent_at = models.DateTimeField(null=True)
    sent_how = models.CharField(max_length=10, choices=Sent.choices, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.UUIDField()

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "agency": "open",
        "referral": "social",
        "kind": "social",
        "language": "open",
        "to_agency": "social",
        "body": "social",
        "state": "open",
        "version": "open",
        "number": "open",
        "year": "open",
        "registered_on": "open",
        "signer": "open",
        "signer_post": "open",
        "signed_by": "open",
        "pdf": "open",
        "word": "open",
        "failed_at": "open",
        "sent_at": "open",
        "sent_how": "open",
        "made_at": "open",
        "made_by": "open",
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "-made_at", "-id"], name="letter_register"),
            models.Index(fields=["agency", "made_at"], name="letter_waits", condition=Q(state="waits")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "year", "number"], name="letter_numbered_once"),
            models.CheckConstraint(
                name="letter_signed_has_its_number",
                condition=Q(state__in=["draft", "waits", "cancelled"], number__isnull=True)
                | Q(
                    state__in=["signed", "sent"],
                    number__isnull=False,
                    registered_on__isnull=False,
                    signed_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="letter_sent_says_how",
                condition=Q(state="sent", sent_at__isnull=False) & ~Q(sent_how="")
                | ~Q(state="sent") & Q(sent_at__isnull=True, sent_how=""),
            ),
        ]

    def __str__(self) -> str:
        return self.numbered or f"{self.kind} {self.id}"

    @property
    def numbered(self) -> str:
        """The outgoing number as it is written."""
        return f"{self.number}-{self.year}" if self.number else ""
