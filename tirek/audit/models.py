"""What was done, what was read, what stood there before, and the seals over all three; the database refuses to change any of it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ThisTransaction(models.Func):
    """The number of the transaction that writes the row: seals cover whole transactions that are over."""

    template = "(pg_current_xact_id()::text::bigint)"
    arity = 0
    output_field = models.BigIntegerField()


class JournalEntry(models.Model):
    """One thing done: ids and codes only, never a name, a number or a search text."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.UUIDField()
    agency_id = models.UUIDField(null=True)
    action = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    person_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    xact = models.BigIntegerField(db_default=ThisTransaction(), editable=False)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "at": "open",
        "actor_id": "open",
        "agency_id": "open",
        "action": "open",
        "subject_kind": "open",
        "subject_id": "open",
        "person_id": "identity",
        "detail": "open",
        "xact": "open",
    }

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-id"], name="journal_person"),
            models.Index(fields=["subject_kind", "subject_id"], name="journal_subject"),
            BrinIndex(fields=["xact"], name="journal_xact"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind} {self.subject_id}"


class Reading(models.Model):
    """Somebody read what is known of a person, or was refused: ids and codes only, written with the reading itself."""

    class Action(models.TextChoices):
        """How it was read."""

        OPEN = "open", _("opened")
        SEARCH = "search", _("searched")
        EXPORT = "export", _("took out as a file")
        PRINT = "print", _("printed")
        API = "api", _("read by another program")
        EMERGENCY = "emergency", _("opened in an emergency")
        DENIED = "denied", _("was refused")
        REVEAL = "reveal", _("had the IIN shown")

    class Purpose(models.TextChoices):
        """What for: the page that was opened tells it."""

        HELP = "help", _("to help")
        RECOGNISE = "recognise", _("to see whether the person is known")
        CORRECT = "correct", _("to correct the record")
        CONSENT = "consent", _("consent and access")
        REPORT = "report", _("figures of a report")
        IMPORT = "import", _("to take a list in")
        LAW = "law", _("request by law")
        EMERGENCY = "emergency", pgettext_lazy("purpose", "emergency")
        OVERSIGHT = "oversight", _("to see who looked")

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    worker_id = models.UUIDField()
    agency_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    category = models.SmallIntegerField(null=True)
    action = models.CharField(max_length=10, choices=Action.choices)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    basis = models.CharField(max_length=10, blank=True)
    rows = models.PositiveIntegerField()
    request = models.CharField(max_length=60, blank=True)
    xact = models.BigIntegerField(db_default=ThisTransaction(), editable=False)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "at": "open",
        "worker_id": "open",
        "agency_id": "open",
        "person_id": "identity",
        "category": "open",
        "action": "open",
        "purpose": "open",
        "basis": "open",
        "rows": "open",
        "request": "open",
        "xact": "open",
    }

    class Meta:
        indexes = [
            models.Index(
                fields=["person_id", "-id"],
                name="reading_person",
                condition=models.Q(person_id__isnull=False),
            ),
            models.Index(fields=["agency_id", "-id"], name="reading_agency"),
            BrinIndex(fields=["at", "xact"], name="reading_at"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.id}"


class FormerRow(models.Model):
    """What a row held before it was changed or deleted, written by the database itself; sealed values stay sealed.

    `digest` is what seals cover: salted, so that erasing what stood there and the salt leaves nothing to guess from.
    """

    class Change(models.TextChoices):
        """What happened to the row."""

        UPDATE = "update", _("changed")
        DELETE = "delete", _("deleted")

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    table = models.CharField(max_length=63)
    row_id = models.CharField(max_length=40)
    person_id = models.UUIDField(null=True)
    category = models.SmallIntegerField(null=True)
    change = models.CharField(max_length=6, choices=Change.choices)
    former = models.JSONField(null=True)
    salt = models.BinaryField(null=True)
    digest = models.BinaryField()
    xact = models.BigIntegerField(db_default=ThisTransaction(), editable=False)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "at": "open",
        "actor_id": "open",
        "agency_id": "open",
        "table": "open",
        "row_id": "open",
        "person_id": "identity",
        "category": "open",
        "change": "open",
        "former": "private",
        "salt": "private",
        "digest": "open",
        "xact": "open",
    }

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-id"], name="former_person"),
            BrinIndex(fields=["xact"], name="former_xact"),
        ]

    def __str__(self) -> str:
        return f"{self.change} {self.table} {self.row_id}"


class Seal(models.Model):
    """A signature over every row of the log, the journal and the history that some transactions wrote, linked to the one before.

    An era is one server: put back from a backup, the numbers of transactions begin anew, and `above` tells from which ids on.
    """

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    era = models.PositiveSmallIntegerField()
    above = models.JSONField()
    since_xact = models.BigIntegerField()
    until_xact = models.BigIntegerField()
    leaves = models.BinaryField()
    root = models.BinaryField()
    former_head = models.BinaryField()
    head = models.BinaryField()
    key = models.PositiveSmallIntegerField()
    signature = models.BinaryField()

    privacy: ClassVar[dict[str, str]] = {
        "number": "open",
        "sealed_at": "open",
        "era": "open",
        "above": "open",
        "since_xact": "open",
        "until_xact": "open",
        "leaves": "open",
        "root": "open",
        "former_head": "open",
        "head": "open",
        "key": "open",
        "signature": "open",
    }

    def __str__(self) -> str:
        return f"№ {self.number}"
