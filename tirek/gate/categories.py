"""The categories into which person data is split; each table belongs to one, and a permit speaks of one."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.IntegerChoices):
    """What kind of thing is known of a person (design of access: one table answers who sees what)."""

    IDENTITY = 1, _("identity")
    CONTACT = 2, _("contacts")
    SOCIAL = 3, _("needs, plan and services")
    JUSTICE = 4, _("sentence and supervision")
    HEALTH = 5, _("health")
    PRIVATE = 6, _("a specialist's notes")


OWN: Final = (Category.IDENTITY, Category.CONTACT, Category.SOCIAL, Category.JUSTICE)
"""What the agency that registered a person sees without asking: health never, a specialist's notes only their author."""
ALL: Final = frozenset(Category.values)
