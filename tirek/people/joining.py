"""Joining, splitting and keeping apart: whether two records are one person, decided by people and undone by people.

Both records stay and no row of a higher domain is re-pointed. The database's functions do it (`joining_sql`): they judge the agency,
hold the lock, and refuse with a code. Between two agencies one person of each decides, whatever the score.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate

from tirek.agencies.second_signature import DEEDS
from tirek.agencies.workdays import working_days_after
from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.people.models import JoinRequest, PairDecision, Person, PossiblePair
from tirek.people.policies import WORK_WITH_PEOPLE, may_pair

DEED: Final = DEEDS["join"]
LONGEST_WHY: Final = 300


class NotPaired(ValueError):
    """Why it was not done: nobody, joined, apart, elsewhere, here, asked, protected, ended, waits, say_why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotForThisWorker(PermissionError):
    """Records are joined and kept apart by those who work with people."""


def _call(statement: str, *values: Any, by: Actor) -> UUID:
    """What a function of the database has made; raises NotPaired with its code where it refused."""
    if not may_pair(by):
        raise NotForThisWorker
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        answer = str(cursor.fetchone()[0])
    try:
        return UUID(answer)
    except ValueError:
        raise NotPaired(answer) from None


def _weighed(bits: float | None, reasons: Sequence[str], why: str) -> tuple[float | None, str, str]:
    """Score, reasons and words of a decision, as the database's functions take them."""
    return bits, json.dumps(list(reasons)), why.strip()[:LONGEST_WHY]


def _written(action: str, decision_id: UUID, by: Actor, **detail: Any) -> PairDecision:
    """The decision as it stands, and a journal row for each of the two people that the actor's agency holds."""
    decision = PairDecision.objects.get(pk=decision_id)
    asked = JoinRequest.objects.filter(pk__in=[decision.asked]).values_list("one_id", "other_id")
    meant = {decision.one_id, decision.other_id}.union(*asked)
    mine = Person.objects.filter(pk__in=meant, registered_by_id=by.agency_id).values_list("pk", flat=True)
    for person in sorted(mine):
        journal.write(f"people.{action}", decision, person=person, detail=detail, by=by)
    return decision


@transaction.atomic
def join(
    *,
    one: Person,
    other: Person,
    why: str = "",
    bits: float | None = None,
    reasons: Sequence[str] = (),
    by: Actor,
) -> PairDecision:
    """Two records of one agency are one person: `one` is kept, `other` stands under it. Raises NotPaired."""
    made = _call(
        "SELECT authz.join_people(%s, %s, %s, %s, %s)",
        one.pk,
        other.pk,
        *_weighed(bits, reasons, why),
        by=by,
    )
    return _written("join", made, by, bits=round(bits, 1) if bits is not None else None)


@transaction.atomic
def split(*, decision: PairDecision, why: str = "", by: Actor) -> PairDecision:
    """Undo exactly this join, whatever was joined later; a reason is asked after thirty days. Raises NotPaired."""
    made = _call("SELECT authz.split_people(%s, %s)", decision.pk, why.strip()[:LONGEST_WHY], by=by)
    return _written("split", made, by)


@transaction.atomic
def keep_apart(
    *,
    one: UUID,
    other: UUID,
    why: str = "",
    bits: float | None = None,
    reasons: Sequence[str] = (),
    by: Actor,
) -> PairDecision:
    """These two are never one person: not offered again and never joined, until somebody lifts it. Raises NotPaired."""
    made = _call(
        "SELECT authz.keep_apart(%s, %s, %s, %s, %s)",
        one,
        other,
        *_weighed(bits, reasons, why),
        by=by,
    )
    return _written("keep_apart", made, by)


@transaction.atomic
def lift_apart(*, decision: PairDecision, why: str = "", by: Actor) -> PairDecision:
    """They may be one person after all: the pair may be offered and joined again. Raises NotPaired."""
    made = _call("SELECT authz.lift_apart(%s, %s)", decision.pk, why.strip()[:LONGEST_WHY], by=by)
    return _written("lift_apart", made, by)


@transaction.atomic
def ask_to_join(*, one: Person, other_id: UUID, why: str, by: Actor) -> JoinRequest:
    """Ask the agency that holds the other record; where nobody there can answer, a delay and a review take its place.

    Raises NotPaired: nobody else's record, a protected person, kept apart, or they have asked us already.
    """
    due = working_days_after(localdate() + timedelta(days=DEED.delay.days), DEED.days_to_review)
    made = _call(
        "SELECT authz.ask_join(%s, %s, %s, %s::text[], %s, %s)",
        one.pk,
        other_id,
        why.strip()[:LONGEST_WHY],
        sorted(WORK_WITH_PEOPLE),
        DEED.delay,
        due,
        by=by,
    )
    request = JoinRequest.objects.get(pk=made)
    journal.write("people.ask_to_join", request, person=one.pk, detail={"alone": request.is_alone}, by=by)
    return request


@transaction.atomic
def answer_join(*, request: JoinRequest, agrees: bool, note: str = "", by: Actor) -> JoinRequest:
    """The other agency's yes or no; of the asking one, to take it back, or to carry out what a delay has made possible."""
    answer = "SELECT authz.answer_join(%s, %s, %s)"
    _call(answer, request.pk, agrees, note.strip()[:LONGEST_WHY], by=by)
    request.refresh_from_db()
    mine = request.one_id if by.agency_id == request.agency_id else request.other_id
    journal.write("people.answer_join", request, person=mine, detail={"answer": request.answer}, by=by)
    return request


@transaction.atomic
def review_join(*, request: JoinRequest, by: Actor) -> None:
    """Look at a join that nobody here had answered, and let it stand; whoever objects splits it."""
    if not may_pair(by):
        raise NotForThisWorker
    with connection.cursor() as cursor:
        cursor.execute("SELECT authz.review_join(%s)", [request.pk])
        if not cursor.fetchone()[0]:
            raise NotPaired("ended")
    journal.write("people.review_join", request, person=request.other_id, by=by)


@transaction.atomic
def put_off(*, pair: PossiblePair, days: int = 7, by: Actor) -> None:
    """Decide later: the pair comes back to the queue in some days."""
    if not may_pair(by):
        raise NotForThisWorker
    pair.put_off_until = localdate() + timedelta(days=days)
    pair.save(update_fields=["put_off_until"])
    journal.write("people.put_off", pair, person=pair.person_id, by=by)


@transaction.atomic
def take_up(*, pair: PossiblePair, by: Actor) -> None:
    """Take back that a pair was put off."""
    pair.put_off_until = None
    pair.save(update_fields=["put_off_until"])
    journal.write("people.take_up", pair, person=pair.person_id, by=by)
