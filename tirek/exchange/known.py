"""What earlier imports left of each row: whether it is unchanged, changed, new, or gone from the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tirek.exchange.models import SourceRow

ANONYMOUS: Final = "#"


@dataclass(frozen=True, slots=True)
class Known:
    """A row of an earlier import, without its values."""

    id: UUID
    fingerprint: str
    identity: str
    target_id: UUID | None
    person_id: UUID | None
    kept: bool
    struck: bool

    def is_unchanged(self, fingerprint: str) -> bool:
        """Whether the record stands as this row says; one that was struck out does not stand."""
        return self.fingerprint == fingerprint and not self.struck


class KnownRows:
    """Every row that earlier imports of the project took in, by sheet and key."""

    def __init__(self, project: UUID | None, sheets: Iterable[str]) -> None:
        self._rows: dict[tuple[str, str], Known] = {}
        self._met: set[tuple[str, str]] = set()
        if project is not None:
            found = SourceRow.objects.filter(project=project, sheet__in=list(sheets)).values_list(
                "sheet",
                "key",
                "id",
                "fingerprint",
                "identity",
                "target_id",
                "person_id",
                "kept_at",
                "struck_at",
            )
            for sheet, key, row, print_, identity, target, person, kept_at, struck_at in found.iterator(
                chunk_size=5000
            ):
                self._rows[sheet, key] = Known(
                    row, print_, identity, target, person, kept_at is not None, struck_at is not None
                )

    def meet(self, sheet: str, key: str) -> Known | None:
        """The earlier row with this identity; the file still has it."""
        self._met.add((sheet, key))
        return self._rows.get((sheet, key))

    def vanished(self) -> list[tuple[str, str, Known]]:
        """Rows that the file no longer has and nobody was asked about yet."""
        return [
            (sheet, key, known)
            for (sheet, key), known in self._rows.items()
            if (sheet, key) not in self._met and not (known.kept or known.struck)
        ]

    def name_anonymous(self, sheet: str, rows: list[tuple[int, str]]) -> list[str]:
        """Keys for rows nobody can tell apart: (event, fingerprint) of each, in the order of the file.

        What an earlier import left is first found by what it says; what is left over on both sides is a correction,
        paired in order; the rest is new.
        """
        left: defaultdict[int, list[tuple[int, str, str]]] = defaultdict(list)
        highest: defaultdict[int, int] = defaultdict(int)
        for (known_sheet, key), known in self._rows.items():
            if known_sheet == sheet and key.startswith(ANONYMOUS):
                event, number = (int(part) for part in key[1:].split(":"))
                left[event].append((number, key, known.fingerprint))
                highest[event] = max(highest[event], number)
        alike: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for event, entries in left.items():
            for _, key, fingerprint in sorted(entries, reverse=True):
                alike[event, fingerprint].append(key)
        keys = [alike[row].pop() if alike.get(row) else "" for row in rows]
        spare = {event: sorted(entries, reverse=True) for event, entries in left.items()}
        taken = set(keys)
        for place, (event, _) in enumerate(rows):
            if keys[place]:
                continue
            waiting = spare.get(event, [])
            while waiting and waiting[-1][1] in taken:
                waiting.pop()
            if waiting:
                keys[place] = waiting.pop()[1]
            else:
                highest[event] += 1
                keys[place] = f"{ANONYMOUS}{event}:{highest[event]}"
        return keys
