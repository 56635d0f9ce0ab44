"""Whose wish a need or a service is: half of the referrals of 2017 that came to nothing were not the person's own wish."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class WishOf(models.TextChoices):
    """Whose wish it was."""

    PERSON = "person", _("the person")
    OFFICER = "officer", _("the probation officer")
    AGENCY = "agency", _("our agency")
