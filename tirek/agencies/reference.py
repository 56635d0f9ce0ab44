"""Reference rows: what the forms offer, with a name in each of the three languages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language


class Named(models.Model):
    """A reference row with a name in three languages."""

    name_ru = models.CharField(max_length=200)
    name_kk = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """The name in the reader's language, Russian where it is missing."""
        return self.name_in(get_language() or "ru")

    def name_in(self, language: str) -> str:
        """The name in one language, Russian where it is missing."""
        return str(getattr(self, f"name_{language[:2]}", "") or self.name_ru)

    def __str__(self) -> str:
        return self.name
