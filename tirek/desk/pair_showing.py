"""Pairs of records as the pages show them: two columns, what differs, why they may be one person, and what waits behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tirek.agencies.models import Agency, Worker
from tirek.audit.actors import Actor
from tirek.cases.models import Application
from tirek.gate import vault
from tirek.linkage.weights import LEVELS
from tirek.people.models import JoinRequest, PairDecision, Person, PossiblePair
from tirek.people.queries import masked_iin
from tirek.people.waiting import Beside, waiting_behind
from tirek.people.wording import reason_in_words, speaks_for
from tirek.services.models import Service
from tirek.ui.formats import NOTHING, short_date

MOST: Final = 2000
"""Pairs that one page weighs against each other; a longer queue says so."""
SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Side:
    """One record of a pair; of another organisation's, only that it exists."""

    person: Person | None
    iin: str = ""
    services: int = 0
    applications: int = 0
    undecided: int = 0
    unmet: int = 0
    records: int = 1


@dataclass(frozen=True, slots=True)
class Fact:
    """The same fact of both records; of an IIN only the last digits show, and all of them are compared."""

    label: str
    one: str
    other: str
    is_same: bool

    @property
    def is_known(self) -> bool:
        """Whether both records say it."""
        return NOTHING not in (self.one, self.other)


def _fact(label: str, one: str, other: str) -> Fact:
    return Fact(label, one or NOTHING, other or NOTHING, one.casefold() == other.casefold())


@dataclass(frozen=True, slots=True)
class Evidence:
    """One level of comparison in words, and whether it speaks for one person."""

    words: str
    is_for: bool


@dataclass(slots=True)
class Line:
    """A pair as a line of the queue."""

    pair: PossiblePair
    one: Person
    other: Person | None
    behind: int = 0
    needs: int = 0
    evidence: list[Evidence] = field(default_factory=list)


def evidence_of(codes: Sequence[str]) -> list[Evidence]:
    """Reasons in words, each with whether it speaks for one person."""
    return [
        Evidence(reason_in_words(code), speaks_for(code, LEVELS[code].bits if code in LEVELS else 1.0))
        for code in codes
    ]


def pairs_due(agency_id: UUID) -> QuerySet[PossiblePair]:
    """Pairs that wait today."""
    today = timezone.localdate()
    waiting = PossiblePair.objects.filter(agency_id=agency_id, decided="")
    return waiting.filter(Q(put_off_until__isnull=True) | Q(put_off_until__lte=today))


def open_pairs(agency_id: UUID) -> list[PossiblePair]:
    """The same in their order, each with its person."""
    return list(pairs_due(agency_id).order_by("found_at", "id").select_related("person")[:MOST])


def ordered(pairs: Sequence[PossiblePair], beside: Beside) -> list[Line]:
    """What a decision unlocks comes first: what waits behind either record, their open needs, then the likeness."""
    ids = {pair.person_id for pair in pairs} | {pair.other_id for pair in pairs}
    people = Person.objects.in_bulk(list(ids))
    undecided, unmet = _undecided(ids), _unmet(ids)
    lines = []
    for pair in pairs:
        both = (pair.person_id, pair.other_id)
        lines.append(
            Line(
                pair,
                people.get(pair.person_id, pair.person),
                people.get(pair.other_id),
                behind=sum(undecided.get(one, 0) for one in both) + waiting_behind(both, beside),
                needs=sum(unmet.get(one, 0) for one in both),
                evidence=evidence_of(pair.reasons),
            )
        )
    lines.sort(key=lambda one: (-one.behind, -one.needs, -(one.pair.bits or 0.0), str(one.pair.pk)))
    return lines


def _undecided(ids: set[UUID]) -> dict[UUID, int]:
    waiting = Application.objects.filter(person__in=ids, decision__isnull=True, struck_at__isnull=True)
    return dict(waiting.order_by().values_list("person").annotate(Count("id")))


def _unmet(ids: set[UUID]) -> dict[UUID, int]:
    wished = Service.objects.filter(person__in=ids, unmet_demand__isnull=False, struck_at__isnull=True)
    return dict(wished.order_by().values_list("person").annotate(Count("id")))


def side_of(person_id: UUID) -> Side:
    """What the reader may know of one record."""
    person = Person.objects.select_related("contact", "registered_by").filter(pk=person_id).first()
    if person is None:
        return Side(None)
    held = vault.person_values([person_id], vault.IIN).get(person_id) or [""]
    return Side(
        person,
        iin=held[0],
        services=Service.objects.filter(person=person_id, struck_at__isnull=True).count(),
        applications=Application.objects.filter(person=person_id, struck_at__isnull=True).count(),
        undecided=_undecided({person_id}).get(person_id, 0),
        unmet=_unmet({person_id}).get(person_id, 0),
        records=person.records.count(),
    )


def facts_of(one: Side, other: Side) -> list[Fact]:
    """Both records fact by fact; nothing where one is closed."""
    if one.person is None or other.person is None:
        return []
    return [
        _fact(_("Surname, given name, patronymic"), one.person.name, other.person.name),
        _fact(_("Born"), _born(one.person), _born(other.person)),
        _fact(_("Sex"), one.person.get_sex_display(), other.person.get_sex_display()),
        Fact(
            _("IIN"),
            masked_iin(one.iin) or NOTHING,
            masked_iin(other.iin) or NOTHING,
            is_same=one.iin == other.iin,
        ),
        _fact(_("Where from"), _place(one.person), _place(other.person)),
    ]


def _born(person: Person) -> str:
    return short_date(person.birth_on) if person.birth_on else str(person.birth_year or "")


def _place(person: Person) -> str:
    contact = getattr(person, "contact", None)
    return contact.place if contact else ""


@dataclass(frozen=True, slots=True)
class Asking:
    """A request to join as the queue shows it: who asks whom, of which of our records."""

    row: JoinRequest
    mine: Person | None
    theirs: Person | None
    agency: str
    worker: str


def requests_of(by: Actor) -> tuple[list[Asking], list[Asking], list[Asking]]:
    """Requests that wait for us, that we sent, and joins made without us that are to be reviewed."""
    rows = list(JoinRequest.objects.filter(answer="waiting").order_by("asked_at")[:SHOWN])
    alone = JoinRequest.objects.filter(
        answer="agreed", is_alone=True, reviewed_at__isnull=True, other_agency_id=by.agency_id
    )
    unreviewed = list(alone.order_by("answered_at")[:SHOWN])
    asked = {one.row.pk: one for one in _askings([*rows, *unreviewed], by)}
    return (
        [asked[row.pk] for row in rows if row.other_agency_id == by.agency_id],
        [asked[row.pk] for row in rows if row.agency_id == by.agency_id],
        [asked[row.pk] for row in unreviewed],
    )


def asking_of(row: JoinRequest, by: Actor) -> Asking:
    """One request, from the side of the reader's agency."""
    return _askings([row], by)[0]


def _askings(rows: Sequence[JoinRequest], by: Actor) -> list[Asking]:
    people = Person.objects.in_bulk(list({one for row in rows for one in (row.one_id, row.other_id)}))
    agencies = Agency.objects.in_bulk(list({row.agency_id for row in rows}))
    workers = Worker.objects.in_bulk(list({row.asked_by for row in rows}))
    found = []
    for row in rows:
        is_ours = row.agency_id == by.agency_id
        mine, theirs = (row.one_id, row.other_id) if is_ours else (row.other_id, row.one_id)
        # Whom we ask is not told: that a record exists is all that may be known of it. Who asks us, we are told.
        agency = "" if is_ours or row.agency_id not in agencies else agencies[row.agency_id].name
        worker = workers[row.asked_by].name if row.asked_by in workers else ""
        found.append(Asking(row, people.get(mine), people.get(theirs), agency, worker))
    return found


def decision_between(one: UUID, other: UUID) -> PairDecision | None:
    """What was decided of two records last."""
    both = PairDecision.objects.filter(one_id__in=(one, other), other_id__in=(one, other))
    return both.order_by("-decided_at").first()


def _worker(worker_id: UUID) -> str:
    return Worker.objects.filter(pk=worker_id).values_list("name", flat=True).first() or ""


def said_by(decision: PairDecision) -> tuple[str, str]:
    """Who decided, and who ended it."""
    return _worker(decision.decided_by), _worker(decision.ended_by) if decision.ended_by else ""
