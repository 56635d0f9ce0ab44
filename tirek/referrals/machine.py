"""The states of a referral and every edge between them, as data: from, verb, to, and who may decide.

The codes are exactly the ten of the Task of a referral in FHIR R4 (Gravity SDOH Clinical Care). Its picture has no way from
`requested` to `on-hold` and back, and none from `rejected` back to `requested`: these we add, for a question, a waiting list, and
a sender who returns a refusal. Its ways from `on-hold` into the work we leave out: whoever waits is accepted first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """Where a referral stands."""

    DRAFT = "draft", _("draft")
    REQUESTED = "requested", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("refused")
    ON_HOLD = "on-hold", _("on hold")
    IN_PROGRESS = "in-progress", _("in work")
    COMPLETED = "completed", _("completed")
    FAILED = "failed", _("did not come about")
    CANCELLED = "cancelled", _("cancelled")
    ENTERED_IN_ERROR = "entered-in-error", _("entered in error")


class Side(models.TextChoices):
    """Who decided."""

    CLIENT = "client", pgettext_lazy("who decided", "the person")
    PROVIDER = "provider", _("the organisation asked")
    SENDER = "sender", _("the organisation that asks")
    SYSTEM = "system", _("the program")


class Hold(models.TextChoices):
    """Why a referral rests."""

    QUESTION = "question", _("a question to the sender")
    WAITING = "waiting", _("on the waiting list")


class Verb(models.TextChoices):
    """What is done to a referral; each is an action, a journal code and an address."""

    SEND = "send", _("sent")
    REGISTER = "register", _("registered from paper or by phone")
    ACCEPT = "accept", _("accepted")
    ASK = "ask", _("asked a question")
    ANSWER = "answer", _("answered the question")
    REFUSE = "refuse", _("refused")
    AGREE = "agree", _("agreed to the refusal")
    GIVE_BACK = "give_back", _("returned the refusal")
    WAIT = "wait", _("put on the waiting list")
    START = "start", _("help has begun")
    COMPLETE = "complete", _("completed")
    FAIL = "fail", _("did not come about")
    WITHDRAW = "withdraw", _("withdrawn")
    STOP = "stop", _("stopped: the consent is withdrawn")
    EXPIRE = "expire", _("ran out without an answer")
    MISTAKE = "mistake", _("entered in error")


@dataclass(frozen=True, slots=True)
class Edge:
    """One way from a state to another; `hold` is the reason of the rest it leads to, or is only open from."""

    source: Status
    verb: Verb
    target: Status
    sides: frozenset[Side]
    hold: Hold | None = None


_S, _P, _C, _M = Side.SENDER, Side.PROVIDER, Side.CLIENT, Side.SYSTEM


def _edge(source: Status, verb: Verb, target: Status, *sides: Side, hold: Hold | None = None) -> Edge:
    return Edge(source, verb, target, frozenset(sides), hold)


_OPEN: Final = (Status.REQUESTED, Status.ON_HOLD, Status.ACCEPTED, Status.IN_PROGRESS)

EDGES: Final[tuple[Edge, ...]] = (
    _edge(Status.DRAFT, Verb.SEND, Status.REQUESTED, _S),
    _edge(Status.DRAFT, Verb.REGISTER, Status.REQUESTED, _P),
    _edge(Status.DRAFT, Verb.WITHDRAW, Status.CANCELLED, _S, _C),
    _edge(Status.REQUESTED, Verb.ACCEPT, Status.ACCEPTED, _P),
    _edge(Status.REQUESTED, Verb.ASK, Status.ON_HOLD, _P, hold=Hold.QUESTION),
    _edge(Status.REQUESTED, Verb.WAIT, Status.ON_HOLD, _P, hold=Hold.WAITING),
    _edge(Status.REQUESTED, Verb.REFUSE, Status.REJECTED, _P),
    _edge(Status.REQUESTED, Verb.EXPIRE, Status.CANCELLED, _M),
    _edge(Status.ON_HOLD, Verb.ANSWER, Status.REQUESTED, _S, hold=Hold.QUESTION),
    _edge(Status.ON_HOLD, Verb.ACCEPT, Status.ACCEPTED, _P, hold=Hold.WAITING),
    _edge(Status.ON_HOLD, Verb.REFUSE, Status.REJECTED, _P, hold=Hold.WAITING),
    _edge(Status.ON_HOLD, Verb.EXPIRE, Status.CANCELLED, _M, hold=Hold.QUESTION),
    _edge(Status.REJECTED, Verb.AGREE, Status.REJECTED, _S),
    _edge(Status.REJECTED, Verb.GIVE_BACK, Status.REQUESTED, _S),
    _edge(Status.ACCEPTED, Verb.START, Status.IN_PROGRESS, _P),
    _edge(Status.ACCEPTED, Verb.WAIT, Status.ON_HOLD, _P, hold=Hold.WAITING),
    _edge(Status.ACCEPTED, Verb.COMPLETE, Status.COMPLETED, _P),
    _edge(Status.ACCEPTED, Verb.FAIL, Status.FAILED, _P, _C),
    _edge(Status.IN_PROGRESS, Verb.COMPLETE, Status.COMPLETED, _P),
    _edge(Status.IN_PROGRESS, Verb.FAIL, Status.FAILED, _P, _C),
    *(_edge(source, Verb.WITHDRAW, Status.CANCELLED, _S, _C) for source in _OPEN),
    *(_edge(source, Verb.STOP, Status.CANCELLED, _C) for source in (Status.DRAFT, *_OPEN)),
    *(
        _edge(source, Verb.MISTAKE, Status.ENTERED_IN_ERROR, _S, _P)
        for source in Status
        if source not in (Status.DRAFT, Status.ENTERED_IN_ERROR)
    ),
)
TOLD_APART: Final = frozenset({Status.IN_PROGRESS, Status.COMPLETED, Status.FAILED})
"""What tells whether the person came: kept in `Outcome`, which not every sender may read; the envelope stays `accepted`."""
OVER: Final = frozenset({Status.COMPLETED, Status.FAILED, Status.CANCELLED, Status.ENTERED_IN_ERROR})


def edges_of(verb: Verb) -> Iterator[Edge]:
    """Every edge of a verb."""
    return (edge for edge in EDGES if edge.verb == verb)


def edge(status: str, verb: str, hold: str = "") -> Edge | None:
    """The edge that a verb takes from a state; from a rest only the edges of its reason are open."""
    for one in EDGES:
        if one.source == status and one.verb == verb:
            rests = status == Status.ON_HOLD and one.hold is not None
            if not rests or one.hold == hold:
                return one
    return None


def verbs_from(status: str, hold: str = "") -> list[Verb]:
    """What may be done to a referral in a state, by anybody."""
    return [verb for verb in Verb if edge(status, verb, hold) is not None]


def shared(status: str) -> Status:
    """The code of the envelope that both sides read."""
    code = Status(status)
    return Status.ACCEPTED if code in TOLD_APART else code
