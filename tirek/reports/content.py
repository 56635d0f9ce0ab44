"""The whole report as facts in the official order: the one object from which Word and PDF are rendered.

Nothing here is formatted: counts are ints, sums are Decimals, days are dates. Names of kinds, statuses and reasons
arrive in the report's own language; headings and words of the form itself come from `layout.labels`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

Language = Literal["ru", "kk"]
Used = Literal["counted", "declared"]
LossReason = Literal["objective", "subjective", ""]


class Unit(StrEnum):
    """What a number counts; the renderer knows its plural forms."""

    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    MEETINGS = "meetings"
    SERVICES = "services"
    ATTENDANCES = "attendances"
    COPIES = "copies"
    TITLES = "titles"


class NarrativeKey(StrEnum):
    """The six sections that people write."""

    GOAL_AND_RESULTS = "goal_and_results"
    FACTS = "facts"
    DEVIATIONS = "deviations"
    CHANGE = "change"
    CONCRETE_RESULTS = "concrete_results"
    LONG_TERM = "long_term"


@dataclass(frozen=True, slots=True)
class Imprint:
    """Which issue of the report this is."""

    language: Language
    version: int
    made_on: date
    author: str
    draft: bool


@dataclass(frozen=True, slots=True)
class Header:
    """Items 1 to 6 of the official form; an empty text is printed as "not stated"."""

    organisation: str
    head: str
    address: str
    phone: str
    project: str
    starts_on: date
    ends_on: date
    granted: Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of the project."""

    number: int
    starts_on: date
    ends_on: date
    place: str
    form: str
    topic: str
    attended: Figure
    planned: int | None
    completion: str


@dataclass(frozen=True, slots=True)
class TotalLine:
    """One quantitative line of the project's totals, such as meetings: 2, people: 39."""

    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class CountRow:
    """A name and how many."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Who asked for help and who entered the programme; those who did not, by recorded reason.

    `min_kinds` is the least number of kinds of service any participant got, counted person by person.
    """

    applied: int
    entered: int
    planned: int | None
    not_entered: tuple[CountRow, ...] = ()
    min_kinds: int | None = None


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of service: people who got it (a person and a kind is one service), and sessions with repeats."""

    name: str
    people: int
    sessions: int


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """Kinds of service of one category."""

    name: str
    kinds: tuple[KindRow, ...]

    @property
    def people(self) -> int:
        """Services of the category: one person and one kind each."""
        return sum(kind.people for kind in self.kinds)

    @property
    def sessions(self) -> int:
        """Sessions of the category, repeats included."""
        return sum(kind.sessions for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """A coded reason why something was not given: by the provider, or by the person's own decision."""

    kind: str
    reason: str
    count: int
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class NotAttendedRow:
    """People who had been sent to a service and did not come."""

    kind: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class ContactLostRow:
    """People with whom contact was lost during a service."""

    kind: str
    nature: LossReason
    count: int


@dataclass(frozen=True, slots=True)
class UnmetDemand:
    """People for whom no suitable programme was found, with what they wished for."""

    kind: str
    count: int
    wishes: tuple[CountRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ParticipationPart:
    """Attendances of one part of the project; `unique` is None where an anonymous survey makes it unknowable."""

    name: str
    attendances: int
    unique: int | None


@dataclass(frozen=True, slots=True)
class Participation:
    """Two figures side by side: attendances, and different people among them."""

    attendances: int
    unique: int | None
    parts: tuple[ParticipationPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Statistics:
    """Who took part, by sex, social status and age band, each table in the order of the form."""

    men: int
    women: int
    statuses: tuple[CountRow, ...]
    ages: tuple[CountRow, ...]
    sex_unknown: int = 0

    @property
    def total(self) -> int:
        """Participants of the project."""
        return self.men + self.women + self.sex_unknown


@dataclass(frozen=True, slots=True)
class PlanRow:
    """Plan and fact of one indicator; a deviation, shortfall and excess alike, has its explanation."""

    name: str
    unit: Unit
    plan: int | None
    fact: int
    explanation: str = ""

    @property
    def deviation(self) -> int | None:
        """Fact less plan; None where nothing was planned."""
        return None if self.plan is None else self.fact - self.plan


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A figure declared by hand that differs from the count, and which of the two the report uses."""

    name: str
    declared: int
    counted: int
    used: Used
    explanation: str


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One line of the budget, in tenge."""

    name: str
    planned: Decimal
    spent: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reallocation:
    """Money moved from one line to another, and why."""

    source: str
    target: str
    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Budget:
    """The budget and what was moved within it."""

    rows: tuple[BudgetRow, ...]
    reallocations: tuple[Reallocation, ...] = ()

    @property
    def planned(self) -> Decimal:
        """Sum of the planned amounts."""
        return sum((row.planned for row in self.rows), Decimal(0))

    @property
    def spent(self) -> Decimal:
        """Sum of the amounts spent."""
        return sum((row.spent for row in self.rows), Decimal(0))


@dataclass(frozen=True, slots=True)
class Narrative:
    """A section people write: blank lines part paragraphs, a line beginning with "- " is an item of a list."""

    key: NarrativeKey
    body: str


@dataclass(frozen=True, slots=True)
class ReachPoint:
    """People reached by the end of a month, from the project's start; `month` is any day of it."""

    month: date
    fact: int


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Everything the report says, in the order of the official form."""

    imprint: Imprint
    header: Header
    events: tuple[EventRow, ...]
    totals: tuple[TotalLine, ...]
    reach: Reach
    results: tuple[ResultGroup, ...]
    refusals: tuple[RefusalRow, ...]
    not_attended: tuple[NotAttendedRow, ...]
    contact_lost: tuple[ContactLostRow, ...]
    unmet: tuple[UnmetDemand, ...]
    plan: tuple[PlanRow, ...]
    mismatches: tuple[Mismatch, ...]
    budget: Budget
    participation: Participation
    statistics: Statistics
    reach_by_month: tuple[ReachPoint, ...] = ()
    narratives: tuple[Narrative, ...] = field(default_factory=tuple)

    @property
    def services(self) -> int:
        """Services in the report's sense: one person and one kind."""
        return sum(group.people for group in self.results)

    @property
    def sessions(self) -> int:
        """Services with repeat sessions."""
        return sum(group.sessions for group in self.results)

    def narrative(self, key: NarrativeKey) -> str:
        """The text of one section; empty while nobody has written it."""
        return next((part.body for part in self.narratives if part.key == key), "")
