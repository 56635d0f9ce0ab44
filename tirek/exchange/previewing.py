"""The preview: for each row of a file, what would be done with it, kept as references and codes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from tirek.audit.inserting import insert_many
from tirek.audit.overlapping import overlapping
from tirek.exchange.issues import Issue, Problem
from tirek.exchange.known import Known, KnownRows
from tirek.exchange.marks import key_text
from tirek.exchange.meeting import Answer, People
from tirek.exchange.models import Import, ImportRow
from tirek.exchange.projects import ProjectOfFile
from tirek.exchange.reading import Reading, ReadRow, key_of
from tirek.exchange.sheets import OF_PEOPLE
from tirek.exchange.staged import Staged
from tirek.exchange.words import Matter, Words
from tirek.gate import vault
from tirek.linkage import Subject
from tirek.people.pairing import are_kept_apart

CHUNK: Final = 500
_FLUSH: Final = 5000
Outcome = ImportRow.Outcome


@dataclass(slots=True, kw_only=True)
class PreviewRow:
    """A row of the preview before it is written: what ImportRow keeps, without the weight of a model."""

    file_id: UUID
    sheet: str
    sheet_title: str
    row_number: int = 0
    key: str
    outcome: str
    bits: float | None = None
    person_id: UUID | None = None
    candidates: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    chunk: UUID | None = None
    place: int = 0
    fingerprint: str = ""
    identity: str = ""
    known: UUID | None = None
    settled_at: datetime | None = None
    settled_by: UUID | None = None


class Preview:
    """One file's rows on their way into the preview."""

    def __init__(
        self, file: Import, reading: Reading, project: ProjectOfFile, subjects: Mapping[str, Subject]
    ) -> None:
        self._subjects = subjects
        self.file, self.reading = file, reading
        self.words = Words(file.agency_id)
        self.counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.known = KnownRows(project.key, reading.sheets)
        self._events = project.event_numbers() | {
            row.record.number for row in reading.rows if row.sheet == "events" and not row.is_error
        }
        self._events_in_error = {
            row.record.number for row in reading.rows if row.sheet == "events" and row.is_error
        }
        self._people: People | None = None
        for row in reading.rows:
            self._blame_words(row)
        self.errors = sum(row.is_error for row in reading.rows)
        """How many rows cannot go in."""

    @property
    def is_cut(self) -> bool:
        """Whether not everybody of a common name was compared; known once the rows are read."""
        return self._people is not None and self._people.is_cut

    def rows(self) -> Iterator[tuple[PreviewRow, ReadRow | None]]:
        """Each row of the preview, with what was read where that can go in; those gone from the file last."""
        met = self._met(self._keys())
        self._people = People(
            {
                row.identity: self._subjects[row.identity]
                for row, _, known in met
                if row.identity and not row.is_error and _must_be_asked(known, row)
            },
            takes_best=self.file.settle == Import.Settle.BEST,
        )
        for row, key, known in met:
            kept = self._row(row, key, known)
            yield kept, None if kept.outcome == Outcome.ERROR else row
        titles = {row.sheet: row.title for row in self.reading.rows}
        for sheet, key, known in self.known.vanished():
            yield self._vanished(sheet, titles.get(sheet, ""), key, known), None

    def _blame_words(self, row: ReadRow) -> None:
        """Unknown words are warnings: they never keep a row out."""
        record = row.record
        if row.sheet == "services":
            if record.kind and not self.words.knows(Matter.KIND, record.kind):
                row.issues.append(Issue("kind_unknown", "kind"))
            if record.reason:
                self.words.knows(Matter.REFUSAL, record.reason)
        elif row.sheet == "applications":
            if record.entered is False and record.reason:
                self.words.knows(Matter.ENTRY, record.reason)
            self._blame_status(row)
        elif row.sheet == "participants":
            if record.event is not None and record.event not in self._events:
                left_out = record.event in self._events_in_error
                row.issues.append(Issue("event_left_out" if left_out else "event_unknown", "event"))
            self._blame_status(row)

    def _blame_status(self, row: ReadRow) -> None:
        text = row.record.social_status
        if text and not self.words.knows(Matter.STATUS, text):
            row.issues.append(Issue("status_unknown", "social_status"))

    def _keys(self) -> list[str]:
        """The key of every row, in their order."""
        keys: list[str] = []
        anonymous: list[int] = []
        for row in self.reading.rows:
            key = key_of(row)
            if key is None and row.record.event is not None:
                anonymous.append(len(keys))
            keys.append(key_text(key) if key else "")
        rows = [self.reading.rows[place] for place in anonymous]
        names = self.known.name_anonymous(
            "participants", [(row.record.event, row.fingerprint) for row in rows]
        )
        for place, name in zip(anonymous, names, strict=True):
            keys[place] = name
        return keys

    def _met(self, keys: Sequence[str]) -> list[tuple[ReadRow, str, Known | None]]:
        """The rows with their keys and what earlier imports left of them."""
        return [
            (row, key, self.known.meet(row.sheet, key) if key else None)
            for row, key in zip(self.reading.rows, keys, strict=True)
        ]

    def _row(self, row: ReadRow, key: str, known: Known | None) -> PreviewRow:
        identity = "" if row.is_error else row.identity
        kept = PreviewRow(
            file_id=self.file.pk,
            sheet=row.sheet,
            sheet_title=row.title,
            row_number=row.row,
            key=key,
            outcome=Outcome.PLAIN,
            issues=[issue.as_json() for issue in row.issues],
            fingerprint=row.fingerprint,
            identity=identity,
            known=known.id if known else None,
        )
        if row.is_error:
            kept.outcome = Outcome.ERROR
        elif known is not None and known.is_unchanged(row.fingerprint):
            kept.outcome, kept.person_id = Outcome.UNCHANGED, known.person_id
        elif identity:
            self._meet(kept, identity, known)
        elif known is not None:
            kept.outcome = Outcome.CHANGED
        self.counts[row.sheet][kept.outcome] += 1
        return kept

    def _meet(self, kept: PreviewRow, identity: str, known: Known | None) -> None:
        """Ask who the row means; a corrected row keeps its person unless it now clearly speaks of another."""
        if known is not None and known.person_id is not None and known.identity == identity:
            kept.outcome, kept.person_id = Outcome.CHANGED, known.person_id
            return
        assert self._people is not None
        has_person = known is not None and known.person_id is not None
        answer = self._people.meet(identity, plans=not has_person)
        if known is not None and known.person_id is not None:
            self._meet_again(kept, answer, known.person_id)
            return
        kept.outcome, kept.person_id = Outcome(answer.outcome), answer.person_id
        if answer.elsewhere:
            kept.issues.append(Issue("exists_elsewhere", "name").as_json())
        kept.bits, kept.candidates = answer.bits, answer.candidates

    def _meet_again(self, kept: PreviewRow, answer: Answer, person_id: UUID) -> None:
        offered = [one for one in answer.candidates if not are_kept_apart(person_id, UUID(one["person"]))]
        if len(offered) < len(answer.candidates) and not offered:
            kept.outcome, kept.person_id = Outcome.CHANGED, person_id
            return
        likely = {candidate["person"]: candidate for candidate in offered}
        mine = likely.get(str(person_id))
        if mine is not None:
            kept.outcome, kept.person_id, kept.bits = Outcome.CHANGED, person_id, mine["bits"]
            kept.candidates = [mine]
            return
        takes_best = self.file.settle == Import.Settle.BEST
        kept.issues.append(Issue("person_changed", "name").as_json())
        kept.outcome, kept.bits = Outcome.MAYBE, answer.bits
        kept.candidates = [{"person": str(person_id), "bits": 0.0, "reasons": []}, *offered]
        is_offered = str(answer.person_id) in likely
        kept.person_id = answer.person_id if takes_best and answer.outcome == "same" and is_offered else None
        if takes_best and kept.person_id is None:
            kept.person_id = person_id

    def _vanished(self, sheet: str, title: str, key: str, known: Known) -> PreviewRow:
        self.counts[sheet][Outcome.VANISHED] += 1
        return PreviewRow(
            file_id=self.file.pk,
            sheet=sheet,
            sheet_title=title,
            key=key,
            outcome=Outcome.VANISHED,
            person_id=known.person_id,
            known=known.id,
        )


def _must_be_asked(known: Known | None, row: ReadRow) -> bool:
    """Whether a row's person is not told by an earlier import already."""
    if known is None:
        return True
    if known.is_unchanged(row.fingerprint):
        return False
    return known.person_id is None or known.identity != row.identity


HandOn = Callable[[Sequence[Staged]], None]


def keep_rows(preview: Preview, tell: Callable[[int], None], hand_on: HandOn | None = None) -> None:
    """Write the preview's rows: records into the vault in chunks, outcomes beside references to them.

    Where the records are handed on, only those are kept that will wait for somebody's decision.
    """
    with transaction.atomic(), overlapping():
        _keep_rows(preview, tell, hand_on)


def _keep_rows(preview: Preview, tell: Callable[[int], None], hand_on: HandOn | None) -> None:
    waiting: list[PreviewRow] = []
    staged: list[Staged] = []
    packed: list[str] = []
    sealed: list[Any] = []
    written = 0

    def close_chunk() -> None:
        if not packed:
            return
        value = vault.build(vault.SOURCE_ROWS, f"[{','.join(packed)}]")
        sealed.append(value)
        for row in waiting:
            if row.chunk is None and row.place:
                row.chunk = value.id
        packed.clear()

    def flush() -> None:
        nonlocal written
        close_chunk()
        vault.put_many(sealed)
        insert_many(waiting, into=ImportRow)
        if hand_on is not None:
            hand_on(staged)
        written += len(waiting)
        waiting.clear()
        staged.clear()
        sealed.clear()
        tell(written)

    for row, read in preview.rows():
        waiting.append(row)
        if read is not None and hand_on is not None:
            staged.append(Staged(row, read.record))
        if read is not None and (hand_on is None or _will_wait(row)):
            packed.append(read.packed)
            row.place = len(packed)
            if len(packed) == CHUNK:
                close_chunk()
        if len(waiting) >= _FLUSH:
            flush()
    flush()


def _will_wait(row: PreviewRow) -> bool:
    """Whether somebody has to say who the row means after the file is written."""
    return row.outcome == Outcome.MAYBE and row.person_id is None


def missing_project(reading: Reading, project: ProjectOfFile) -> list[Problem]:
    """Sheets that belong to a project need one."""
    needy = reading.sheets - {"project", *OF_PEOPLE}
    if project.is_incomplete:
        return [Problem("project_incomplete")]
    if needy and project.is_missing:
        return [Problem("no_project")]
    return []
