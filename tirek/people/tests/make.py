"""People for tests, all invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from tirek.agencies.models import Worker
from tirek.gate.acting import act_as
from tirek.people import actions, joining
from tirek.people.models import JoinRequest, PairDecision, Person
from tirek.people.registering import NewPerson

IIN = "890308399989"
"""A right IIN of an invented man born on 08.03.1989."""
REAL_LOOKING_IIN = "890308300127"
"""A right IIN with an ordinary serial number: to the program whoever has it is real. It belongs to nobody we know of."""


def person(by: Worker, name: str = "Серікұлы Нұрлан Ғабитұлы", **said: Any) -> Person:
    """Somebody registered by a worker."""
    return actions.register(person=NewPerson(name=name, **said), by=by.actor)


def nurlan(by: Worker) -> Person:
    """A man of whom everything is known."""
    return person(
        by, birth_on=date(1989, 3, 8), sex="m", iin=IIN, phones=("+7 701 000 00 00",), place="г. Риддер"
    )


def joined(one: Person, other: Person, by: Worker) -> PairDecision:
    """Two records of one agency joined, `one` kept."""
    return joining.join(one=one, other=other, by=by.actor)


def joined_between(one: Person, by: Worker, other: Person, answered_by: Worker) -> PairDecision:
    """Records of two agencies joined: one asked, the other agreed."""
    with act_as(by.actor):
        asked = joining.ask_to_join(one=one, other_id=other.pk, why="Пришёл с тем же паспортом", by=by.actor)
    with act_as(answered_by.actor):
        request = JoinRequest.objects.get(pk=asked.pk)
        joining.answer_join(request=request, agrees=True, by=answered_by.actor)
        return PairDecision.objects.get(asked=asked.pk)
