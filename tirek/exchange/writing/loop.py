"""What rows of a workbook say of needs and of referrals, told when all of them are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from tirek.audit.actors import Actor
from tirek.referrals import telling
from tirek.services import needed


@dataclass(slots=True)
class Loop:
    """Whom and what the written rows speak of."""

    people: set[UUID] = field(default_factory=set)
    lines: list[UUID] = field(default_factory=list)
    """Of the journal of services."""
    senders: dict[UUID, UUID] = field(default_factory=dict)
    """The agency that an application names as the one that sent the person."""

    def close(self, by: Actor) -> None:
        """Make needs and referrals say what the journal says now; the needs first, for referrals name them."""
        if self.people:
            needed.note_needs(people=self.people, by=by)
            telling.tell(people=self.people, lines=self.lines, senders=self.senders, by=by)
