"""Rows of a preview as the pages show them: names come from the vault and the register, for this page only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from tirek.exchange.messages import column_label, what_is_wrong
from tirek.exchange.models import STRIKABLE, ImportRow, SourceRow
from tirek.exchange.rows.person import WrittenPerson
from tirek.exchange.sheets import OF_PEOPLE
from tirek.exchange.staged import opened
from tirek.gate import vault
from tirek.people.models import Person
from tirek.people.queries import masked_iin
from tirek.people.wording import reasons_in_words
from tirek.ui import formats

Outcome = ImportRow.Outcome
# icons: user-plus user-check help alert-circle plus equal pencil ghost check
LOOKS: Final = {
    Outcome.NEW: ("info", "user-plus"),
    Outcome.SAME: ("ok", "user-check"),
    Outcome.MAYBE: ("warn", "help"),
    Outcome.ERROR: ("bad", "alert-circle"),
    Outcome.PLAIN: ("info", "plus"),
    Outcome.UNCHANGED: ("", "equal"),
    Outcome.CHANGED: ("ok", "pencil"),
    Outcome.VANISHED: ("warn", "ghost"),
}


@dataclass(slots=True)
class Shown:
    """One row of the preview, ready for the page."""

    row: ImportRow
    title: str = ""
    detail: str = ""
    why: list[str] = field(default_factory=list)
    issues: list[tuple[str, str]] = field(default_factory=list)
    people: list[tuple[Person, float, list[str]]] = field(default_factory=list)
    may_be_struck: bool = False
    is_struck: bool = False

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return LOOKS[Outcome(self.row.outcome)][0]

    @property
    def icon(self) -> str:
        """The picture of its state."""
        return LOOKS[Outcome(self.row.outcome)][1]

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to say who the row means."""
        row = self.row
        return row.outcome == Outcome.MAYBE and row.settled_at is None and row.person_id is None


def show(rows: Sequence[ImportRow]) -> list[Shown]:
    """These rows with names, reasons and what is wrong with them."""
    held = [row for row in rows if row.chunk is not None]
    records = {row.pk: one.record for row, one in zip(held, opened(held), strict=True)}
    people = _people(rows)
    gone = _gone(rows)
    shown = []
    for row in rows:
        one = Shown(row, issues=[(issue["severity"], _issue(row, issue)) for issue in row.issues])
        record = records.get(row.pk)
        if record is not None:
            one.title, one.detail = _title(row.sheet, record)
        _put_people(one, people)
        if row.known in gone:
            one.may_be_struck, one.is_struck = gone[row.known]
        shown.append(one)
    return shown


def _gone(rows: Iterable[ImportRow]) -> dict[UUID | None, tuple[bool, bool]]:
    """Of rows that are no longer in the file: whether they may be struck out, and whether they were."""
    known = [row.known for row in rows if row.outcome == Outcome.VANISHED and row.known is not None]
    return {
        source.pk: (
            source.target_kind in STRIKABLE and source.target_id is not None,
            source.struck_at is not None,
        )
        for source in SourceRow.objects.filter(pk__in=known)
    }


def _issue(row: ImportRow, issue: dict[str, Any]) -> str:
    if not issue.get("column"):
        return what_is_wrong(issue)
    column = column_label(issue["column"], row.sheet)
    return _("column «%(column)s»: %(what)s") % {"column": column, "what": what_is_wrong(issue)}


def _people(rows: Iterable[ImportRow]) -> dict[UUID, Person]:
    ids = {row.person_id for row in rows if row.person_id}
    ids |= {UUID(candidate["person"]) for row in rows for candidate in row.candidates}
    return Person.objects.select_related("canonical").in_bulk(list(ids))


def _put_people(one: Shown, people: dict[UUID, Person]) -> None:
    """Whom the row was put to or may mean; somebody planned in the same file is in the register only later."""
    for candidate in one.row.candidates:
        person = people.get(UUID(candidate["person"]))
        if person is not None:
            one.people.append(
                (person.canonical or person, candidate["bits"], reasons_in_words(candidate["reasons"]))
            )
    mine = people.get(one.row.person_id) if one.row.person_id else None
    if mine is not None and not one.title:
        one.title = (mine.canonical or mine).name
    if one.row.outcome == Outcome.SAME and one.row.candidates:
        one.why = reasons_in_words(one.row.candidates[0]["reasons"])


def _title(sheet: str, record: Any) -> tuple[str, str]:
    """The words by which a person knows the row again."""
    match sheet:
        case "applications":
            return record.person.name, born(record.person)
        case "services":
            when = formats.short_date(record.happened_on) if record.happened_on else ""
            return record.person.name, " · ".join(
                part for part in (born(record.person), when, record.kind) if part
            )
        case "events":
            return record.form_name, record.topic
        case "participants":
            name = record.name or _("without a name")
            return name, _("event № %(number)s") % {"number": record.event}
        case "recipients":
            return record.organisation, record.material
        case "plan":
            return record.label, str(record.planned)
        case "declared":
            return record.label, str(record.declared)
        case "budget":
            return record.article, f"{record.planned} → {record.spent} ₸"
        case _:
            return record.value, ""


def born(written: WrittenPerson) -> str:
    """The birth date of a row, or its year."""
    if written.birth_on:
        return formats.short_date(written.birth_on)
    return str(written.birth_year or "")


@dataclass(frozen=True, slots=True)
class Compared:
    """One fact of the file beside the same fact of the register."""

    label: str
    theirs: str
    is_same: bool


@dataclass(slots=True)
class Candidate:
    """Somebody the row may mean, fact by fact."""

    person: Person
    bits: float
    reasons: list[str]
    facts: list[Compared]


def written_of(shown: Shown) -> WrittenPerson | None:
    """What the waiting row says of its person."""
    if shown.row.sheet not in OF_PEOPLE:
        return None
    staged = opened([shown.row])
    return staged[0].record.person if staged else None


def candidates(shown: Shown, written: WrittenPerson) -> list[Candidate]:
    """Everybody the row may mean, side by side with what it says."""
    iins = vault.person_values([person.pk for person, _bits, _why in shown.people], vault.IIN)
    found = []
    for person, bits, reasons in shown.people:
        theirs = formats.short_date(person.birth_on) if person.birth_on else str(person.birth_year or "")
        iin = (iins.get(person.pk) or [""])[0]
        facts = [
            Compared(_("Name"), person.name, person.name.casefold() == written.name.casefold()),
            Compared(_("Born"), theirs or "—", bool(theirs) and theirs == born(written)),
            Compared(_("IIN"), masked_iin(iin) or "—", bool(iin) and iin == written.iin),
        ]
        found.append(Candidate(person, bits, reasons, facts))
    return found
