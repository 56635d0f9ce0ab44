"""The actor of a write: a member of staff, or the installation itself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and for which agency. Ids only: the journal holds no names."""

    id: UUID
    agency_id: UUID | None = None
    roles: frozenset[str] = frozenset()
    categories: frozenset[int] = frozenset()
    """The categories of person data that the worker's roles may see at all; permits narrow them person by person."""


MACHINE = Actor(id=UUID(int=0))
"""The installation itself: set-up and periodic jobs that nobody started."""
