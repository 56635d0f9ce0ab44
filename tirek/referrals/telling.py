"""Referrals told of afterwards, in bulk: registered on paper, answered and ended on the days that the journal names.

The steps are those of `machine`, and the database's guard judges each of them; what a corrected journal contradicts becomes
"entered in error" and is told anew, as a paper is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.audit.inserting import insert_many
from tirek.referrals import deadlines
from tirek.referrals.afterwards import End, Sender, Told, by_applications, by_lines, senders_of
from tirek.referrals.machine import Side, Status, Verb, edge, shared
from tirek.referrals.models import Outcome, Referral, ReferralMatter, ReferralMove
from tirek.referrals.moving import Illegal, NotYours
from tirek.referrals.policies import may_tell
from tirek.referrals.reasons import EndReason, NextStep

CORRECTED: Final = "исправлено по журналу"
"""What is written beside a referral that the journal tells of no more, or otherwise."""
_NOON: Final = time(12)
_STANDING: Final = """
    SELECT sent.id, sent.source, sent.status, sent.version, sent.closed_at IS NULL, outcome.status, outcome.reason,
        outcome.service_id, refusal.reason, refusal.note,
        sent.person_id, sent.from_agency_id, sent.to_agency_id, sent.kind_id, sent.asked_for, sent.paper_number, sent.paper_on
    FROM referrals_referral sent LEFT JOIN referrals_outcome outcome ON outcome.referral_id = sent.id
    LEFT JOIN LATERAL (SELECT move.reason, move.note FROM referrals_referralmove move
        WHERE move.referral_id = sent.id AND move.verb = 'refuse' ORDER BY move.version DESC LIMIT 1) refusal ON sent.status = 'rejected'
    WHERE sent.source = ANY(%(sources)s) AND sent.status <> 'entered-in-error'
"""
_MOVE: Final = """
    UPDATE referrals_referral AS sent SET status = %(status)s, hold = '', version = sent.version + 1, changed_at = new.at,
        due_at = new.due_at, closed_at = new.closed_at
    FROM unnest(%(ids)s::uuid[], %(versions)s::int[], %(at)s::timestamptz[], %(due)s::timestamptz[], %(closed)s::timestamptz[])
        AS new(id, version, at, due_at, closed_at)
    WHERE sent.id = new.id AND sent.version = new.version
"""


class ToldMeanwhile(RuntimeError):
    """Somebody moved one of the referrals while the journal was read: nothing is written, and it is read again."""


@lru_cache(maxsize=4000)
def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, _NOON))


@lru_cache(maxsize=4000)
def _days_after(day: date, days: int) -> datetime:
    return deadlines.after(_noon(day), days)


class _Move(NamedTuple):
    """A row of ReferralMove."""

    id: UUID
    referral_id: UUID
    version: int
    verb: str
    from_status: str
    to_status: str
    by_side: str
    at: datetime
    reason: str
    next_step: str
    note: str
    is_apart: bool


class _Ended(NamedTuple):
    """A row of Outcome."""

    referral_id: UUID
    status: str
    came: bool | None
    received: bool
    reason: str
    service_id: UUID | None
    ended_at: datetime


_ASKED: Final = attrgetter(
    "person_id", "from_agency_id", "to_agency_id", "kind_id", "asked_for", "paper_number", "paper_on"
)


class _Standing:
    """A referral that stands, as far as telling goes on with it."""

    def __init__(self, row: Sequence[Any]) -> None:
        self.id, self.source, status, self.version, self.is_open, *said = row
        self.status = Status(status)
        self.outcome, self.end_reason, self.service_id, self.reason, self.note, *asked = said
        self.asked = tuple(asked)
        self.person_id: UUID = asked[0]

    def agrees(self, told: Told) -> bool:
        """Whether it may stand: it says the same, or less, or what somebody wrote of the end by hand."""
        if self.asked != _ASKED(told):
            return False
        if told.answer is None:
            return self.status in (Status.REQUESTED, Status.ON_HOLD, Status.CANCELLED)
        if self.status == Status.REJECTED:
            return told.answer == Verb.REFUSE and (self.reason, self.note) == (told.reason, told.note)
        if self.status != Status.ACCEPTED:
            return self.status == Status.REQUESTED
        return told.answer == Verb.ACCEPT and self._ends_as(told.end)

    def _ends_as(self, end: End | None) -> bool:
        if self.outcome is None:
            return True
        if end is None:
            return self.service_id is None
        return (self.outcome, self.end_reason, self.service_id) == (end.status, end.reason, end.service_id)


@dataclass(slots=True)
class _Book:
    """What is written in one go: the steps of many referrals, one kind of step a statement."""

    by: Actor
    moves: list[_Move] = field(default_factory=list)

    def note(
        self, one: _Standing, verb: Verb, side: Side, at: datetime, *, reason: str = "", note: str = ""
    ) -> Status:
        """Note a step in the history, as far as the machine knows its edge; returns where it leads."""
        source = Status(one.outcome) if one.outcome and one.status == Status.ACCEPTED else one.status
        taken = edge(source, verb)
        if taken is None or side not in taken.sides:
            raise Illegal(f"{source}: {verb}")
        is_apart = verb in (Verb.COMPLETE, Verb.FAIL)
        step = NextStep.OTHER.value if verb == Verb.REFUSE else ""
        version = 1 if is_apart else one.version + 1
        self.moves.append(
            _Move(
                uuid4(), one.id, version, verb, source, taken.target, side, at, reason, step, note, is_apart
            )
        )
        return taken.target

    def take(
        self, steps: Sequence[tuple[_Standing, datetime, datetime, datetime | None]], to: Status
    ) -> None:
        """Take one edge of the envelopes of all these: who, when, by when the next step is due, when it was closed."""
        if not steps:
            return
        values: dict[str, Any] = {
            "status": shared(to).value,
            "ids": [one.id for one, *_ in steps],
            "versions": [one.version for one, *_ in steps],
            "at": [at for _, at, _, _ in steps],
            "due": [due for _, _, due, _ in steps],
            "closed": [closed for _, _, _, closed in steps],
        }
        with connection.cursor() as cursor:
            cursor.execute(_MOVE, values)
            if cursor.rowcount != len(steps):
                raise ToldMeanwhile
        for one, *_ in steps:
            one.version += 1
            one.status = shared(to)

    def close(self) -> None:
        """Write the history of all of them."""
        same = {"agency_id": self.by.agency_id, "worker": self.by.id}
        insert_many(self.moves, into=ReferralMove, same=same)


@transaction.atomic
def tell(
    *, people: Collection[UUID], lines: Collection[UUID], senders: Mapping[UUID, UUID], by: Actor
) -> None:
    """Make referrals say what the agency's journal says now: of these lines, of the applications of these people.

    `senders` are the agencies named by applications that were just written; of others the referral itself says it. One row of
    the journal for all of them: what was done to each stands in its own history.
    """
    if not may_tell(by):
        raise NotYours("tell")
    assert by.agency_id is not None
    known = senders_of(people, by.agency_id)
    known |= {
        one: Sender(agency, known[one].line if one in known else None) for one, agency in senders.items()
    }
    told = {one.source: one for one in (*by_lines(lines, by), *by_applications(known, by))}
    standing = _standing({*lines, *known})
    book = _Book(by)
    wrong = [one for one in standing.values() if one.source not in told or not one.agrees(told[one.source])]
    _strike(book, wrong)
    for one in wrong:
        del standing[one.source]
    fresh = [one for source, one in told.items() if source not in standing]
    standing |= _register(book, fresh)
    further = [*_answer(book, told, standing), *_end(book, told, standing)]
    book.close()
    if fresh or further or wrong:
        moved = {one.id for one in further} - {one.id for one in fresh}
        detail = {"told": len(fresh), "moved": len(moved), "struck": len(wrong)}
        journal.write("referrals.tell", detail=detail, by=by)


def _standing(sources: Collection[UUID]) -> dict[UUID, _Standing]:
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"sources": list(sources)})
        return {row[1]: _Standing(row) for row in cursor.fetchall()}


def _strike(book: _Book, wrong: Sequence[_Standing]) -> None:
    """What the journal tells no more, or otherwise, was entered in error."""
    now = timezone.now()
    for one in wrong:
        book.note(one, Verb.MISTAKE, Side.SENDER, now, note=CORRECTED)
    book.take([(one, now, now, now) for one in wrong], Status.ENTERED_IN_ERROR)


def _register(book: _Book, fresh: Sequence[Told]) -> dict[UUID, _Standing]:
    """Register on paper: what came to the agency stands as asked, what it sent is a draft that is sent."""
    agency_id = book.by.agency_id
    same = {
        "entered_by_id": agency_id,
        "made_by": book.by.id,
        "made_at": timezone.now(),
        "escalate_to": book.by.id,
        "channel": Referral.Channel.PAPER,
        "version": 1,
    }
    taken: dict[str, Callable[[Told], Any]] = {
        "status": lambda told: Status.REQUESTED if told.to_agency_id == agency_id else Status.DRAFT,
        "changed_at": _sent_at,
        "sent_at": _sent_at,
        "due_at": _due_at,
    }
    insert_many(fresh, into=Referral, taken=taken, same=same)
    said = (told for told in fresh if told.need or told.wish_of or told.why)
    insert_many(said, into=ReferralMatter, taken={"referral_id": attrgetter("id")})
    standing = {told.source: _drafted(told, agency_id) for told in fresh}
    sent = []
    for told in fresh:
        one, at = standing[told.source], _sent_at(told)
        if told.to_agency_id == agency_id:
            one.status = book.note(one, Verb.REGISTER, Side.PROVIDER, at)
            one.version = 1
        else:
            book.note(one, Verb.SEND, Side.SENDER, at)
            sent.append((one, at, _due_at(told), None))
    book.take(sent, Status.REQUESTED)
    return standing


def _drafted(told: Told, agency_id: UUID | None) -> _Standing:
    version = 0 if told.to_agency_id == agency_id else 1
    return _Standing((told.id, told.source, Status.DRAFT, version, True, *[None] * 5, *_ASKED(told)))


def _sent_at(told: Told) -> datetime:
    return _noon(told.paper_on)


def _due_at(told: Told) -> datetime:
    return _days_after(told.paper_on, deadlines.DAYS_TO_ANSWER)


def _answer(book: _Book, told: Mapping[UUID, Told], standing: Mapping[UUID, _Standing]) -> list[_Standing]:
    """Answer what the journal says was answered; help that ended is told in the same step."""
    asked = [(told[one.source], one) for one in standing.values() if one.status == Status.REQUESTED]
    accepted = [(said, one) for said, one in asked if said.answer == Verb.ACCEPT]
    refused = [(said, one) for said, one in asked if said.answer == Verb.REFUSE]
    for _, one in accepted:
        book.note(one, Verb.ACCEPT, Side.PROVIDER, _answered_at(told[one.source]))
    open_ones = [(said, one) for said, one in accepted if said.end is None]
    book.take(
        [(one, _answered_at(said), _outcome_due(said), None) for said, one in open_ones], Status.ACCEPTED
    )
    _close(book, [(said, said.end, one) for said, one in accepted if said.end is not None])
    _refuse(book, refused)
    return [one for _, one in (*accepted, *refused)]


def _refuse(book: _Book, refused: Sequence[tuple[Told, _Standing]]) -> None:
    """Refuse with the coded reason; where the days to object are over and nobody did, the refusal stands and is closed."""
    steps = []
    for said, one in refused:
        at = _answered_at(said)
        book.note(one, Verb.REFUSE, Side.PROVIDER, at, reason=said.reason, note=said.note)
        steps.append((one, at, _days_after(timezone.localdate(at), deadlines.DAYS_TO_REVIEW), None))
    book.take(steps, Status.REJECTED)
    over = [(one, due, due, due) for one, _, due, _ in steps if due < timezone.now()]
    for one, at, *_ in over:
        book.note(one, Verb.AGREE, Side.SENDER, at)
    book.take(over, Status.REJECTED)


def _end(book: _Book, told: Mapping[UUID, Told], standing: Mapping[UUID, _Standing]) -> list[_Standing]:
    """Say how help ended that had been accepted before."""
    waits = [one for one in standing.values() if one.status == Status.ACCEPTED and one.outcome is None]
    ended = [(told[one.source], end, one) for one in waits if (end := told[one.source].end) is not None]
    _close(book, ended)
    return [one for _, _, one in ended]


def _close(book: _Book, ended: Sequence[tuple[Told, End, _Standing]]) -> None:
    """Write what became of them, apart, and close the envelopes."""
    steps = []
    outcomes = []
    for said, end, one in ended:
        at = _noon(end.on)
        one.status = Status.ACCEPTED
        book.note(one, end.verb, end.side, at, reason=end.reason)
        came = True if end.verb == Verb.COMPLETE else False if end.reason == EndReason.NO_SHOW else None
        outcomes.append(
            _Ended(one.id, end.status, came, end.verb == Verb.COMPLETE, end.reason, end.service_id, at)
        )
        one.outcome = end.status
        steps.append((one, at, _outcome_due(said), at))
    insert_many(outcomes, into=Outcome)
    book.take(steps, Status.ACCEPTED)


def _answered_at(told: Told) -> datetime:
    return _noon(told.answered_on or told.paper_on)


def _outcome_due(told: Told) -> datetime:
    return _days_after(told.answered_on or told.paper_on, deadlines.DAYS_TO_OUTCOME)
