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
    former: set[UUID] = field(default_factory=set)
    """Whom corrected rows spoke of before."""
    lines: list[UUID] = field(default_factory=list)
    """Of the journal of services."""
    senders: dict[UUID, UUID] = field(default_factory=dict)
    """The agency that an application names as the one that sent the person."""

    def close(self, by: Actor) -> None:
        """Make needs and referrals say what the journal says now; the needs first, for referrals name them."""
        people = self.people | self.former
        if people:
            needed.note_needs(people=people, by=by)
            telling.tell(people=people, lines=self.lines, senders=self.senders, by=by)

    def put_off(self, by: Actor) -> None:
        """Leave everything to be told later but of those whom no row of the file speaks of any more."""
        Loop(people=self.former - self.people).close(by)
