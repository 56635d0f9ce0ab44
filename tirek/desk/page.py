"""Everything the page of one person shows, read by a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils import timezone

from tirek.access.queries import Bar, bar_of
from tirek.cases.history import Asked, applications_of
from tirek.cases.plan_history import Planned, planned_of
from tirek.desk import timeline
from tirek.desk.said import Said, Written, said_of, written_of
from tirek.desk.tags import Tag, tags_of
from tirek.desk.timeline_of_work import of_contacts, of_episodes, of_plans
from tirek.gate import vault
from tirek.gate.fetching import fetch_together
from tirek.people import queries as people
from tirek.people.beside import HeldPaper, papers_of
from tirek.people.models import Person
from tirek.people.papers import masked_number
from tirek.people.queries import Spelling
from tirek.people.wording import source_in_words
from tirek.referrals.mentions import Mention, referrals_of
from tirek.services.history import Told, history_of
from tirek.visits.history import Lost, Tried, contacts_of, episodes_of

CATEGORY_ICONS: Final = {
    "material": "package",
    "medical": "stethoscope",
    "documents": "id",
    "education": "school",
    "legal": "scale",
    "psychological": "message-circle",
    "leisure": "ball-football",
    "other": "heart-handshake",
}
# icons: package stethoscope id school scale message-circle ball-football heart-handshake


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of help given: how many sessions, when, by whom, whose wish."""

    kind: str
    icon: str
    sessions: int
    first_on: date
    last_on: date
    providers: list[str]
    wishes: list[str]


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """An identity paper; its number in clear is for an extract by law only."""

    paper: HeldPaper
    number: str
    masked: str
    source: str
    has_expired: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person, put together."""

    person: Person
    age: int | None
    place: str
    iin: str
    masked_iin: str
    phones: list[str]
    tags: list[Tag]
    applications: list[Asked]
    kinds: list[KindRow]
    not_given: list[Told]
    unmet: list[Told]
    happenings: list[timeline.Happening]
    spellings: list[Written]
    said: list[Said]
    papers: list[ShownPaper]
    access: Bar
    referrals: list[Mention]

    @property
    def undecided(self) -> Asked | None:
        """The application that waits for a decision."""
        return next((one for one in self.applications if one.decision is None), None)

    @property
    def given(self) -> int:
        """How many services were given: one person and one kind is one service."""
        return len(self.kinds)

    @property
    def sessions(self) -> int:
        """How many times something was given."""
        return sum(row.sessions for row in self.kinds)


@dataclass(frozen=True, slots=True)
class _Read:
    """All that is recorded of one person, from one journey to the database."""

    applications: list[Asked]
    lines: list[Told]
    sealed: people.Reached
    spellings: list[Spelling]
    papers: list[HeldPaper]
    numbers: dict[UUID, str]
    access: Bar
    paired: list[people.Paired]
    referrals: list[Mention]
    planned: list[Planned]
    tried: list[Tried]
    lost: list[Lost]


def _read(person_id: UUID, ids: Sequence[UUID]) -> _Read:
    """In the order of the fields."""
    return _Read(
        *fetch_together(
            applications_of(ids),
            history_of(ids),
            people.reached(ids),
            people.spellings_of(ids),
            papers_of(ids),
            vault.texts_of(ids, vault.DOCUMENT),
            bar_of(person_id),
            people.paired(ids),
            referrals_of(ids),
            planned_of(ids),
            contacts_of(ids),
            episodes_of(ids),
        )
    )


def page_of(one: people.Opened) -> PersonPage:
    """Read the page of a canonical person."""
    person, today = one.person, timezone.localdate()
    read = _read(person.id, one.ids)
    by_record = {paper.record_id: paper for paper in read.papers}
    written = [written_of(person, spelling, by_record) for spelling in read.spellings]
    standing = [line for line in read.lines if line.struck_at is None]
    asked = [one for one in read.applications if one.struck_at is None]
    return PersonPage(
        person=person,
        age=person.age_on(today),
        place=one.place,
        iin=read.sealed.iin,
        masked_iin=people.masked_iin(read.sealed.iin),
        phones=read.sealed.phones,
        tags=tags_of(asked, standing, read.tried, read.lost, today),
        applications=asked,
        kinds=_by_kind([line for line in standing if line.is_given]),
        not_given=[line for line in standing if line.ending not in ("given", "unmet")],
        unmet=[line for line in standing if line.ending == "unmet"],
        happenings=timeline.happenings(
            read.applications,
            read.lines,
            read.paired,
            [*of_plans(read.planned), *of_contacts(read.tried), *of_episodes(read.lost)],
        ),
        spellings=written,
        said=said_of(person, written),
        papers=[_shown(paper, read.numbers, today) for paper in read.papers],
        access=read.access,
        referrals=read.referrals,
    )


def _shown(paper: HeldPaper, numbers: Mapping[UUID, str], today: date) -> ShownPaper:
    number = numbers.get(paper.sealed_number, "") if paper.sealed_number is not None else ""
    source = ", ".join(part for part in (source_in_words(paper.source), paper.told_by) if part)
    return ShownPaper(paper, number, masked_number(number), source, paper.has_expired(today))


def _by_kind(lines: Sequence[Told]) -> list[KindRow]:
    """Lines given, newest first, as one row for each kind."""
    kinds: dict[int, list[Told]] = {}
    for line in lines:
        kinds.setdefault(line.kind_id, []).append(line)
    return [_kind_row(several) for several in kinds.values()]


def _kind_row(lines: Sequence[Told]) -> KindRow:
    latest = lines[0]
    return KindRow(
        kind=latest.kind,
        icon=CATEGORY_ICONS.get(latest.category, "heart-handshake"),
        sessions=len(lines),
        first_on=lines[-1].happened_on,
        last_on=latest.happened_on,
        providers=list(dict.fromkeys(line.provider for line in lines)),
        wishes=list(dict.fromkeys(line.wish_of for line in lines if line.wish_of)),
    )
