"""What writing one file needs to know: the file, the actor, the grant, and the words of reference rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar
from uuid import UUID

from django.utils import timezone

from tirek.audit.actors import Actor
from tirek.audit.inserting import insert_many
from tirek.exchange.models import Import, ImportRow, SourceRow
from tirek.exchange.staged import RowOfFile, Staged
from tirek.exchange.words import Words
from tirek.exchange.writing.loop import Loop
from tirek.grants.models import Grant


class _Remembered(NamedTuple):
    """A row of SourceRow."""

    sheet: str
    key: str
    fingerprint: str
    identity: str
    person_id: UUID | None
    target_id: UUID | None
    registered: bool


_SLICE: Final = 10_000
Row = TypeVar("Row")


def _remembered(row: RowOfFile, target_id: UUID | None) -> _Remembered:
    is_new = row.outcome == ImportRow.Outcome.NEW
    return _Remembered(row.sheet, row.key, row.fingerprint, row.identity, row.person_id, target_id, is_new)


@dataclass(slots=True)
class Writing:
    """One file on its way into the domains."""

    file: Import
    by: Actor
    grant: Grant | None
    words: Words
    tell: Callable[[int], None] = lambda rows: None
    seen: set[tuple[UUID, str]] = field(default_factory=set)
    """Spellings already put to their people by this file: (person, identity)."""
    now_known: dict[UUID, SourceRow] = field(default_factory=dict)
    """Earlier rows that the file corrects, by id."""
    loop: Loop = field(default_factory=Loop)
    """What has to be told of needs and referrals when the rows are written."""

    @property
    def project(self) -> UUID:
        """The project part of a row's identity."""
        return self.grant.pk if self.grant is not None else self.file.agency_id

    def load_known(self, staged: list[Staged]) -> None:
        """Fetch the earlier rows that these correct."""
        self.now_known = SourceRow.objects.in_bulk([one.row.known for one in staged if one.row.known])

    def target_of(self, staged: Staged) -> UUID | None:
        """The record an earlier import made of this row."""
        known = self.now_known.get(staged.row.known) if staged.row.known else None
        return known.target_id if known is not None else None

    def remember(self, kind: str, written: Sequence[tuple[Staged, UUID | None]]) -> None:
        """Keep which row of the file made which record, so that the same file again changes nothing."""
        fresh: list[_Remembered] = []
        corrected = []
        for staged, target_id in written:
            row = staged.row
            known = self.now_known.get(row.known) if row.known else None
            if known is None:
                fresh.append(_remembered(row, target_id))
                continue
            corrected.append(known)
            known.fingerprint, known.identity = row.fingerprint, row.identity
            known.person_id, known.target_id = row.person_id, target_id
            known.registered = known.registered or row.outcome == ImportRow.Outcome.NEW
            known.file, known.kept_at, known.struck_at = self.file.pk, None, None
        same = {"project": self.project, "target_kind": kind, "file": self.file.pk}
        insert_many(fresh, into=SourceRow, same=same)
        SourceRow.objects.bulk_update(
            corrected,
            [
                "fingerprint",
                "identity",
                "person_id",
                "target_id",
                "registered",
                "file",
                "kept_at",
                "struck_at",
            ],
            batch_size=500,
        )
        self.tell(len(written))

    def supersede(self, staged: list[Staged]) -> None:
        """A corrected row that still waited for a decision waits no longer in its old form."""
        keys = [one.row.key for one in staged if one.row.known and self.target_of(one) is None]
        if keys:
            ImportRow.objects.filter(
                file__agency_id=self.file.agency_id,
                sheet=staged[0].row.sheet,
                key__in=keys,
                outcome=ImportRow.Outcome.MAYBE,
                settled_at__isnull=True,
            ).exclude(file=self.file).update(settled_at=timezone.now(), settled_by=self.by.id)


def slices(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """A long sheet in pieces, so that the database works on one while the next is made ready."""
    for start in range(0, len(rows), _SLICE):
        yield rows[start : start + _SLICE]
