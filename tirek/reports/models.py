"""What the report adds to the facts: explanations, the written sections, frozen versions, drawn charts."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tirek.agencies.models import Worker
from tirek.agencies.reference import Named
from tirek.documents.models import StoredFile
from tirek.grants.models import Grant, ValidQuerySet


class ReportSection(Named):
    """A section of the official form that people write, valid over time."""

    code = models.SlugField(max_length=40)
    number = models.CharField(max_length=12, blank=True)
    hint_ru = models.CharField(max_length=300, blank=True)
    hint_kk = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = ValidQuerySet.as_manager()
    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "name_ru": "open",
        "name_kk": "open",
        "name_en": "open",
        "code": "open",
        "number": "open",
        "hint_ru": "open",
        "hint_kk": "open",
        "position": "open",
        "valid_from": "open",
        "valid_to": "open",
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="report_section_once")]
        ordering = ["position"]


class Explanation(models.Model):
    """Why a figure departs from the plan, or a declared figure from the count; in force once approved."""

    class Uses(models.TextChoices):
        """Which of two differing figures the report uses."""

        COUNTED = "counted", _("the counted figure")
        DECLARED = "declared", _("the declared figure")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="explanations")
    key = models.CharField(max_length=120)
    text_ru = models.TextField()
    text_kk = models.TextField()
    uses = models.CharField(max_length=10, choices=Uses.choices, blank=True)
    plan = models.IntegerField(null=True)
    fact = models.IntegerField(null=True)
    written_at = models.DateTimeField(auto_now=True)
    written_by = models.UUIDField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.UUIDField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "grant": "open",
        "key": "open",
        "text_ru": "open",
        "text_kk": "open",
        "uses": "open",
        "plan": "open",
        "fact": "open",
        "written_at": "open",
        "written_by": "open",
        "approved_at": "open",
        "approved_by": "open",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant", "key"], name="explanation_once"),
            models.CheckConstraint(
                condition=models.Q(approved_at__isnull=True, approved_by__isnull=True)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False),
                name="explanation_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def text(self, language: str) -> str:
        """The explanation in a language of the report."""
        return self.text_kk if language == "kk" else self.text_ru


class Narrative(models.Model):
    """One written section of a grant's report; live figures stand in it as tokens."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="narratives")
    section = models.SlugField(max_length=40)
    text_ru = models.TextField(blank=True)
    text_kk = models.TextField(blank=True)
    written_at = models.DateTimeField(auto_now=True)
    written_by = models.UUIDField()

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "grant": "open",
        "section": "open",
        "text_ru": "open",
        "text_kk": "open",
        "written_at": "open",
        "written_by": "open",
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grant", "section"], name="narrative_once")]

    def __str__(self) -> str:
        return self.section

    def text(self, language: str) -> str:
        """The section in a language of the report."""
        return self.text_kk if language == "kk" else self.text_ru


class ReportVersion(models.Model):
    """A report as it stood on a day: figures, texts and four documents, never changed afterwards.

    The row is the queue: waiting, then building, then ready or failed.
    """

    class State(models.TextChoices):
        """Where the version is."""

        WAITING = "waiting", _("waiting")
        BUILDING = "building", _("being built")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    DOCUMENTS = ("word_ru", "word_kk", "pdf_ru", "pdf_kk")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="report_versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    final = models.BooleanField(default=False)
    figures = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    charts = models.JSONField(default=dict)
    word_ru = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    word_kk = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    pdf_ru = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    pdf_kk = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    requested_by = models.UUIDField()
    author = models.CharField(max_length=200, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    built_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=200, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "grant": "open",
        "number": "open",
        "state": "open",
        "final": "open",
        "figures": "open",
        "content": "social",
        "charts": "open",
        "word_ru": "open",
        "word_kk": "open",
        "pdf_ru": "open",
        "pdf_kk": "open",
        "requested_at": "open",
        "requested_by": "open",
        "author": "open",
        "begun_at": "open",
        "attempts": "open",
        "built_at": "open",
        "trouble": "open",
    }

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="report_version_once"),
            models.CheckConstraint(
                condition=~models.Q(state="ready")
                | models.Q(
                    word_ru__isnull=False,
                    word_kk__isnull=False,
                    pdf_ru__isnull=False,
                    pdf_kk__isnull=False,
                    built_at__isnull=False,
                ),
                name="report_ready_has_documents",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"


class ChartSnapshot(models.Model):
    """A chart drawn by the worker; a page asks for it by the hash of its spec and shows a table until it is there."""

    digest = models.CharField(max_length=64, primary_key=True)
    label = models.CharField(max_length=300)
    spec = models.JSONField()
    svg = models.TextField(blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    drawn_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "digest": "open",
        "label": "open",
        "spec": "open",
        "svg": "open",
        "asked_at": "open",
        "drawn_at": "open",
    }

    def __str__(self) -> str:
        return self.digest


class KeptFigures(models.Model):
    """A grant's figures as last counted, good as long as nobody has written anything since (see `keeping`)."""

    grant = models.OneToOneField(Grant, primary_key=True, on_delete=models.CASCADE, related_name="+")
    values = models.JSONField()
    journal_id = models.BigIntegerField()
    day = models.DateField()
    counted_at = models.DateTimeField(auto_now=True)

    privacy: ClassVar[dict[str, str]] = {
        "grant": "open",
        "values": "social",
        "journal_id": "open",
        "day": "open",
        "counted_at": "open",
    }

    def __str__(self) -> str:
        return str(self.pk)


class Edition(models.Model):
    """Figures as they were published: one edition a month of a grant, or of a period of the oblast; the register of them.

    Only what may be published stands here, rounded and hidden already; the exact counts are kept nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey(Grant, null=True, on_delete=models.CASCADE, related_name="editions")
    period = models.CharField(max_length=10, blank=True)
    """A year or a quarter of the oblast, "2017" or "2017-q3"; empty for a grant, which is counted from its first day."""
    month = models.DateField()
    tables = models.JSONField()
    counted_at = models.DateTimeField(auto_now_add=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "grant": "open",
        "period": "open",
        "month": "open",
        "tables": "open",
        "counted_at": "open",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "period", "month"], name="edition_once_a_month", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(grant__isnull=True) ^ models.Q(period=""),
                name="edition_of_grant_or_oblast",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant_id or self.period} {self.month}"


class GrantReader(models.Model):
    """A donor's representative to whom a grant's published figures are open; whoever was shut out stays on the list."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="readers")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.UUIDField()
    closed_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "grant": "open",
        "worker": "open",
        "opened_at": "open",
        "opened_by": "open",
        "closed_at": "open",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "worker"],
                condition=models.Q(closed_at__isnull=True),
                name="grant_open_to_a_reader_once",
            )
        ]
        ordering = ["opened_at"]

    def __str__(self) -> str:
        return str(self.id)
