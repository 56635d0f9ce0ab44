"""Community activities from proposal to the day they were held, what people asked for instead; topics of legal help."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tirek.agencies.models import Agency
from tirek.agencies.reference import Named
from tirek.grants.models import Grant


class Activity(models.Model):
    """Something to do together: proposed, chosen, held or dropped, each with its day.

    In 2017 football and an evening in the library were offered and not held; that and why is worth as much as the tournament that was.
    """

    class Stage(models.TextChoices):
        """How far it came."""

        PROPOSED = "proposed", _("proposed")
        CHOSEN = "chosen", _("chosen")
        HELD = "held", _("held")
        DROPPED = "dropped", _("not held")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    with_whom = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    grant = models.ForeignKey(Grant, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField(default=timezone.localdate)
    chosen_on = models.DateField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    dropped_on = models.DateField(null=True, blank=True)
    why_dropped = models.CharField(max_length=300, blank=True)
    came = models.PositiveIntegerField(null=True, blank=True)
    """How many people came."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "agency", "title", "with_whom", "place", "grant", "proposed_on", "chosen_on", "held_on", "dropped_on",
            "why_dropped", "came", "version",
        ),
        "open",
    )  # fmt: skip

    class Meta:
        ordering = ["-proposed_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(held_on__isnull=True) | Q(dropped_on__isnull=True), name="activity_ends_one_way"
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, came__isnull=True)
                | Q(held_on__isnull=False, came__isnull=False),
                name="activity_held_says_how_many_came",
            ),
            models.CheckConstraint(
                condition=Q(dropped_on__isnull=True) | ~Q(why_dropped=""),
                name="activity_dropped_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stage(self) -> Activity.Stage:
        """How far it came: said by its days, so that no word can contradict them."""
        if self.held_on:
            return self.Stage.HELD
        if self.dropped_on:
            return self.Stage.DROPPED
        return self.Stage.CHOSEN if self.chosen_on else self.Stage.PROPOSED


class ActivityWish(models.Model):
    """What people asked for instead of what was proposed: words and how many said so, of nobody by name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="wishes")
    text = models.CharField(max_length=300)
    people = models.PositiveIntegerField(default=1)
    said_on = models.DateField(default=timezone.localdate)

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(("id", "activity", "text", "people", "said_on"), "open")

    class Meta:
        ordering = ["-people", "id"]
        constraints = [models.CheckConstraint(condition=Q(people__gte=1), name="wish_is_somebodys")]

    def __str__(self) -> str:
        return self.text


class LegalTopic(Named):
    """What legal advice was about: the nine topics of the 2017 report, and the rest."""

    code = models.SlugField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "code", "position", "name_ru", "name_kk", "name_en"), "open"
    )

    class Meta:
        ordering = ["position"]


class TopicAsked(models.Model):
    """A topic that a piece of legal advice touched; one may touch several."""

    service = models.ForeignKey("services.Service", on_delete=models.CASCADE, related_name="topics")
    topic = models.ForeignKey(LegalTopic, on_delete=models.PROTECT, related_name="+")

    privacy: ClassVar[dict[str, str]] = {"id": "open", "service": "social", "topic": "justice"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "topic"], name="topic_asked_once")]

    def __str__(self) -> str:
        return str(self.pk)
