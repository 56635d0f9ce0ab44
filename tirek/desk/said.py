"""What sources say of a person, value by value: what is shown, in how many sources it stands so, and where others differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tirek.people.beside import Before, HeldPaper
from tirek.people.models import MatchDecision, NameKind, Person, Sex
from tirek.people.queries import Spelling
from tirek.people.stating import BIRTH, NAME, SEX
from tirek.people.wording import reasons_in_words, source_in_words
from tirek.ui.formats import NOTHING, short_date

_SHOW: Final[dict[str, str | Promise]] = {
    NAME: _("Show this name"),
    BIRTH: _("Show this birth date"),
    SEX: _("Show this sex"),
}
LABELS: Final[dict[str, str | Promise]] = {NAME: _("Name"), BIRTH: _("Birth date"), SEX: _("Sex")}


@dataclass(frozen=True, slots=True)
class Written:
    """How a source wrote the person, and why that was taken for this person, in words."""

    person: Person
    spelling: Spelling
    source: str
    outcome: str
    reasons: list[str]

    @property
    def kind(self) -> str:
        """What the name is, where it is not simply the name now."""
        kind = self.spelling.name_kind
        return "" if kind == NameKind.CURRENT else str(NameKind(kind).label)

    @property
    def born(self) -> str:
        """The birth date or year that this source told."""
        return "" if self.spelling.is_name_only else _born(self.spelling)

    @property
    def sex(self) -> str:
        """The sex that this source told."""
        said = self.spelling
        return "" if said.is_name_only or not said.sex else str(Sex(said.sex).label)

    @property
    def is_named_otherwise(self) -> bool:
        """Whether the name has a word that the one shown has not; fewer words, or another order, tell nothing else."""
        return not _words(self.spelling.name) <= _words(self.person.name)

    @property
    def is_born_otherwise(self) -> bool:
        """Whether the birth date contradicts the one that is shown; a year alone agrees with a date of that year."""
        said, shown = self.spelling, self.person
        if said.birth_on is None or shown.birth_on is None:
            return said.birth_year != shown.birth_year
        return said.birth_on != shown.birth_on

    @property
    def may_be_shown(self) -> list[tuple[str, str | Promise]]:
        """What of this could be shown instead of what is shown now, with the words of its button."""
        said, shown = self.spelling, self.person
        differs = {
            NAME: self.is_named_otherwise,
            BIRTH: bool(self.born)
            and (self.is_born_otherwise or (shown.birth_on is None and said.birth_on is not None)),
            SEX: bool(self.sex) and said.sex != shown.sex,
        }
        return [(code, _SHOW[code]) for code, is_other in differs.items() if is_other]


@dataclass(slots=True)
class Value:
    """One value and the sources in which it stands."""

    text: str
    kind: str
    sources: list[Written] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing known of a person: the value that is shown, how many sources have it, and the other values."""

    code: str
    label: str | Promise
    shown: str
    agreeing: int
    others: list[Value]


def written_of(person: Person, spelling: Spelling, papers: Mapping[UUID | None, HeldPaper]) -> Written:
    """A source in words; of a paper, which one."""
    outcomes = dict(MatchDecision.Outcome.choices)
    paper = papers.get(spelling.id)
    source = paper.kind if paper is not None else source_in_words(spelling.source)
    return Written(
        person=person,
        spelling=spelling,
        source=", ".join(part for part in (source, spelling.told_by) if part),
        outcome=str(outcomes.get(spelling.outcome, spelling.outcome)),
        reasons=reasons_in_words(spelling.reasons),
    )


def said_of(person: Person, written: Sequence[Written]) -> list[Said]:
    """Name, birth and sex: each with the sources that agree with what is shown, and with those that do not."""
    told = [one for one in written if not one.spelling.is_name_only]
    sex = str(Sex(person.sex).label) if person.sex else ""
    return [
        _said(NAME, person.name, written, _named_beside, lambda one: one.kind),
        _said(BIRTH, _born(person), told, _born_beside),
        _said(SEX, sex, told, lambda one: one.sex),
    ]


def _said(
    code: str,
    shown: str,
    written: Iterable[Written],
    read: Callable[[Written], str],
    kind: Callable[[Written], str] = lambda _one: "",
) -> Said:
    agreeing = 0
    others: dict[tuple[str, str], Value] = {}
    for one in written:
        text = read(one)
        if text and text == shown:
            agreeing += 1
        elif text:
            key = text, kind(one)
            others.setdefault(key, Value(*key)).sources.append(one)
    return Said(code, LABELS[code], shown or NOTHING, agreeing, list(others.values()))


def _words(name: str) -> set[str]:
    return set(name.casefold().split())


def _named_beside(one: Written) -> str:
    return one.spelling.name if one.is_named_otherwise else one.person.name


def _born_beside(one: Written) -> str:
    return one.born if not one.born or one.is_born_otherwise else _born(one.person)


def _born(said: Person | Spelling) -> str:
    return short_date(said.birth_on) if said.birth_on else str(said.birth_year or "")


@dataclass(frozen=True, slots=True)
class Change:
    """What was shown until somebody changed it."""

    before: Before
    lines: list[tuple[str | Promise, str]]


def changes_of(person: Person, before: Sequence[Before]) -> list[Change]:
    """What the register showed before, the latest first: only what differs from what followed."""
    found = []
    now: Person | Before = person
    for one in before:
        pairs = (
            (LABELS[NAME], one.name, now.name),
            (LABELS[BIRTH], _born_before(one), _born_before(now)),
            (LABELS[SEX], one.sex, now.sex),
        )
        lines = [(label, _in_words(was)) for label, was, is_now in pairs if was != is_now]
        if lines:
            found.append(Change(one, lines))
        now = one
    return found


def _born_before(one: Person | Before) -> str:
    return short_date(one.birth_on) if one.birth_on else str(one.birth_year or "")


def _in_words(text: str) -> str:
    return str(Sex(text).label) if text in Sex.values else text or NOTHING
