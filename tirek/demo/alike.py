"""Two records that may be one person, put into the queue of pairs, for the documentation's pictures."""

from __future__ import annotations

from datetime import date
from typing import Final

from tirek.config.installation import ready

NAMES: Final = ("Қасымов Дәурен Серікұлы", "Касымов Даурен Серикович")
BORN: Final = date(1987, 6, 5)


def register() -> None:
    """Register both as lists do, unasked whether they are one, and look for pairs."""
    from tirek.agencies.queries import worker_called
    from tirek.gate.acting import act_as
    from tirek.people import actions, pairing
    from tirek.people.registering import NewPerson

    worker = worker_called()
    with act_as(worker.actor, purpose="demo"):
        for name in NAMES:
            actions.register(person=NewPerson(name=name, birth_on=BORN, sex="m"), by=worker.actor)
    pairing.search(agency_id=worker.agency_id)


if __name__ == "__main__":
    with ready():
        register()
