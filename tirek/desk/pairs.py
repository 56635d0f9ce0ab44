"""«Possible pairs»: the queue of records that may be one person, a pair in two columns, requests between agencies, and undoing."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.desk import pair_showing as showing
from tirek.desk.pair_words import done_in_words, refusal_in_words
from tirek.people import joining, waiting
from tirek.people.models import JoinRequest, PairDecision, Person, PossiblePair
from tirek.people.policies import may_pair
from tirek.ui.pages import done, go_to, respond

SHORTEST_WHY = 10


def _refused(request: StaffRequest, person: UUID | None = None) -> Http404:
    readings.deny(person=person, purpose=Purpose.RECOGNISE, by=request.worker.actor)
    return Http404()


def _pair(request: StaffRequest, pair_id: UUID) -> PossiblePair:
    mine = PossiblePair.objects.filter(agency_id=request.worker.agency_id).select_related("person")
    pair = mine.filter(pk=pair_id).first() if may_pair(request.worker.actor) else None
    if pair is None:
        raise _refused(request)
    return pair


@require_GET
def pairs(request: StaffRequest) -> HttpResponseBase:
    """The queue: what a decision unlocks comes first; rows of imports are answered on their own page."""
    by = request.worker.actor
    if not may_pair(by):
        raise _refused(request)
    beside = waiting.beside(by)
    lines = showing.ordered(showing.open_pairs(request.worker.agency_id), beside)
    of_us, by_us, unreviewed = showing.requests_of(by)
    put_off = PossiblePair.objects.filter(agency_id=request.worker.agency_id, decided="").count() - len(lines)
    readings.note(
        Action.OPEN, purpose=Purpose.RECOGNISE, rows=len(lines[: showing.SHOWN]) + len(beside.lines), by=by
    )
    context = {
        "nav": "people",
        "lines": lines[: showing.SHOWN],
        "total": len(lines),
        "shown": showing.SHOWN,
        "put_off": max(put_off, 0),
        "beside": beside,
        "of_us": of_us,
        "by_us": by_us,
        "unreviewed": unreviewed,
    }
    return respond(request, "desk/pairs.html", context)


@require_GET
def pair(request: StaffRequest, pair_id: UUID) -> HttpResponseBase:
    """Two records side by side, and why they may be one person."""
    return _show(request, _pair(request, pair_id))


def _show(request: StaffRequest, one: PossiblePair, refusal: str = "", typed: str = "") -> HttpResponseBase:
    left, right = showing.side_of(one.person_id), showing.side_of(one.other_id)
    if left.person is None:
        raise _refused(request, one.person_id)
    seen = [side.person.pk for side in (left, right) if side.person is not None]
    readings.note(Action.OPEN, people=seen, purpose=Purpose.RECOGNISE, by=request.worker.actor)
    decision = showing.decision_between(one.person_id, one.other_id)
    is_ours = right.person is not None and right.person.registered_by_id == request.worker.agency_id
    context = {
        "nav": "people",
        "pair": one,
        "left": left,
        "right": right,
        "facts": showing.facts_of(left, right),
        "evidence": showing.evidence_of(one.reasons) if right.person is not None else [],
        "decision": decision if decision is not None and decision.stands else None,
        "is_ours": is_ours,
        "refusal": refusal,
        "typed": typed,
    }
    return respond(request, "desk/pair.html", context, status=422 if refusal else 200)


@require_POST
def decide(request: StaffRequest, pair_id: UUID) -> HttpResponseBase:
    """One person, never one person, ask the other agency, or later; the next pair follows at once."""
    one, by = _pair(request, pair_id), request.worker.actor
    answer, why = request.POST.get("answer", ""), request.POST.get("why", "").strip()
    if one.decided and answer != "later":
        return _show(request, one, refusal_in_words("ended"), why)
    if answer == "ask" and len(why) < SHORTEST_WHY:
        return _show(
            request, one, _("Say why you think so: the other organisation decides by your words."), why
        )
    try:
        undo = _decided(one, answer, why, request)
    except joining.NotPaired as refused:
        return _show(request, one, refusal_in_words(refused.code), why)
    if undo is None:
        return _show(request, one, _("Choose an answer."), why)
    done(request, done_in_words(answer), undo_url=undo)
    readings.note(Action.OPEN, person=one.person_id, purpose=Purpose.RECOGNISE, by=by)
    return _next(request)


def _decided(one: PossiblePair, answer: str, why: str, request: StaffRequest) -> str | None:
    """Do it; the address that takes it back."""
    by = request.worker.actor
    if answer == "join":
        other = Person.objects.filter(pk=one.other_id).first()
        if other is None:
            raise joining.NotPaired("elsewhere")
        made = joining.join(one=one.person, other=other, why=why, bits=one.bits, reasons=one.reasons, by=by)
        return reverse("desk:undo_decision", args=[made.pk])
    if answer == "apart":
        made = joining.keep_apart(
            one=one.person_id, other=one.other_id, why=why, bits=one.bits, reasons=one.reasons, by=by
        )
        return reverse("desk:undo_decision", args=[made.pk])
    if answer == "ask":
        asked = joining.ask_to_join(one=one.person, other_id=one.other_id, why=why, by=by)
        return reverse("desk:answer_join", args=[asked.pk])
    if answer == "later":
        joining.put_off(pair=one, by=by)
        return reverse("desk:take_up", args=[one.pk])
    return None


def _next(request: StaffRequest) -> HttpResponseBase:
    lines = showing.ordered(
        showing.open_pairs(request.worker.agency_id), waiting.beside(request.worker.actor)
    )
    return go_to(request, "desk:pair", lines[0].pair.pk) if lines else go_to(request, "desk:pairs")


@require_POST
def take_up(request: StaffRequest, pair_id: UUID) -> HttpResponseBase:
    """Take back that a pair was put off."""
    one = _pair(request, pair_id)
    joining.take_up(pair=one, by=request.worker.actor)
    done(request, _("The pair is in the queue again."))
    return go_to(request, "desk:pair", one.pk)


def _decision(request: StaffRequest, decision_id: UUID) -> PairDecision:
    found = PairDecision.objects.filter(pk=decision_id).first() if may_pair(request.worker.actor) else None
    if found is None:
        raise _refused(request)
    return found


@require_GET
def decision(request: StaffRequest, decision_id: UUID) -> HttpResponseBase:
    """What was decided of two records, by whom and why, and how it is undone."""
    return _show_decision(request, _decision(request, decision_id))


def _show_decision(request: StaffRequest, made: PairDecision, refusal: str = "") -> HttpResponseBase:
    people = Person.objects.in_bulk([made.one_id, made.other_id])
    readings.note(Action.OPEN, people=list(people), purpose=Purpose.RECOGNISE, by=request.worker.actor)
    decided_by, ended_by = showing.said_by(made)
    context = {
        "nav": "people",
        "made": made,
        "one": people.get(made.one_id),
        "other": people.get(made.other_id),
        "evidence": showing.evidence_of(made.reasons) if len(people) == 2 else [],
        "decided_by": decided_by,
        "ended_by": ended_by,
        "refusal": refusal,
    }
    return respond(request, "desk/decision.html", context, status=422 if refusal else 200)


@require_POST
def undo_decision(request: StaffRequest, decision_id: UUID) -> HttpResponseBase:
    """Split what was joined, or lift that two are kept apart; within thirty days by one press."""
    made, by = _decision(request, decision_id), request.worker.actor
    undo = joining.split if made.outcome == PairDecision.Outcome.SAME else joining.lift_apart
    try:
        undo(decision=made, why=request.POST.get("why", ""), by=by)
    except joining.NotPaired as refused:
        return _show_decision(request, made, refusal_in_words(refused.code))
    done(request, _("Undone: both records are as they were before."))
    both = (made.one_id, made.other_id)
    mine = PossiblePair.objects.filter(
        agency_id=request.worker.agency_id, person_id__in=both, other_id__in=both
    ).first()
    return go_to(request, "desk:pair", mine.pk) if mine else go_to(request, "desk:decision", made.pk)


def _request(request: StaffRequest, join_id: UUID) -> JoinRequest:
    found = JoinRequest.objects.filter(pk=join_id).first() if may_pair(request.worker.actor) else None
    if found is None:
        raise _refused(request)
    return found


@require_GET
def join_request(request: StaffRequest, join_id: UUID) -> HttpResponseBase:
    """A request between two agencies: our record in full, of theirs what permits open."""
    return _show_request(request, _request(request, join_id))


def _show_request(request: StaffRequest, asked: JoinRequest, refusal: str = "") -> HttpResponseBase:
    by = request.worker.actor
    asking = showing.asking_of(asked, by)
    sides = [showing.side_of(one.pk) for one in (asking.mine, asking.theirs) if one is not None]
    seen = [side.person.pk for side in sides if side.person is not None]
    readings.note(Action.OPEN, people=seen, purpose=Purpose.RECOGNISE, by=by)
    is_ours = asked.agency_id == by.agency_id
    context = {
        "nav": "people",
        "asking": asking,
        "asked": asked,
        "left": showing.side_of(asking.mine.pk) if asking.mine else showing.Side(None),
        "right": showing.side_of(asking.theirs.pk) if asking.theirs else showing.Side(None),
        "facts": showing.facts_of(*sides) if len(sides) == 2 else [],
        "is_ours": is_ours,
        "made": PairDecision.objects.filter(asked=asked.pk).first(),
        "refusal": refusal,
    }
    return respond(request, "desk/join_request.html", context, status=422 if refusal else 200)


@require_POST
def answer_join(request: StaffRequest, join_id: UUID) -> HttpResponseBase:
    """Yes, no, take it back, carry it out after the delay, or let a join stand that nobody here had answered."""
    asked, by = _request(request, join_id), request.worker.actor
    answer = request.POST.get("answer", "withdraw")
    try:
        if answer == "review":
            joining.review_join(request=asked, by=by)
        else:
            agrees = answer == "agree"
            joining.answer_join(request=asked, agrees=agrees, note=request.POST.get("why", ""), by=by)
    except joining.NotPaired as refused:
        return _show_request(request, asked, refusal_in_words(refused.code))
    made = PairDecision.objects.filter(asked=asked.pk).first() if answer == "agree" else None
    undo = reverse("desk:undo_decision", args=[made.pk]) if made is not None else ""
    done(request, done_in_words(answer), undo_url=undo)
    return go_to(request, "desk:pairs")
