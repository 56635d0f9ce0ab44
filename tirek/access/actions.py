"""Writes on consents and on requests for access; permits follow in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from tirek.access import events, texts
from tirek.access.models import AccessRequest, Consent, Notice
from tirek.access.ordering import order_paper
from tirek.access.policies import may_answer, may_change
from tirek.agencies.models import Agency
from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.gate import vault
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


def _may_be_drawn_up(wanted: list[int], starts_on: date, ends_on: date, instead_of: Consent | None) -> None:
    """Raise what speaks against a consent to these categories for this term."""
    if ends_on < starts_on:
        raise EndsBeforeStart
    if ends_on < timezone.localdate():
        raise TermOver
    if Category.HEALTH in wanted and wanted != [Category.IDENTITY, Category.HEALTH]:
        raise OthersToo
    if instead_of is not None and not may_change(instead_of):
        raise NotStanding


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
    instead_of: Consent | None = None,
    opens_on_acceptance: bool = False,
    by: Actor,
) -> Consent:
    """Prepare a consent to be printed and signed; raises EndsBeforeStart, TermOver and OthersToo. It opens nothing yet.

    Other terms are a new version, `instead_of` the one before: an unsigned one is void at once, a signed one stands until this
    one is signed. What `opens_on_acceptance` opens nothing before the receiver has accepted the referral it was taken for.
    """
    wanted = sorted({int(one) for one in categories} | {int(Category.IDENTITY)})
    _may_be_drawn_up(wanted, starts_on, ends_on, instead_of)
    assert by.agency_id is not None
    consent = Consent.objects.create(
        person_id=person_id,
        operator_id=by.agency_id,
        operator_bin=operator_bin,
        receiver=receiver,
        categories=wanted,
        is_health=Category.HEALTH in wanted,
        purpose=purpose,
        language=language,
        wording=texts.CURRENT,
        starts_on=starts_on,
        ends_on=ends_on,
        drawn_up_by=by.id,
        request_id=asked.id if asked else (instead_of.request_id if instead_of else None),
        version=instead_of.version + 1 if instead_of else 1,
        replaces=instead_of.id if instead_of else None,
        opens_on_acceptance=opens_on_acceptance,
    )
    if instead_of is not None:
        call("SELECT authz.replace_consent(%s)", consent.id)
    detail = {"version": consent.version} if instead_of else {}
    journal.write("access.draw_up_consent", consent, person=person_id, detail=detail, by=by)
    order_paper(consent.id, by)
    return consent


@transaction.atomic
def keep_paper(*, consent: Consent, body: bytes | None, by: Actor) -> None:
    """Keep the paper as it was set, sealed under the person's key; None where it could not be set."""
    if body is None:
        Consent.objects.filter(pk=consent.pk).update(paper_failed_at=timezone.now())
    else:
        paper = vault.put(vault.CONSENT, body, person=consent.person_id)
        Consent.objects.filter(pk=consent.pk, paper__isnull=True).update(paper=paper, paper_failed_at=None)
    detail = {"failed": True} if body is None else {}
    journal.write("access.keep_paper", consent, person=consent.person_id, detail=detail, by=by)


@transaction.atomic
def hand_out(*, consent: Consent, by: Actor) -> bytes:
    """The paper, to be printed; from the first time on no term changes. Raises NotStanding where there is none to sign."""
    if consent.paper is None:
        raise NotStanding
    if consent.printed_at is None and consent.state_on(timezone.localdate()) == "waits":
        Consent.objects.filter(pk=consent.pk, printed_at__isnull=True).update(printed_at=timezone.now())
    journal.write("access.print_consent", consent, person=consent.person_id, by=by)
    return vault.read(consent.paper)


@transaction.atomic
def receive(*, consent: Consent, signed_on: date, how: str = Consent.Signed.PAPER, by: Actor) -> int:
    """Mark a consent as signed, on paper or on the screen, and open what it names; returns how many permits.

    Raises SignedInFuture, TermOver, and NotStanding for what was withdrawn or replaced.
    """
    today = timezone.localdate()
    if signed_on > today:
        raise SignedInFuture
    if consent.ends_on < today:
        raise TermOver
    if consent.withdrawn_at is not None or consent.replaced_at is not None:
        raise NotStanding
    if consent.received_at is None:
        consent.signed_on, consent.received_at, consent.received_by = signed_on, timezone.now(), by.id
        consent.signed_how = how
        consent.save(update_fields=["signed_on", "signed_how", "received_at", "received_by"])
    if consent.replaces is not None:
        call("SELECT authz.replace_consent(%s)", consent.id)
    opened = call("SELECT authz.permit_by_consent(%s)", consent.id)
    if consent.request_id is not None:
        _answer(consent.request_id, AccessRequest.Answer.AGREED, "", by)
    journal.write(
        "access.receive_consent",
        consent,
        person=consent.person_id,
        detail={"permits": opened, "how": consent.signed_how},
        by=by,
    )
    return int(opened)


@transaction.atomic
def decline(*, consent: Consent, by: Actor) -> None:
    """The person does not agree: nothing is opened, nothing is refused for it, and a request for access is answered so."""
    if consent.state_on(timezone.localdate()) != "waits":
        raise NotStanding
    call("SELECT authz.withdraw_consents(%s, %s::uuid[])", consent.person_id, [consent.id])
    events.withdrawn(consent.person_id, by)
    if consent.request_id is not None:
        _answer(consent.request_id, AccessRequest.Answer.REFUSED, AccessRequest.Refusal.DECLINED, by)
    journal.write("access.decline_consent", consent, person=consent.person_id, by=by)


@transaction.atomic
def withdraw(*, person_id: UUID, consents: Iterable[UUID] | None, by: Actor) -> int:
    """Take the person's word: withdraw these consents, or without any named every one there is, at once and everywhere.

    Any agency that sees the person may; returns how many the reader may know of. Raises NotStanding where none of those named
    stood. Whoever withdraws everything withdraws what they do not see, too, and learns nothing of it.
    """
    if consents is None:
        ended = call("SELECT authz.withdraw_consents(%s, NULL)", person_id)
    else:
        ended = call("SELECT authz.withdraw_consents(%s, %s::uuid[])", person_id, list(consents))
        if not ended:
            raise NotStanding
    events.withdrawn(person_id, by)
    journal.write(
        "access.withdraw_consents", person=person_id, detail={"everything": consents is None}, by=by
    )
    return len(ended)


@transaction.atomic
def note_told(*, notice: Notice, by: Actor) -> None:
    """A notice was taken note of, or the person was told: by whom and when stays with it."""
    waiting = Notice.objects.filter(pk=notice.pk, done_at__isnull=True)
    if waiting.update(done_at=timezone.now(), done_by=by.id):
        journal.write(
            "access.note_told", notice, person=notice.person_id, detail={"kind": notice.kind}, by=by
        )


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
