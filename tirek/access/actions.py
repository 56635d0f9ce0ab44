"""Writes on consents and on requests for access; permits follow in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from tirek.access import texts
from tirek.access.models import AccessRequest, Consent
from tirek.access.policies import may_answer
from tirek.agencies.models import Agency
from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.gate.categories import Category


class EndsBeforeStart(ValueError):
    """The term of a consent ends before it begins."""


class TermOver(ValueError):
    """The consent's term is over already."""


class SignedInFuture(ValueError):
    """Nobody signs tomorrow."""


class OthersToo(ValueError):
    """Health is consented to apart from everything but the name."""


class NotStanding(ValueError):
    """The consent is withdrawn already, or was never received."""


def call(statement: str, *values: Any) -> Any:
    """What a function of the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


@transaction.atomic
def draw_up(
    *,
    person_id: UUID,
    receiver: Agency,
    categories: Iterable[int],
    purpose: str,
    language: str,
    operator_bin: str,
    starts_on: date,
    ends_on: date,
    asked: AccessRequest | None = None,
    by: Actor,
) -> Consent:
    """Prepare a consent to be printed and signed; raises EndsBeforeStart, TermOver and OthersToo. It opens nothing yet."""
    wanted = sorted({int(one) for one in categories} | {int(Category.IDENTITY)})
    if ends_on < starts_on:
        raise EndsBeforeStart
    if ends_on < timezone.localdate():
        raise TermOver
    is_health = Category.HEALTH in wanted
    if is_health and wanted != [Category.IDENTITY, Category.HEALTH]:
        raise OthersToo
    assert by.agency_id is not None
    consent = Consent.objects.create(
        person_id=person_id,
        operator_id=by.agency_id,
        operator_bin=operator_bin,
        receiver=receiver,
        categories=wanted,
        is_health=is_health,
        purpose=purpose,
        language=language,
        wording=texts.CURRENT,
        starts_on=starts_on,
        ends_on=ends_on,
        drawn_up_by=by.id,
        request_id=asked.id if asked else None,
    )
    journal.write("access.draw_up_consent", consent, person=person_id, by=by)
    return consent


@transaction.atomic
def receive(*, consent: Consent, signed_on: date, by: Actor) -> int:
    """Mark the signed paper as received and open what it names; returns how many permits. Raises SignedInFuture, TermOver."""
    today = timezone.localdate()
    if signed_on > today:
        raise SignedInFuture
    if consent.ends_on < today:
        raise TermOver
    if consent.received_at is None:
        consent.signed_on, consent.received_at, consent.received_by = signed_on, timezone.now(), by.id
        consent.save(update_fields=["signed_on", "received_at", "received_by"])
    opened = call("SELECT authz.permit_by_consent(%s)", consent.id)
    if consent.request_id is not None:
        _answer(consent.request_id, AccessRequest.Answer.AGREED, "", by)
    journal.write(
        "access.receive_consent", consent, person=consent.person_id, detail={"permits": opened}, by=by
    )
    return int(opened)


@transaction.atomic
def withdraw(*, consent: Consent, by: Actor) -> int:
    """Withdraw a consent: from the next statement on its receiver sees nothing by it; returns how many permits ended."""
    if consent.received_at is None or consent.withdrawn_at is not None:
        raise NotStanding
    consent.withdrawn_at, consent.withdrawn_by = timezone.now(), by.id
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
    ended = call("SELECT authz.end_permits(%s)", consent.id)
    journal.write(
        "access.withdraw_consent", consent, person=consent.person_id, detail={"permits": ended}, by=by
    )
    return int(ended)


@transaction.atomic
def ask(*, person_id: UUID, purpose: str, note: str = "", by: Actor) -> UUID | None:
    """Ask whoever registered a person for access; None where there is nobody to ask. The journal names no person."""
    asked = call("SELECT authz.ask_access(%s, %s, %s)", person_id, purpose, note)
    journal.write("access.ask", detail={"asked": asked is not None}, by=by)
    return cast(UUID | None, asked)


@transaction.atomic
def refuse(*, asked: AccessRequest, refusal: str, by: Actor) -> None:
    """Answer a request with no, for a coded reason; raises NotStanding where it is answered."""
    if not may_answer(asked):
        raise NotStanding
    _answer(asked.id, AccessRequest.Answer.REFUSED, refusal, by)
    journal.write("access.refuse", asked, person=asked.person_id, by=by)


def _answer(request_id: UUID, answer: str, refusal: str, by: Actor) -> None:
    waiting = AccessRequest.objects.filter(pk=request_id, answer=AccessRequest.Answer.WAITING)
    waiting.update(answer=answer, refusal=refusal, answered_at=timezone.now(), answered_by=by.id)
