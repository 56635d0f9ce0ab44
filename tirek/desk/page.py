"""Everything the page of one person shows, read by a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from tirek.access.queries import Bar, bar_of
from tirek.cases.history import Asked, applications_of
from tirek.desk import timeline
from tirek.desk.tags import Tag, tags_of
from tirek.gate.fetching import fetch_together
from tirek.people import queries as people
from tirek.people.models import MatchDecision, Person
from tirek.people.queries import Spelling
from tirek.people.wording import reasons_in_words, source_in_words
from tirek.services.history import Told, history_of

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
class Written:
    """How a source wrote the person, and why that was taken for this person, in words."""

    spelling: Spelling
    source: str
    outcome: str
    reasons: list[str]


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
    access: Bar

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


def page_of(one: people.Opened) -> PersonPage:
    """Read the page of a canonical person."""
    person, ids, today = one.person, one.ids, timezone.localdate()
    applications: list[Asked]
    lines: list[Told]
    sealed: people.Reached
    spellings: list[Spelling]
    access: Bar
    paired: list[people.Paired]
    applications, lines, sealed, spellings, access, paired = fetch_together(
        applications_of(ids),
        history_of(ids),
        people.reached(ids),
        people.spellings_of(ids),
        bar_of(person.id),
        people.paired(ids),
    )
    standing = [line for line in lines if line.struck_at is None]
    asked = [one for one in applications if one.struck_at is None]
    return PersonPage(
        person=person,
        age=person.age_on(today),
        place=one.place,
        iin=sealed.iin,
        masked_iin=people.masked_iin(sealed.iin),
        phones=sealed.phones,
        tags=tags_of(asked, standing, today),
        applications=asked,
        kinds=_by_kind([line for line in standing if line.is_given]),
        not_given=[line for line in standing if line.ending not in ("given", "unmet")],
        unmet=[line for line in standing if line.ending == "unmet"],
        happenings=timeline.happenings(applications, lines, paired),
        spellings=[_written(spelling) for spelling in spellings],
        access=access,
    )


def _written(spelling: Spelling) -> Written:
    outcomes = dict(MatchDecision.Outcome.choices)
    return Written(
        spelling=spelling,
        source=source_in_words(spelling.source),
        outcome=str(outcomes.get(spelling.outcome, spelling.outcome)),
        reasons=reasons_in_words(spelling.reasons),
    )


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
