"""Attempts to reach somebody, and the times when contact was lost."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tirek.agencies.models import Agency
from tirek.audit.striking import Strikable
from tirek.people.models import Person


class Contact(Strikable):
    """Somebody tried to reach a person, and what came of it."""

    class Way(models.TextChoices):
        """How."""

        CALL = "call", pgettext_lazy("way to reach somebody", "call")
        MESSAGE = "message", _("message")
        MEETING = "meeting", _("meeting")
        HOME = "home", _("visit at home")
        WORK = "work", _("visit at work")
        RELATIVE = "relative", _("through relatives")

    class Outcome(models.TextChoices):
        """What came of it."""

        REACHED = "reached", _("in touch")
        NO_ANSWER = "no_answer", _("no answer")
        LEFT_WORD = "left_word", _("left word")
        WRONG_PLACE = "wrong_place", _("wrong number or address")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="contacts_tried", db_index=False
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    way = models.CharField(max_length=10, choices=Way.choices)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    note = models.CharField(max_length=300, blank=True)
    tried_by = models.UUIDField()

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person": "identity",
        "agency": "open",
        "at": "social",
        "way": "social",
        "outcome": "social",
        "note": "social",
        "tried_by": "open",
        "struck_at": "social",
    }

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="contact_of_person")]

    def __str__(self) -> str:
        return str(self.id)


class LostEpisode(models.Model):
    """From a last contact on the person was not found; it ends with the return, and goes on where that was a mistake."""

    class Cause(models.TextChoices):
        """Where the cause lies, as far as is known."""

        OBJECTIVE = "objective", _("objective: outside the person")
        SUBJECTIVE = "subjective", _("subjective: the person's own")
        UNKNOWN = "unknown", _("not known")

    class Reason(models.TextChoices):
        """Why, as far as is known."""

        AWAY = "away", _("moved or works away")
        NO_PHONE = "no_phone", _("no phone, or another number")
        NO_TIME = "no_time", _("works and has no time")
        FAMILY = "family", _("family circumstances")
        NOT_OWN_WISH = "not_own_wish", _("what was offered was not the person's own wish")
        DECLINED = "declined", _("does not want help for now")
        AVOIDS = "avoids", _("neither answers nor comes")
        UNKNOWN = "unknown", _("nobody knows")

    CAUSES: Final[Mapping[str, Cause]] = {
        Reason.AWAY: Cause.OBJECTIVE,
        Reason.NO_PHONE: Cause.OBJECTIVE,
        Reason.NO_TIME: Cause.OBJECTIVE,
        Reason.FAMILY: Cause.OBJECTIVE,
        # The report of 2017 counts it so: the programme said what the inspector wanted, and the person left.
        Reason.NOT_OWN_WISH: Cause.OBJECTIVE,
        Reason.DECLINED: Cause.SUBJECTIVE,
        Reason.AVOIDS: Cause.SUBJECTIVE,
        Reason.UNKNOWN: Cause.UNKNOWN,
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="lost_episodes")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    last_contact_on = models.DateField(null=True, blank=True)
    declared_on = models.DateField()
    declared_by = models.UUIDField()
    cause = models.CharField(max_length=12, choices=Cause.choices)
    reason = models.CharField(max_length=16, choices=Reason.choices)
    note = models.CharField(max_length=300, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    returned_by = models.UUIDField(null=True, blank=True)
    return_note = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, str]] = {
        "id": "open",
        "person": "identity",
        "agency": "open",
        "last_contact_on": "social",
        "declared_on": "social",
        "declared_by": "open",
        "cause": "social",
        "reason": "social",
        "note": "social",
        "returned_on": "social",
        "returned_by": "open",
        "return_note": "social",
        "version": "open",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency"], condition=Q(returned_on__isnull=True), name="lost_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True) | Q(returned_on__gte=F("declared_on")),
                name="returned_after_lost",
            ),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True) | Q(returned_by__isnull=False),
                name="return_has_a_witness",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
