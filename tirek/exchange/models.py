"""An import: the file, what each of its rows turned out to be, and which row of which file made which record."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from tirek.agencies.models import Agency
from tirek.documents.models import StoredFile
from tirek.grants.models import Grant


class Import(models.Model):
    """One workbook handed in. The row is the queue: a worker takes it up by its state."""

    class State(models.TextChoices):
        """How far the import is."""

        UPLOADED = "uploaded", _("waiting to be read")
        READING = "reading", _("being read")
        PREVIEWED = "previewed", _("waiting for your decision")
        COMMITTING = "committing", _("being written")
        COMMITTED = "committed", _("written")
        FAILED = "failed", _("not read")

    class Settle(models.TextChoices):
        """What becomes of rows that may mean somebody known."""

        HOLD = "hold", _("keep them for a person to decide")
        BEST = "best", _("take the best candidate")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    workbook = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.UPLOADED)
    settle = models.CharField(max_length=4, choices=Settle.choices, default=Settle.HOLD)
    skip_errors = models.BooleanField(default=False)
    grant = models.ForeignKey(Grant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    columns = models.JSONField(default=dict)
    asked = models.UUIDField(null=True)
    told_to = models.UUIDField(null=True)
    """The last person of whose needs and referrals the written rows have told; empty where nobody is left."""
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.UUIDField()
    claimed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    committed_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "agency": "open",
        "name": "identity",
        "workbook": "private",
        "state": "open",
        "settle": "open",
        "skip_errors": "open",
        "grant": "open",
        "done": "open",
        "total": "open",
        "problems": "open",
        "counts": "open",
        "columns": "open",
        "asked": "private",
        "told_to": "open",
        "created_at": "open",
        "created_by": "open",
        "claimed_at": "open",
        "read_at": "open",
        "committed_at": "open",
    }

    class Meta:
        verbose_name = _("import")
        indexes = [models.Index(fields=["agency", "-created_at"], name="import_list")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def busy(self) -> bool:
        """Whether a worker has it or should take it up."""
        return self.state in {self.State.UPLOADED, self.State.READING, self.State.COMMITTING}


class ImportRow(models.Model):
    """What one row of a file turned out to be: references and codes, never a value of the row."""

    class Outcome(models.TextChoices):
        """What would be, or was, done with the row."""

        NEW = "new", _("new person")
        SAME = "same", _("this person")
        MAYBE = "maybe", _("maybe one of these")
        ERROR = "error", _("error")
        PLAIN = "plain", _("new row")
        UNCHANGED = "unchanged", _("unchanged")
        CHANGED = "changed", _("changed")
        VANISHED = "vanished", _("no longer in the file")

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows", db_index=False)
    sheet = models.CharField(max_length=20)
    sheet_title = models.CharField(max_length=40)
    row_number = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    bits = models.FloatField(null=True)
    person_id = models.UUIDField(null=True)
    candidates = models.JSONField(default=list)
    issues = models.JSONField(default=list)
    chunk = models.UUIDField(null=True)
    place = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=32, blank=True)
    identity = models.CharField(max_length=32, blank=True)
    known = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "file": "open",
        "sheet": "open",
        "sheet_title": "open",
        "row_number": "open",
        "key": "open",
        "outcome": "open",
        "bits": "identity",
        "person_id": "identity",
        "candidates": "identity",
        "issues": "open",
        "chunk": "private",
        "place": "open",
        "fingerprint": "identity",
        "identity": "identity",
        "known": "open",
        "settled_at": "open",
        "settled_by": "open",
    }

    class Meta:
        indexes = [
            models.Index(fields=["file", "id"], name="import_row_order"),
            models.Index(fields=["file", "outcome", "id"], name="import_row_outcome"),
            models.Index(
                fields=["sheet", "key"],
                name="import_row_waiting",
                condition=models.Q(outcome="maybe", settled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row_number}"


STRIKABLE: Final = frozenset({"application", "service", "attendance"})
"""Kinds of records that may be struck out when their row is gone from the file."""


class SourceRow(models.Model):
    """A row's identity is project, sheet and №: what it said last, and the record it made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.UUIDField()
    sheet = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=32)
    identity = models.CharField(max_length=32, blank=True)
    target_kind = models.CharField(max_length=20, blank=True)
    target_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    registered = models.BooleanField(default=False)
    file = models.UUIDField()
    kept_at = models.DateTimeField(null=True)
    struck_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "project": "open",
        "sheet": "open",
        "key": "open",
        "fingerprint": "identity",
        "identity": "identity",
        "target_kind": "open",
        "target_id": "open",
        "person_id": "identity",
        "registered": "open",
        "file": "open",
        "kept_at": "open",
        "struck_at": "open",
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "sheet", "key"], name="source_row_once")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.key}"


class HeadingChoice(models.Model):
    """What an unknown heading means, asked once; an empty column means: do not take it in."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    sheet = models.CharField(max_length=20)
    heading = models.CharField(max_length=80)
    column = models.CharField(max_length=20, blank=True)
    chosen_by = models.UUIDField()

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "agency": "open",
        "sheet": "open",
        "heading": "open",
        "column": "open",
        "chosen_by": "open",
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "sheet", "heading"], name="heading_once")]

    def __str__(self) -> str:
        return f"{self.sheet}: {self.heading}"


class WordChoice(models.Model):
    """What an unknown service, reason or status means: an existing reference row, or a new one of a category."""

    class Matter(models.TextChoices):
        """What kind of reference row the word names."""

        KIND = "kind", _("service")
        REFUSAL = "refusal", _("reason of a refusal")
        ENTRY = "entry", _("reason for not entering the programme")
        STATUS = "status", _("social status")

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    matter = models.CharField(max_length=10, choices=Matter.choices)
    word = models.CharField(max_length=200)
    target = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=20, blank=True)
    chosen_by = models.UUIDField()

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "agency": "open",
        "matter": "open",
        "word": "open",
        "target": "open",
        "category": "open",
        "chosen_by": "open",
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "matter", "word"], name="word_once")]

    def __str__(self) -> str:
        return f"{self.matter}: {self.word}"
