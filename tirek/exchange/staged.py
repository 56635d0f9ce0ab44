"""Rows of a preview together with their records, which the vault keeps until the file is written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Protocol
from uuid import UUID

from tirek.exchange.models import Import, ImportRow
from tirek.exchange.packing import unpack
from tirek.gate import vault

Outcome = ImportRow.Outcome
TO_WRITE: Final = (Outcome.NEW, Outcome.SAME, Outcome.MAYBE, Outcome.PLAIN, Outcome.CHANGED)


class RowOfFile(Protocol):
    """What a row of a preview says, whether it stands in memory or in the database."""

    @property
    def sheet(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def bits(self) -> float | None: ...
    @property
    def person_id(self) -> UUID | None: ...
    @property
    def candidates(self) -> list[dict[str, Any]]: ...
    @property
    def chunk(self) -> UUID | None: ...
    @property
    def place(self) -> int: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def identity(self) -> str: ...
    @property
    def known(self) -> UUID | None: ...


class _Kept(NamedTuple):
    """A row as it was fetched, without the weight of a model: there may be hundreds of thousands."""

    sheet: str
    key: str
    outcome: str
    bits: float | None
    person_id: UUID | None
    candidates: list[dict[str, Any]]
    chunk: UUID | None
    place: int
    fingerprint: str
    identity: str
    known: UUID | None


@dataclass(slots=True)
class Staged:
    """A row of the preview and what it says."""

    row: RowOfFile
    record: Any


def opened(rows: Iterable[RowOfFile]) -> list[Staged]:
    """Those of these rows that have records, with them; each chunk of the vault is opened once."""
    chunks: dict[UUID, list[Any]] = {}
    staged = []
    for row in rows:
        if row.chunk is None:
            continue
        if row.chunk not in chunks:
            chunks[row.chunk] = json.loads(vault.read_text(row.chunk))
        staged.append(Staged(row, unpack(row.sheet, chunks[row.chunk][row.place - 1])))
    return staged


def stored(file: Import, sheet: str) -> list[Staged]:
    """The rows of one sheet that have records, in the order of the file."""
    rows = ImportRow.objects.filter(file=file, sheet=sheet, chunk__isnull=False).order_by("id")
    return opened(_Kept(*values) for values in rows.values_list(*_Kept._fields))
