"""What waits behind a pair of records, or beside it, higher up the ladder: told by whoever is connected in `config/reactions.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from uuid import UUID

from tirek.audit.actors import Actor


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Something that waits for the same kind of answer and has a page of its own to be answered on."""

    title: str
    detail: str
    address: str
    people: list[tuple[str, list[str]]] = field(default_factory=list)
    """Whom it may mean, and why, in words."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What waits beside the pairs: how much in all, the first of it, and how much of it speaks of whom."""

    total: int = 0
    lines: list[WaitingLine] = field(default_factory=list)
    behind: Counter[UUID] = field(default_factory=Counter)


Reader = Callable[[Actor], Beside]
_READERS: list[Reader] = []


def read_also(reader: Reader) -> None:
    """Show what this reader finds beside the pairs."""
    if reader not in _READERS:
        _READERS.append(reader)


def beside(by: Actor) -> Beside:
    """Everything that waits beside the pairs for this worker."""
    found = [reader(by) for reader in _READERS]
    behind: Counter[UUID] = Counter()
    for one in found:
        behind.update(one.behind)
    return Beside(sum(one.total for one in found), [line for one in found for line in one.lines], behind)


def waiting_behind(people: Collection[UUID], beside: Beside) -> int:
    """How many of those lines speak of one of these people."""
    return sum(beside.behind[person] for person in people)
