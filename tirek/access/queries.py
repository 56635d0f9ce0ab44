"""Reads: who sees what of a person and on what ground, and what waits for an answer, a review or a second signature."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise

from tirek.access.acceptance_sql import SUPERVISING
from tirek.access.deeds import approval_for
from tirek.access.models import (
    AccessRequest,
    Consent,
    Emergency,
    ErasureRequest,
    LegalRequest,
    Notice,
    ProtectedPerson,
    Protection,
    Purpose,
)
from tirek.agencies.models import Agency, Approval, Worker
from tirek.agencies.policies import may_decide
from tirek.audit.actors import Actor
from tirek.gate import vault
from tirek.gate.categories import Category
from tirek.gate.fetching import Rows, Select, fetch
from tirek.gate.permits import Basis
from tirek.linkage import Subject
from tirek.people import matching
from tirek.people.models import Person, PersonContact

_ENDLESS: Final = 9000
SHARE_OVER: Final = 90
"""Days."""
_INSTANT: Final = timedelta(microseconds=1)
"""A permit ends with the midnight after its last day: pages name the day."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Somebody who sees categories of a person on one ground until one moment."""

    principal: UUID
    who: str
    basis: str
    basis_ref: UUID | None
    categories: tuple[int, ...]
    until: datetime | None

    @property
    def ground(self) -> Promise | str:
        """The ground in words."""
        return Basis(self.basis).label

    @property
    def what(self) -> list[str]:
        """The categories in words."""
        return in_words(self.categories)


def in_words(categories: Iterable[int]) -> list[str]:
    """Categories by their names, in the order of the law's caution."""
    return [str(Category(one).label) for one in sorted(categories)]


_SIGHTS: Final = """
    SELECT held.principal, coalesce(agency.name, worker.name, ''), held.basis, held.basis_ref,
        array_agg(held.category ORDER BY held.category), held.valid_to
    FROM {source} AS held
    LEFT JOIN agencies_agency AS agency ON agency.id = held.principal
    LEFT JOIN agencies_worker AS worker ON worker.id = held.principal
    GROUP BY 1, 2, 3, 4, 6 ORDER BY (held.basis <> 'own'), 2, 6
"""
_OF_ALL: Final = _SIGHTS.format(source="authz.permits_of(%(person)s)")
_OF_MINE: Final = _SIGHTS.format(
    source="(SELECT * FROM gate_permit WHERE person_id = %(person)s AND valid_from <= statement_timestamp()"
    " AND valid_to > statement_timestamp())"
)


def _sights(rows: Rows) -> Sequence[Sight]:
    return [
        Sight(who, name, basis, ref, tuple(seen), None if end.year > _ENDLESS else end - _INSTANT)
        for who, name, basis, ref, seen, end in rows
    ]


def sights_of(person_id: UUID) -> Select[Sequence[Sight]]:
    """Everybody who sees anything of a person, or will: answered only to the agency that registered the person."""
    return Select(_OF_ALL, {"person": person_id}, _sights)


def own_sights(person_id: UUID) -> Sequence[Sight]:
    """On which grounds the reader's own agency sees the person."""
    return fetch(Select(_OF_MINE, {"person": person_id}, _sights))


@dataclass(frozen=True, slots=True)
class Line:
    """A consent as the page shows it."""

    consent: Consent
    state: str

    @property
    def what(self) -> list[str]:
        """The categories in words."""
        return in_words(self.consent.categories)


def consents_of(person_id: UUID) -> list[Line]:
    """The consents of a person, newest first."""
    today = timezone.localdate()
    found = Consent.objects.filter(person_id=person_id).select_related("receiver", "operator")
    return [Line(one, one.state_on(today)) for one in found.order_by("-drawn_up_at", "id")]


def registered_here(person_id: UUID) -> bool:
    """Whether the reader's agency registered the person and the reader sees the identity."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM gate_permit WHERE person_id = %s AND category = 1 AND basis = 'own'"
            " AND principal = authz.agency() AND valid_to > statement_timestamp())",
            [person_id],
        )
        return bool(cursor.fetchone()[0])


def notices() -> list[Waiting]:
    """What the reader's agency was told and has not taken note of, oldest first."""
    waiting = Notice.objects.filter(done_at__isnull=True).select_related("at_agency")
    rows = list(waiting.order_by("made_at", "id")[:200])
    people = Person.objects.in_bulk({row.person_id for row in rows})
    return [Waiting(row, people.get(row.person_id), "") for row in rows]


@dataclass(frozen=True, slots=True)
class Share:
    """How often an agency went past consent: emergencies among all grounds on which it came to see others' people."""

    emergencies: int
    others: int

    @property
    def percent(self) -> int | None:
        """The share in whole percent; None where nothing happened."""
        every = self.emergencies + self.others
        return round(100 * self.emergencies / every) if every else None


def emergency_share(agency_id: UUID, *, days: int = SHARE_OVER) -> Share:
    """Emergencies of an agency beside the consents, referrals and requests by law it received in the last so many days."""
    since = timezone.now() - timedelta(days=days)
    with connection.cursor() as cursor:
        cursor.execute(_SHARE, {"agency": agency_id, "since": since})
        return Share(*cursor.fetchone())


_SHARE: Final = """
    SELECT (SELECT count(*) FROM access_emergency WHERE agency_id = %(agency)s AND opened_at >= %(since)s),
        (SELECT count(DISTINCT basis_ref) FROM gate_permit WHERE principal = %(agency)s AND category = 1
            AND basis IN ('consent', 'referral', 'law') AND valid_from >= %(since)s)
"""


def usual_bin(agency_id: UUID) -> str:
    """The BIN written on the agency's last consent."""
    last = Consent.objects.filter(operator_id=agency_id).order_by("-drawn_up_at").first()
    return last.operator_bin if last else ""


def receivers(agency_id: UUID, *, health: bool) -> Any:
    """Who may receive: every other agency; health, and to a supervising agency what became of visits, also the agency itself."""
    every = Agency.objects.all()
    keeps = health or every.filter(pk=agency_id, kind__in=SUPERVISING).exists()
    return every if keeps else every.exclude(pk=agency_id)


def closed_matches(subject: Subject) -> list[UUID]:
    """People of other agencies who may be meant: ids for the machine, never for a page."""
    ranked = [one.id for one in matching.find(subject).ranked]
    seen = set(Person.objects.filter(pk__in=ranked).values_list("id", flat=True))
    return [one for one in ranked if one not in seen]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of the reader's agency: what it may know of it."""

    asked_at: datetime
    asked_by: str
    purpose: str
    note: str
    answer: str
    refusal: str
    answered_at: datetime | None

    @property
    def purpose_words(self) -> str:
        """The purpose in words."""
        return str(Purpose(self.purpose).label)

    @property
    def answer_words(self) -> str:
        """The answer in words, a refusal with its reason."""
        said = str(AccessRequest.Answer(self.answer).label)
        return f"{said}: {AccessRequest.Refusal(self.refusal).label}" if self.refusal else said


def asked_by_us() -> list[Asked]:
    """The requests of the reader's agency, newest first: never whom they met, nor where."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM authz.my_access_requests()")
        rows = cursor.fetchall()
    names = names_of_workers(row[2] for row in rows)
    return [Asked(row[1], names.get(row[2], ""), *row[3:]) for row in rows]


def names_of_workers(worker_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    return dict(Worker.objects.filter(pk__in={one for one in worker_ids if one}).values_list("id", "name"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that waits, with the names the reader may see."""

    row: Any
    person: Person | None
    worker: str

    @property
    def what(self) -> list[str]:
        """Its categories in words."""
        return in_words(self.row.categories)


def _shown(rows: Sequence[Any], worker: str) -> list[Waiting]:
    people = Person.objects.in_bulk({row.person_id for row in rows})
    names = names_of_workers(getattr(row, worker) for row in rows)
    return [Waiting(row, people.get(row.person_id), names.get(getattr(row, worker), "")) for row in rows]


def asked_of_us() -> list[Waiting]:
    """Requests of other agencies that wait for this one's answer, oldest first."""
    waiting = AccessRequest.objects.filter(answer=AccessRequest.Answer.WAITING).select_related("asking")
    return _shown(list(waiting.order_by("asked_at", "id")), "asked_by")


def emergencies(*, unreviewed: bool) -> list[Waiting]:
    """Emergencies this agency opened or was told of; those without a review first due first."""
    found = Emergency.objects.select_related("agency", "holder").filter(reviewed_at__isnull=unreviewed)
    return _shown(list(found.order_by("review_by" if unreviewed else "-opened_at", "id")[:200]), "opened_by")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A deed of two people that waits: who asked, and what the reader may do about it."""

    row: Any
    worker: str
    approval: Approval | None
    may_decide: bool
    may_carry_out: bool


def proposed(row: Any, asked_by: UUID, by: Actor) -> Proposed:
    """What waits, as one reader sees it."""
    approval = approval_for(row)
    return Proposed(
        row=row,
        worker=names_of_workers([asked_by]).get(asked_by, ""),
        approval=approval,
        may_decide=approval is not None and may_decide(approval, by),
        may_carry_out=approval is not None and approval.is_effective(timezone.now()),
    )


def protection_of(person_id: UUID, by: Actor) -> tuple[ProtectedPerson | None, Proposed | None]:
    """Whether a person is protected, and the proposal that waits."""
    waiting = Protection.objects.filter(person_id=person_id, approved_at=None, closed_at=None)
    row = waiting.order_by("-proposed_at").first()
    shown = proposed(row, row.proposed_by, by) if row else None
    return ProtectedPerson.objects.filter(pk=person_id).first(), shown


def erasure_of(person_id: UUID, by: Actor) -> Proposed | None:
    """The erasure that waits for a person."""
    row = ErasureRequest.objects.filter(person_id=person_id, done_at=None, closed_at=None).first()
    return proposed(row, row.proposed_by, by) if row else None


def legal_requests(person_id: UUID | None = None) -> list[Waiting]:
    """The register of requests by law, newest first; of one person where one is named."""
    found = LegalRequest.objects.order_by("-registered_at", "id")
    return _shown(list((found.filter(person_id=person_id) if person_id else found)[:200]), "registered_by")


@dataclass(frozen=True, slots=True)
class Contacts:
    """Where a person is reached."""

    place: str
    phones: list[str]
    addresses: list[str]
    trusted: list[str]


def contacts_of(person_id: UUID) -> Contacts:
    """The contacts of one person, as far as the reader sees them."""
    held = fetch(vault.held_of([person_id], (vault.PHONE, vault.ADDRESS, vault.TRUSTED)))
    contact = PersonContact.objects.filter(person_id=person_id).first()
    return Contacts(
        place=contact.place if contact else "",
        phones=held.get(vault.PHONE, []),
        addresses=held.get(vault.ADDRESS, []),
        trusted=held.get(vault.TRUSTED, []),
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """The short line on a person's own page."""

    is_ours: bool
    others: int
    until: datetime | None
    basis: str
    own_until: datetime | None

    @property
    def ground(self) -> Promise | str:
        """On which ground the reader sees the person, in words."""
        return Basis(self.basis).label if self.basis else ""

    @property
    def is_brief(self) -> bool:
        """An emergency ends at an hour, everything else on a day."""
        return self.basis == Basis.EMERGENCY


def _bar(rows: Rows) -> Bar:
    is_ours, others, until, basis, own_until = rows[0]
    endless = own_until is None or own_until.year > _ENDLESS
    return Bar(is_ours, others, until, basis or "", None if endless else own_until)


def bar_of(person_id: UUID) -> Select[Bar]:
    """Who besides the agency that registered the person sees anything now, until when; and on which ground the reader does."""
    return Select(_BAR, {"person": person_id}, _bar)


_MINE: Final = """(SELECT {what} FROM gate_permit AS held WHERE held.person_id = %(person)s AND held.category = 1
        AND held.valid_from <= statement_timestamp() AND held.valid_to > statement_timestamp()
        ORDER BY (held.basis = 'own') DESC, held.valid_to DESC LIMIT 1)"""
_BAR: Final = f"""
    SELECT count(*) > 0, count(DISTINCT principal) FILTER (WHERE basis <> 'own' AND valid_from <= statement_timestamp()),
        min(valid_to) FILTER (WHERE basis <> 'own' AND valid_from <= statement_timestamp()) - interval '1 microsecond',
        {_MINE.format(what="held.basis")},
        {_MINE.format(what="held.valid_to - interval '1 microsecond'")}
    FROM authz.permits_of(%(person)s)
"""  # noqa: S608 — our own text
