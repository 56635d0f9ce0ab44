"""The individual plan: versions of goals and steps, what left a version and why, reviews, and the sheet for the person."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tirek.agencies.models import Agency
from tirek.cases.need_models import KEPT_AS, Need
from tirek.gate.categories import Category
from tirek.people.models import Person


class Plan(models.Model):
    """What one agency and one person agreed to do; the agency that opened it leads it, whichever authority the law names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plans")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    paused_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_why = models.CharField(max_length=300, blank=True)
    review_on = models.DateField()
    contact_on = models.DateField()
    """The last day on which the person was heard of, as far as the plan knows."""
    silent_after_days = models.PositiveSmallIntegerField(default=7)
    silent_from = models.DateField()
    """The first day on which silence is worth a call: `contact_on` and so many days."""
    led_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person": "identity",
        "agency": "open",
        "opened_on": "social",
        "paused_on": "social",
        "closed_on": "social",
        "closed_why": "social",
        "review_on": "social",
        "contact_on": "social",
        "silent_after_days": "social",
        "silent_from": "social",
        "led_by": "open",
        "version": "open",
    }

    class Meta:
        verbose_name = _("plan")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency"], condition=Q(closed_on__isnull=True), name="plan_open_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "review_on"],
                condition=Q(closed_on__isnull=True, paused_on__isnull=True),
                name="plan_reviews_due",
            ),
            models.Index(
                fields=["agency", "silent_from"],
                condition=Q(closed_on__isnull=True, paused_on__isnull=True),
                name="plan_silent",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_running(self) -> bool:
        """Whether reminders are due: neither closed nor paused while contact is lost."""
        return self.closed_on is None and self.paused_on is None


class PlanVersion(models.Model):
    """One wording of the plan. A draft until it is approved; from then on it stands as it is."""

    class Agreed(models.TextChoices):
        """How the person agreed."""

        SIGNED = "signed", _("signed the sheet")
        SAID = "said", _("agreed in words")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=300, blank=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField(auto_now_add=True)
    edition = models.PositiveIntegerField(default=1)
    """Counts every change of a draft: a form that saw another one is told so."""
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.UUIDField(null=True, blank=True, editable=False)
    is_alone = models.BooleanField(default=False)
    """Whether the drafter approved it, for there was nobody second."""
    agreed_on = models.DateField(null=True, blank=True)
    agreed_how = models.CharField(max_length=10, choices=Agreed.choices, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "plan": "identity",
        "number": "social",
        "why": "social",
        "made_by": "open",
        "made_at": "social",
        "edition": "open",
        "approved_at": "social",
        "approved_by": "open",
        "is_alone": "open",
        "agreed_on": "social",
        "agreed_how": "social",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(approved_at__isnull=True), name="plan_has_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True)
                | Q(approved_by__isnull=False, agreed_on__isnull=False) & ~Q(agreed_how=""),
                name="plan_approved_by_both",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.approved_at is None


class Side(models.TextChoices):
    """Who does a step."""

    PERSON = "person", pgettext_lazy("who does a step", "the person")
    AGENCY = "agency", _("our organisation")
    OTHER = "other", _("another organisation")


class PlanLine(models.Model):
    """A goal or a step of one version; `line` is the same in every version it is carried into."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    category = models.PositiveSmallIntegerField(choices=KEPT_AS, default=int(Category.SOCIAL))
    line = models.UUIDField(default=uuid.uuid4)
    goal = models.UUIDField(null=True, blank=True)
    """The `line` of the goal a step serves; empty for a goal."""
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=300)
    need = models.ForeignKey(Need, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    side = models.CharField(max_length=10, choices=Side.choices, blank=True)
    partner = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    done_on = models.DateField(null=True, blank=True)
    done_by = models.UUIDField(null=True, blank=True)
    is_standing = models.BooleanField(default=False, editable=False)
    """Whether it belongs to the version in force."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "version": "open",
        "person": "identity",
        "agency": "open",
        "category": "open",
        "line": "open",
        "goal": "open",
        "position": "open",
        "text": "health",
        "need": "health",
        "due_on": "social",
        "side": "social",
        "partner": "health",
        "done_on": "social",
        "done_by": "open",
        "is_standing": "open",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "line"], name="plan_line_once"),
            models.CheckConstraint(condition=Q(category__in=[3, 5]), name="plan_line_social_or_health"),
            models.CheckConstraint(
                condition=Q(goal__isnull=True, due_on__isnull=True, side="")
                | Q(goal__isnull=False, due_on__isnull=False, side__in=["person", "agency", "other"]),
                name="plan_step_has_day_and_side",
            ),
            models.CheckConstraint(
                condition=~Q(side="other") | Q(partner__isnull=False), name="plan_step_names_the_other"
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_on"],
                condition=Q(is_standing=True, done_on__isnull=True, goal__isnull=False),
                name="plan_steps_due",
            ),
            models.Index(fields=["person", "version"], name="plan_lines_of_person"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class PlanLeft(models.Model):
    """A line of the version before that this one no longer has, and why: a plan never shrinks in silence."""

    class Reason(models.TextChoices):
        """Why it left."""

        DONE = "done", _("done")
        NOT_WANTED = "not_wanted", _("the person does not want it any more")
        NOT_NEEDED = "not_needed", _("it is no longer needed")
        NOT_POSSIBLE = "not_possible", _("it is not possible here")
        INSTEAD = "instead", _("something else takes its place")
        MISTAKE = "mistake", _("written by mistake")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="left")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    category = models.PositiveSmallIntegerField(choices=KEPT_AS, default=int(Category.SOCIAL))
    line = models.UUIDField()
    goal = models.UUIDField(null=True, blank=True)
    text = models.CharField(max_length=300)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    why = models.CharField(max_length=300)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "version": "open",
        "person": "identity",
        "agency": "open",
        "category": "open",
        "line": "open",
        "goal": "open",
        "text": "health",
        "reason": "social",
        "why": "health",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "line"], name="plan_left_once"),
            models.CheckConstraint(condition=~Q(why=""), name="plan_left_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class PlanReview(models.Model):
    """The plan was looked at together with the person, and when it is looked at next."""

    class Finding(models.TextChoices):
        """What was found."""

        ON_TRACK = "on_track", _("it goes as agreed")
        SLOW = "slow", _("it goes slower than agreed")
        CHANGE = "change", _("the plan has to change")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reviews")
    reviewed_on = models.DateField()
    finding = models.CharField(max_length=10, choices=Finding.choices)
    note = models.CharField(max_length=500, blank=True)
    next_on = models.DateField()
    reviewed_by = models.UUIDField()

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "plan": "identity",
        "reviewed_on": "social",
        "finding": "social",
        "note": "social",
        "next_on": "social",
        "reviewed_by": "open",
    }

    def __str__(self) -> str:
        return str(self.id)


class PlanSheet(models.Model):
    """The list for the person on paper, set by the worker's process and sealed under the person's key."""

    class Language(models.TextChoices):
        """In which language."""

        RUSSIAN = "ru", _("Russian")
        KAZAKH = "kk", _("Kazakh")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    category = models.PositiveSmallIntegerField(choices=KEPT_AS, default=int(Category.SOCIAL))
    language = models.CharField(max_length=2, choices=Language.choices)
    ordered_at = models.DateTimeField()
    ordered_by = models.UUIDField()
    paper = models.UUIDField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person": "identity",
        "agency": "open",
        "category": "open",
        "language": "social",
        "ordered_at": "social",
        "ordered_by": "open",
        "paper": "open",
        "failed_at": "open",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency", "language", "category"], name="plan_sheet_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
