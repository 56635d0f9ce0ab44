"""Every write on referrals: one verb a function, each one transaction with its row of history and of the journal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tirek.access.actions import call
from tirek.agencies.models import Agency
from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.referrals import consents, deadlines
from tirek.referrals.facts import Asked, OnPaper, age_of, initials_of
from tirek.referrals.machine import Side, Status, Verb
from tirek.referrals.models import Numbering, Referral, ReferralMatter
from tirek.referrals.moving import Illegal, NotYours, Said, lock, move, stamp, write
from tirek.referrals.policies import category_of, may_pass_on, may_work, runs_out
from tirek.referrals.reasons import EndReason, NextStep
from tirek.services import actions as services
from tirek.services import queueing
from tirek.services.models import RefusalReason


class ConsentMissing(ValueError):
    """Nothing is told to another agency without the person's consent; only a slip goes in the person's own hand."""


class ReasonMissing(ValueError):
    """A refusal has a coded reason and a next step for the person, both."""


@transaction.atomic
def draft(*, asked: Asked, by: Actor) -> Referral:
    """Prepare a referral; nobody else sees it before it is sent. Raises NotYours where a parent may not be passed on."""
    if not may_work(by) or (asked.parent is not None and not may_pass_on(asked.parent, by)):
        raise NotYours("draft")
    assert by.agency_id is not None
    now = timezone.now()
    referral = Referral.objects.create(
        id=asked.id,
        from_agency_id=by.agency_id,
        to_agency=asked.to_agency,
        entered_by_id=by.agency_id,
        person=asked.person,
        kind=asked.kind,
        category=category_of(asked.kind),
        offer=asked.offer,
        initials=initials_of(asked.person),
        age=age_of(asked.person, timezone.localdate(now)),
        asked_for=asked.asked_for,
        is_urgent=asked.is_urgent,
        days_to_answer=asked.days_to_answer,
        hours_to_answer=asked.hours_to_answer,
        channel=asked.channel,
        contact=asked.contact,
        made_by=by.id,
        made_at=now,
        changed_at=now,
        escalate_to=asked.escalate_to or by.id,
        parent=asked.parent,
        consent=asked.consent,
    )
    ReferralMatter.objects.create(referral=referral, need=asked.need, wish_of=asked.wish_of, why=asked.why)
    journal.write("referrals.draft", referral, person=asked.person.id, by=by)
    return referral


@transaction.atomic
def send(*, referral: Referral, seen: str, by: Actor) -> Referral:
    """Send a draft under a number; raises ConsentMissing where none stands and the person does not carry it."""
    held = lock(referral, seen)
    sent, now = held.referral, timezone.now()
    consent = consents.of(sent)
    if sent.channel != Referral.Channel.SLIP:
        covers = consent is not None and consent.receiver_id == sent.to_agency_id
        if (
            not covers
            or not consents.stands(consent)
            or sent.category not in (consent.categories if consent else ())
        ):
            raise ConsentMissing
    year = timezone.localdate(now).year
    days = deadlines.URGENT_DAYS if sent.is_urgent and sent.days_to_answer is None else sent.days_to_answer
    return move(
        held,
        Verb.SEND,
        by=by,
        number=_next_number(sent.from_agency_id, year),
        year=year,
        sent_at=now,
        days_to_answer=days,
        due_at=deadlines.answer_due(now, days=days, hours=sent.hours_to_answer),
    )


def _next_number(agency_id: Any, year: int) -> int:
    """The next number of an agency in a year; whoever sends at the same moment waits for this one."""
    Numbering.objects.get_or_create(agency_id=agency_id, year=year)
    row = Numbering.objects.select_for_update().get(agency_id=agency_id, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


@transaction.atomic
def register(*, paper: OnPaper, by: Actor) -> Referral:
    """Enter a referral that came on paper, on a slip or by phone: it waits for an answer like any other."""
    if not may_work(by) or paper.channel == Referral.Channel.ONLINE:
        raise NotYours("register")
    assert by.agency_id is not None
    now = timezone.now()
    days = deadlines.URGENT_DAYS if paper.is_urgent else None
    referral = Referral.objects.create(
        id=paper.id,
        from_agency=paper.from_agency,
        to_agency_id=by.agency_id,
        entered_by_id=by.agency_id,
        person=paper.person,
        kind=paper.kind,
        category=category_of(paper.kind),
        initials=initials_of(paper.person),
        age=age_of(paper.person, timezone.localdate(now)),
        asked_for=paper.asked_for,
        is_urgent=paper.is_urgent,
        days_to_answer=days,
        hours_to_answer=paper.hours_to_answer,
        status=Status.REQUESTED,
        channel=paper.channel,
        contact=paper.contact,
        paper_number=paper.number,
        paper_on=paper.paper_on,
        officer=paper.officer,
        made_by=by.id,
        made_at=now,
        changed_at=now,
        sent_at=now,
        due_at=deadlines.answer_due(now, days=days, hours=paper.hours_to_answer),
        escalate_to=paper.escalate_to or by.id,
    )
    ReferralMatter.objects.create(referral=referral, wish_of=paper.wish_of, why=paper.why)
    write(referral, Verb.REGISTER, Status.DRAFT, Status.REQUESTED, Side.PROVIDER, Said(), 1, by=by)
    return referral


@transaction.atomic
def accept(
    *,
    referral: Referral,
    seen: str,
    receives: str,
    appointment_at: datetime | None,
    note: str = "",
    by: Actor,
) -> Referral:
    """Accept: who receives the person and when; what the consent covers opens to the receiver in the same transaction."""
    held, now = lock(referral, seen), timezone.now()
    accepted = move(
        held,
        Verb.ACCEPT,
        Said(note=note),
        by=by,
        accepted_by=receives,
        appointment_at=appointment_at,
        waits_until=None,
        left_to_answer=None,
        escalated_at=None,
        due_at=deadlines.outcome_due(now, appointment_at),
    )
    call("SELECT authz.permit_by_referral(%s)", accepted.pk)
    return accepted


@transaction.atomic
def ask(*, referral: Referral, seen: str, question: str, by: Actor) -> Referral:
    """Ask the sender; the clock of the answer is paused until they say."""
    held, now = lock(referral, seen), timezone.now()
    due_at = held.referral.due_at or now
    in_hours = held.referral.hours_to_answer is not None
    return move(
        held,
        Verb.ASK,
        Said(note=question),
        by=by,
        left_to_answer=deadlines.left_of(due_at, now, in_hours=in_hours),
        due_at=deadlines.after(now, deadlines.DAYS_TO_EXPLAIN),
        escalated_at=None,
    )


@transaction.atomic
def answer(*, referral: Referral, seen: str, text: str, by: Actor) -> Referral:
    """Answer the question: the clock goes on with what was left of it."""
    held, now = lock(referral, seen), timezone.now()
    in_hours = held.referral.hours_to_answer is not None
    due_at = deadlines.resumed(now, held.referral.left_to_answer or 0, in_hours=in_hours)
    return move(
        held, Verb.ANSWER, Said(note=text), by=by, due_at=due_at, left_to_answer=None, escalated_at=None
    )


@transaction.atomic
def wait(*, referral: Referral, seen: str, until: date, note: str = "", by: Actor) -> Referral:
    """Put the person on the waiting list: nothing is refused, and the day is named on which it is looked at again.

    Where the referral names an offer, the person waits in the offer's own queue with it.
    """
    held = lock(referral, seen)
    due_at = deadlines.end_of(until)
    one = move(held, Verb.WAIT, Said(note=note), by=by, waits_until=until, due_at=due_at, escalated_at=None)
    if one.offer is not None:
        queueing.enter(
            referral=one.pk, offer_id=one.offer, person_id=one.person_id, category=one.category, by=by
        )
    return one


@transaction.atomic
def refuse(
    *,
    referral: Referral,
    seen: str,
    reason: RefusalReason | None,
    next_step: str,
    next_agency: Agency | None = None,
    note: str = "",
    side: Side | None = None,
    by: Actor,
) -> Referral:
    """Refuse, for a coded reason and with a next step for the person; raises ReasonMissing. The sender then reviews it."""
    if (
        reason is None
        or next_step not in NextStep.values
        or (next_step == NextStep.OTHER and not note.strip())
    ):
        raise ReasonMissing
    held, now = lock(referral, seen), timezone.now()
    said = Said(
        reason=reason.code,
        next_step=next_step,
        next_agency=next_agency,
        note=note,
        side=side,
        detail={"reason": reason.code},
    )
    due_at = deadlines.after(now, deadlines.DAYS_TO_REVIEW)
    return move(
        held,
        Verb.REFUSE,
        said,
        by=by,
        due_at=due_at,
        waits_until=None,
        left_to_answer=None,
        escalated_at=None,
    )


@transaction.atomic
def agree(*, referral: Referral, seen: str, note: str = "", by: Actor) -> Referral:
    """The sender agrees to the refusal: it is closed as refused."""
    return move(lock(referral, seen), Verb.AGREE, Said(note=note), by=by, closed_at=timezone.now())


@transaction.atomic
def give_back(*, referral: Referral, seen: str, why: str, by: Actor) -> Referral:
    """The sender does not agree: the referral waits for an answer again, its clock anew."""
    held, now = lock(referral, seen), timezone.now()
    one = held.referral
    due_at = deadlines.answer_due(now, days=one.days_to_answer, hours=one.hours_to_answer)
    return move(held, Verb.GIVE_BACK, Said(note=why), by=by, due_at=due_at, escalated_at=None)


@transaction.atomic
def withdraw(
    *, referral: Referral, seen: str, reason: str, note: str = "", side: Side | None = None, by: Actor
) -> Referral:
    """Take a referral back, on the sender's part or on the person's word; what it had opened is closed."""
    if reason not in EndReason.values:
        raise ReasonMissing
    one = move(lock(referral, seen), Verb.WITHDRAW, Said(reason=reason, note=note, side=side), by=by)
    call("SELECT authz.end_referral_permits(%s)", one.pk)
    return one


@transaction.atomic
def mistake(*, referral: Referral, seen: str, note: str, by: Actor) -> Referral:
    """Entered in error: it stays readable and counts nowhere; what it had opened is closed.

    The line that it brought into the journal goes with it; one from which it was told afterwards was there before it.
    """
    held = lock(referral, seen)
    one = move(held, Verb.MISTAKE, Said(note=note), by=by)
    service = held.outcome.service if held.outcome else None
    if service is not None and service.agency_id == by.agency_id and one.source is None:
        services.strike(service=service, by=by)
    call("SELECT authz.end_referral_permits(%s)", one.pk)
    return one


@transaction.atomic
def expire(*, referral: Referral, by: Actor) -> Referral:
    """Nobody answered in the program long after it was due: it cancels the referral and says so to both sides."""
    held = lock(referral, stamp(referral, None))
    one, now = held.referral, timezone.now()
    late = one.due_at is not None and deadlines.expires_at(one.due_at) <= now
    waits = one.closed_at is None and (one.status, one.hold) in _EXPIRE
    if not late or not waits or not runs_out(one):
        raise Illegal(f"{one.status}: expire")
    source = Status(one.status)
    one.status, one.hold, one.closed_at, one.changed_at = Status.CANCELLED, "", now, now
    one.version += 1
    one.save(update_fields=["status", "hold", "closed_at", "changed_at", "version"])
    said = Said(reason=EndReason.SILENCE)
    write(one, Verb.EXPIRE, source, Status.CANCELLED, Side.SYSTEM, said, one.version, by=by)
    return one


_EXPIRE = {(Status.REQUESTED, ""), (Status.ON_HOLD, "question")}


@transaction.atomic
def escalate(*, referral: Referral, by: Actor) -> Referral:
    """A step is late: it stands before the named person from now on."""
    held = Referral.objects.select_for_update().get(pk=referral.pk)
    if held.escalated_at is None and held.is_overdue:
        held.escalated_at = timezone.now()
        held.save(update_fields=["escalated_at"])
        journal.write("referrals.escalate", held, person=held.person_id, by=by)
    return held
