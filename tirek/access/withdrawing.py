"""Before a withdrawal: which consents stand as far as the reader may know, and who would lose sight of what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from tirek.access.models import Purpose
from tirek.access.queries import in_words
from tirek.agencies.models import Agency


@dataclass(frozen=True, slots=True)
class Standing:
    """A consent that stands, with what its receiver sees no longer without it, and without any consent."""

    id: UUID
    receiver: str
    categories: list[int]
    purpose: str
    starts_on: date
    ends_on: date
    lost: list[int]
    lost_with_all: list[int]

    @property
    def what(self) -> list[str]:
        """The categories in words."""
        return in_words(self.categories)

    @property
    def purpose_words(self) -> str:
        """The purpose in words."""
        return str(Purpose(self.purpose).label)

    @property
    def loses(self) -> list[str]:
        """What is lost by this withdrawal alone, in words."""
        return in_words(self.lost)

    @property
    def loses_with_all(self) -> list[str]:
        """What is lost when everything is withdrawn, in words."""
        return in_words(self.lost_with_all)


def standing_of(person_id: UUID) -> list[Standing]:
    """The standing consents of a person; of health only to its own two agencies, to others only what their roles cover."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM authz.standing_consents(%s)", [person_id])
        rows = cursor.fetchall()
    names = dict(Agency.objects.filter(pk__in={row[1] for row in rows}).values_list("id", "name"))
    return [Standing(row[0], names.get(row[1], ""), *row[2:]) for row in rows]
