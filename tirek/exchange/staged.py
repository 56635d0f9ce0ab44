"""Rows of a preview together with their records from the vault."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from tirek.exchange.models import Import, ImportRow
from tirek.exchange.packing import unpack
from tirek.gate import vault

_BATCH: Final = 5000
Outcome = ImportRow.Outcome
TO_WRITE: Final = (Outcome.NEW, Outcome.SAME, Outcome.MAYBE, Outcome.PLAIN, Outcome.CHANGED)


@dataclass(slots=True)
class Staged:
    """A row of the preview and what it says."""

    row: ImportRow
    record: Any


def opened(rows: Sequence[ImportRow]) -> list[Staged]:
    """These rows with their records; each chunk of the vault is opened once."""
    chunks: dict[UUID, list[Any]] = {}
    staged = []
    for row in rows:
        if row.chunk is None:
            continue
        if row.chunk not in chunks:
            chunks[row.chunk] = json.loads(vault.read_text(row.chunk))
        staged.append(Staged(row, unpack(row.sheet, chunks[row.chunk][row.place - 1])))
    return staged


def batches(file: Import, sheet: str, outcomes: Iterable[str] = TO_WRITE) -> Iterator[list[Staged]]:
    """The rows of one sheet in the order of the file, some thousands at a time."""
    rows: QuerySet[ImportRow] = ImportRow.objects.filter(
        file=file, sheet=sheet, outcome__in=list(outcomes)
    ).defer("issues")
    last = 0
    while batch := list(rows.filter(id__gt=last).order_by("id")[:_BATCH]):
        yield opened(batch)
        last = batch[-1].pk


def whole_sheet(file: Import, sheet: str, outcomes: Iterable[str] = TO_WRITE) -> list[Staged]:
    """All rows of a sheet that is never long."""
    return [staged for batch in batches(file, sheet, outcomes) for staged in batch]
