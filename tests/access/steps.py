"""What is done all day in tables that pass between agencies: whoever does it reads rows that no page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from tirek.access import actions as access
from tirek.access.models import Consent
from tirek.agencies.models import Worker
from tirek.gate.acting import act_as
from tirek.people.models import Person
from tirek.referrals import actions, jobs
from tirek.referrals.models import Referral
from tirek.referrals.tests import letter_make as letters
from tirek.referrals.tests import make as referrals
from tirek.services import queueing
from tirek.services.models import Offer
from tirek.visits.tests import make as visits

Things = Mapping[str, Any]


def _asked(by: Worker) -> Referral:
    waiting = Referral.objects.filter(to_agency_id=by.agency_id, status="requested", closed_at=None)
    found = waiting.filter(channel="online").first()
    assert found is not None
    return found


def _send(by: Worker, things: Things) -> None:
    referrals.under(Consent.objects.get(pk=things["consent"]), by)


def _refuse(by: Worker, things: Things) -> None:
    said = {"reason": referrals.reason(), "next_step": "talk"}
    referrals.doing(actions.refuse, _asked(by), by, **said)


def _accept(by: Worker, things: Things) -> None:
    referrals.doing(actions.accept, _asked(by), by, receives="М. Ибраев", appointment_at=None)


def _withdraw(by: Worker, things: Things) -> None:
    access.withdraw(person_id=things["person"], consents=None, by=by.actor)


def _write(by: Worker, things: Things) -> None:
    letters.letter_of(Referral.objects.get(pk=things["referral"]), by)


def _wait(by: Worker, things: Things) -> None:
    offer = Offer.objects.get(pk=things["offer"])
    waiting = offer.waiting.filter(ended_at=None, referral=None).exclude(person_id=things["person"]).first()
    assert waiting is not None
    queueing.end_waiting(waiting=waiting, how="withdrew", by=by.actor)
    queueing.wait(offer=offer, person=waiting.person, by=by.actor)


def _try(by: Worker, things: Things) -> None:
    visits.tried(by, Person.objects.get(pk=things["person"]))


def _look_at_deadlines(by: Worker, things: Things) -> None:
    jobs.look_at_deadlines(0)


_STEPS: Final[Mapping[str, Callable[[Worker, Things], None]]] = {
    "send a referral": _send,
    "refuse a referral": _refuse,
    "accept a referral": _accept,
    "withdraw every consent": _withdraw,
    "write and sign a letter": _write,
    "leave a queue and wait anew": _wait,
    "try to reach somebody": _try,
    "look at deadlines": _look_at_deadlines,
}
STEPS: Final = tuple(_STEPS)
"""Steps by their names; the last is what the program does every hour."""


def take(step: str, by: Worker, things: Things) -> None:
    """Take a step as a worker, with the things of the world by their names."""
    with act_as(by.actor):
        _STEPS[step](by, things)
