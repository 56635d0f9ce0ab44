"""What somebody needs, by the law's kinds of help, and which need waits for which."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tirek.agencies.models import Agency
from tirek.agencies.reference import Named
from tirek.cases.wishes import WishOf
from tirek.gate.categories import Category
from tirek.people.models import Person

KEPT_AS: Final = [
    (int(Category.SOCIAL), Category.SOCIAL.label),
    (int(Category.HEALTH), Category.HEALTH.label),
]
"""The two categories of person data in which needs and plans are kept: health apart, for even that somebody asked is secret."""


class HelpKind(Named):
    """A kind of social and legal help, and who names it."""

    class Source(models.TextChoices):
        """Who names the kind."""

        LAW = "law", _("law on probation, article 6(1)")
        REPORT = "report", _("report of the pilot of 2017")

    code = models.SlugField(max_length=40, unique=True)
    category = models.PositiveSmallIntegerField(choices=KEPT_AS, default=int(Category.SOCIAL))
    icon = models.CharField(max_length=40)
    source = models.CharField(max_length=10, choices=Source.choices)
    position = models.PositiveSmallIntegerField()

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "name_ru", "name_kk", "name_en", "code", "category", "icon", "source", "position"), "open"
    )

    class Meta:
        ordering = ["position"]


class Need(models.Model):
    """One thing somebody needs, in words that the person could read; whose wish it is and what it is known from."""

    class State(models.TextChoices):
        """How it stands."""

        OPEN = "open", _("not begun")
        IN_WORK = "in_work", _("in work")
        MET = "met", _("met")
        DECLINED = "declined", _("declined for now")
        LAPSED = "lapsed", _("no longer needed")

    class Evidence(models.TextChoices):
        """What it is known from."""

        SAID = "said", _("the person says so")
        PAPER = "paper", _("a paper was seen")
        VISIT = "visit", _("seen on a visit")
        AGENCY = "agency", _("another organisation says so")
        ASSESSMENT = "assessment", _("an assessment")
        JOURNAL = "journal", _("the journal of services says so")

    ENDED: Final = (State.MET, State.DECLINED, State.LAPSED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="needs")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey(HelpKind, on_delete=models.PROTECT, related_name="+")
    category = models.PositiveSmallIntegerField(choices=KEPT_AS, default=int(Category.SOCIAL))
    text = models.CharField(max_length=300)
    wish_of = models.CharField(max_length=10, choices=WishOf.choices)
    evidence = models.CharField(max_length=12, choices=Evidence.choices, default=Evidence.SAID)
    evidence_text = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    noted_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    noted_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person": "identity",
        "agency": "open",
        "kind": "health",
        "category": "open",
        "text": "health",
        "wish_of": "social",
        "evidence": "social",
        "evidence_text": "health",
        "state": "social",
        "noted_on": "social",
        "ended_on": "social",
        "ended_why": "health",
        "noted_by": "open",
        "version": "open",
    }

    class Meta:
        verbose_name = _("need")
        constraints = [
            models.CheckConstraint(condition=Q(category__in=[3, 5]), name="need_is_social_or_health"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "in_work"], ended_on__isnull=True)
                | Q(state__in=["met", "declined", "lapsed"], ended_on__isnull=False),
                name="need_ended_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "lapsed"]) | ~Q(ended_why=""),
                name="need_not_met_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_ended(self) -> bool:
        """Whether nothing is to be done about it any more."""
        return self.state in self.ENDED


class NeedBlock(models.Model):
    """One need waits for another: no medical check, no job. The database refuses rings."""

    blocked = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="waits_for")
    blocker = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="holds_up")

    privacy: ClassVar[dict[str, str]] = {"id": "open", "blocked": "health", "blocker": "health"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocked", "blocker"], name="need_block_once"),
            models.CheckConstraint(condition=~Q(blocked=F("blocker")), name="need_blocks_another"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
