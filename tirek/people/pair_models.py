"""Two records that may be, are, or are never one person: what people decided of them, what agencies ask each other, what waits."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tirek.agencies.models import Agency

UNDONE_WITHIN: Final = timedelta(days=30)
"""How long a join is undone by one press; later it is split, and the reason is asked."""


class Weighed(models.Model):
    """What every decision of who is who keeps: by whom and when, with which score, for which reasons."""

    bits = models.FloatField(null=True, blank=True)
    reasons = models.JSONField(default=list)
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.UUIDField()

    class Meta:
        abstract = True


class PairDecision(Weighed):
    """Two records are one person, or never are: it stands until it is ended. Written by the database's functions alone.

    Of a join `one` is the canonical person of that moment and `other` the one that was joined into it: standing joins make a
    forest, from which `Person.canonical` is derived, so that each can be split alone, in any order.
    """

    class Outcome(models.TextChoices):
        """What was decided."""

        SAME = "same", _("one person: records joined")
        APART = "apart", _("never one person")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    outcome = models.CharField(max_length=5, choices=Outcome.choices)
    one = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    """Who registered `one`."""
    other_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked = models.UUIDField(null=True)
    """The request that two agencies agreed on; both see and undo it, though the roots may be others' records. Empty within one agency."""
    why = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "outcome": "identity",
        "one": "identity",
        "other": "identity",
        "agency": "identity",
        "other_agency": "identity",
        "asked": "open",
        "why": "identity",
        "bits": "identity",
        "reasons": "identity",
        "decided_at": "open",
        "decided_by": "open",
        "ended_at": "open",
        "ended_by": "open",
        "ended_why": "identity",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="joined_into_one",
                fields=["other"],
                condition=Q(outcome="same", ended_at__isnull=True),
            ),
            models.UniqueConstraint(
                Least("one", "other"),
                Greatest("one", "other"),
                name="kept_apart_once",
                condition=Q(outcome="apart", ended_at__isnull=True),
            ),
            models.CheckConstraint(name="two_records", condition=~Q(one=models.F("other"))),
        ]
        indexes: ClassVar = [
            models.Index(name="decided_as_asked", fields=["asked"], condition=Q(asked__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.id}"

    @property
    def stands(self) -> bool:
        """Whether nobody has ended it."""
        return self.ended_at is None

    @property
    def needs_reason(self) -> bool:
        """Whether it is too old to be undone without a word."""
        return self.outcome == self.Outcome.SAME and timezone.now() - self.decided_at > UNDONE_WITHIN


class JoinRequest(models.Model):
    """One agency asks another to join two records: one person of each decides. Written by the database's functions alone."""

    class Answer(models.TextChoices):
        """What the other agency said."""

        WAITING = "waiting", _("waiting")
        AGREED = "agreed", _("agreed: records joined")
        DECLINED = "declined", _("another person")
        WITHDRAWN = "withdrawn", _("taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    other_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.UUIDField()
    is_alone = models.BooleanField(default=False)
    """Nobody at the other agency could answer when it was asked: a delay takes the place of the answer, and a review follows."""
    effective_at = models.DateTimeField(null=True)
    review_due_on = models.DateField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    note = models.CharField(max_length=300, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "one": "identity",
        "other": "identity",
        "agency": "identity",
        "other_agency": "identity",
        "why": "identity",
        "asked_at": "open",
        "asked_by": "open",
        "is_alone": "open",
        "effective_at": "open",
        "review_due_on": "open",
        "reviewed_at": "open",
        "answer": "open",
        "answered_at": "open",
        "answered_by": "open",
        "note": "identity",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Least("one", "other"),
                Greatest("one", "other"),
                name="join_is_asked_once",
                condition=Q(answer="waiting"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], name="join_request_waits", condition=Q(answer="waiting")),
            models.Index(
                fields=["other_agency", "answered_at"],
                name="join_request_unreviewed",
                condition=Q(answer="agreed", is_alone=True, reviewed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} {self.id}"

    @property
    def is_waiting(self) -> bool:
        """Whether somebody may still answer or take it back."""
        return self.answer == self.Answer.WAITING

    @property
    def may_be_carried_out(self) -> bool:
        """Whether the delay is over that takes the place of an answer nobody could give."""
        return self.is_waiting and self.effective_at is not None and self.effective_at <= timezone.now()


class PossiblePair(models.Model):
    """Two records that may be one person, waiting in one agency's queue; of a record elsewhere only that it exists."""

    class Source(models.TextChoices):
        """Who put them here."""

        BATCH = "batch", _("search through the registry")
        IMPORT = "import", _("import")
        INTAKE = "intake", _("intake")
        NOTICE = "notice", _("notice")

    class Decided(models.TextChoices):
        """How it left the queue."""

        JOINED = "joined", _("joined")
        APART = "apart", _("never one person")
        ASKED = "asked", _("asked the other organisation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    other_id = models.UUIDField(db_index=True)
    is_elsewhere = models.BooleanField(default=False)
    source = models.CharField(max_length=6, choices=Source.choices)
    source_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=5)
    """Of matching: same or maybe."""
    bits = models.FloatField(null=True)
    """Empty of a record elsewhere, as the reasons are: how near it is would tell what stands in it."""
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField(default=timezone.now)
    put_off_until = models.DateField(null=True)
    decided = models.CharField(max_length=6, choices=Decided.choices, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "agency": "open",
        "person": "identity",
        "other_id": "identity",
        "is_elsewhere": "identity",
        "source": "open",
        "source_id": "open",
        "outcome": "identity",
        "bits": "identity",
        "reasons": "identity",
        "found_at": "open",
        "put_off_until": "open",
        "decided": "identity",
        "decided_at": "open",
        "decided_by": "open",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="pair_waits_once", fields=["agency", "person", "other_id"]),
            models.CheckConstraint(
                name="nothing_of_elsewhere",
                condition=Q(is_elsewhere=False) | Q(bits__isnull=True, reasons=[]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "found_at"], name="pair_waits", condition=Q(decided="")),
        ]

    def __str__(self) -> str:
        return str(self.id)


class PairSearch(models.Model):
    """How far the search for pairs has come in an agency's records: what was said before is not asked again."""

    agency = models.OneToOneField(Agency, primary_key=True, on_delete=models.CASCADE, related_name="+")
    searched_to = models.DateTimeField()
    last_id = models.UUIDField(null=True)
    """The record of that moment that was asked last: a whole import is said in one moment."""

    privacy: ClassVar[dict[str, str]] = {"agency": "open", "searched_to": "open", "last_id": "open"}

    def __str__(self) -> str:
        return str(self.searched_to)
