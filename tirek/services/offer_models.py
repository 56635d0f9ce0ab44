"""What an agency offers: under which name and conditions, how much is left, who waits, and what a service was taken from."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tirek.agencies.models import Agency
from tirek.gate.categories import Category as Sight
from tirek.grants.models import Grant
from tirek.people.models import Person
from tirek.services.hours import Hours

_OPEN = (
    "id", "agency", "kind", "place", "address", "contact", "conditions", "papers", "papers_note", "limit", "total", "left",
    "next_on", "keeps_queue", "days", "opens_at", "closes_at", "break_from", "break_to", "is_round_the_clock",
    "works_on_holidays", "days_to_answer", "hours_to_answer", "cost", "fee", "grant", "starts_on", "ends_on", "closed_on",
    "closed_why", "version",
)  # fmt: skip


class OfferQuerySet(models.QuerySet["Offer"]):
    """Offers as the catalogue reads them."""

    def on(self, day: date) -> OfferQuerySet:
        """Those an agency offers on a day, closed ones among them."""
        not_ended = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        return self.filter(not_ended, starts_on__lte=day)

    def named(self, day: date) -> OfferQuerySet:
        """Each with the name it has on a day, by one query more."""
        return self.prefetch_related(Prefetch("names", OfferName.objects.on(day), to_attr="named_on"))


class Offer(models.Model):
    """A kind of help at one agency: everybody reads it before a person is sent, and its agency alone changes it."""

    class Limit(models.TextChoices):
        """What of it runs out."""

        NONE = "none", _("as many as come")
        STOCK = "stock", _("a stock that is given out")
        PLACES = "places", _("places that become free again")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="offers")
    kind = models.ForeignKey("services.ServiceKind", on_delete=models.PROTECT, related_name="offers")
    place = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    """Whom to call, as the agency publishes it: a post and a number, not a private one."""
    conditions: Any = models.JSONField(default=list)
    """Who may have it, as data: a list of `{"code": …, "value": …}` in the words of `eligibility.CODES`."""
    papers: Any = ArrayField(models.CharField(max_length=30), default=list)
    """Codes of the identity papers to bring."""
    papers_note = models.CharField(max_length=300, blank=True)
    limit = models.CharField(max_length=10, choices=Limit.choices, default=Limit.NONE)
    total = models.PositiveIntegerField(null=True, blank=True)
    left = models.PositiveIntegerField(null=True, blank=True)
    next_on = models.DateField(null=True, blank=True)
    keeps_queue = models.BooleanField(default=False)
    days: Any = ArrayField(models.PositiveSmallIntegerField(), default=list)
    """Days of the week on which it is open, Monday is 0."""
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    break_from = models.TimeField(null=True, blank=True)
    break_to = models.TimeField(null=True, blank=True)
    is_round_the_clock = models.BooleanField(default=False)
    works_on_holidays = models.BooleanField(default=False)
    days_to_answer = models.PositiveSmallIntegerField(null=True, blank=True, default=3)
    """Working days in which a referral is answered."""
    hours_to_answer = models.PositiveSmallIntegerField(null=True, blank=True)
    """Hours in which it is answered where a night is at stake."""
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    """What one of it costs the agency."""
    fee = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    """What the person pays for it."""
    grant = models.ForeignKey(Grant, null=True, blank=True, on_delete=models.PROTECT, related_name="offers")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_why = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfferQuerySet.as_manager()

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(_OPEN, "open")

    class Meta:
        verbose_name = _("offer")
        indexes = [models.Index(fields=["agency", "kind"], name="offer_of_agency")]
        constraints = [
            models.CheckConstraint(
                condition=Q(limit="none", total__isnull=True, left__isnull=True)
                | Q(~Q(limit="none"), total__isnull=False, left__isnull=False, left__lte=F("total")),
                name="offer_left_is_of_its_total",
            ),
            models.CheckConstraint(
                condition=Q(days_to_answer__isnull=False, hours_to_answer__isnull=True)
                | Q(days_to_answer__isnull=True, hours_to_answer__isnull=False),
                name="offer_is_answered_in_days_or_hours",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="offer_period"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(closed_why=""), name="offer_closed_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def name_on(self, day: date) -> str:
        """The name on a day in the reader's language; that of the kind where no name stands."""
        known = getattr(self, "named_on", None)
        names = list(self.names.on(day)) if known is None else known
        return names[0].name if names else self.kind.name

    @property
    def name(self) -> str:
        """The name of today."""
        return self.name_on(timezone.localdate())

    @property
    def is_asked_in_hours(self) -> bool:
        """Whether a referral is answered in hours and not in days, as a night's shelter is."""
        return self.hours_to_answer is not None

    @property
    def hours(self) -> Hours:
        """When it is open."""
        return Hours(
            frozenset(self.days),
            self.opens_at,
            self.closes_at,
            self.break_from,
            self.break_to,
            is_round_the_clock=self.is_round_the_clock,
            works_on_holidays=self.works_on_holidays,
        )


class OfferNameQuerySet(models.QuerySet["OfferName"]):
    """Names over time."""

    def on(self, day: date) -> OfferNameQuerySet:
        """The names that stand on a day: one for each offer."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gt=day))


class OfferName(models.Model):
    """What an offer was called over a time: papers of earlier days keep the earlier name."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="names")
    name_ru = models.CharField(max_length=200)
    name_kk = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True)
    """The first day of the name; empty: from the beginning."""
    valid_to = models.DateField(null=True)
    """The first day on which the name is no more."""

    objects = OfferNameQuerySet.as_manager()
    privacy: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "offer", "name_ru", "name_kk", "name_en", "valid_from", "valid_to"), "open"
    )

    class Meta:
        ordering = [F("valid_from").asc(nulls_first=True), "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer"], condition=Q(valid_to__isnull=True), name="offer_has_one_name_now"
            ),
            models.UniqueConstraint(
                fields=["offer", "valid_from"], nulls_distinct=False, name="offer_name_begins_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lt=F("valid_to")),
                name="offer_name_begins_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name_ru

    @property
    def name(self) -> str:
        """The name in the reader's language, the Russian one where it is missing."""
        return str(getattr(self, f"name_{(get_language() or 'ru')[:2]}", "") or self.name_ru)


class Taken(models.Model):
    """A service took one from an offer: the row that goes when the service is undone, and gives it back."""

    service = models.OneToOneField(
        "services.Service", primary_key=True, on_delete=models.CASCADE, related_name="taken"
    )
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="taken")
    is_back = models.BooleanField(default=False)
    """The service is struck out, and what it took lies in the stock again."""
    privacy: ClassVar[dict[str, str]] = {"service": "social", "offer": "social", "is_back": "social"}

    def __str__(self) -> str:
        return str(self.pk)


class Waiting(models.Model):
    """A person waits for an offer; who waits for help with health is a matter of health."""

    class Ended(models.TextChoices):
        """Why the person waits no more."""

        GIVEN = "given", _("the turn came")
        WITHDREW = "withdrew", _("does not want it any more")
        MISTAKE = "mistake", _("entered by mistake")
        OVER = "over", _("there is nothing to wait for any more")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="waiting")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    category = models.PositiveSmallIntegerField(choices=Sight.choices, default=Sight.SOCIAL)
    referral = models.UUIDField(null=True, blank=True)
    """Of `referrals.Referral`: the place is that of a referral on the waiting list, and ends with it."""
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=10, choices=Ended.choices, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "offer": "health",
        "person": "identity",
        "agency": "open",
        "category": "open",
        "referral": "social",
        "since": "social",
        "ended_at": "social",
        "ended_how": "social",
    }

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "person"], condition=Q(ended_at__isnull=True), name="waits_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_how="")
                | Q(Q(ended_at__isnull=False), ~Q(ended_how="")),
                name="waiting_ends_with_a_word",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
