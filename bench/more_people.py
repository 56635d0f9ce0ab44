"""Fill the register up to a number of people through its own action; run inside an installation's environment."""

from __future__ import annotations

import sys

from bench.people import invent
from tirek.config.installation import ready

AT_ONCE = 5_000


def fill(up_to: int, seed: int = 2017) -> None:
    """Register the people of the same seed who are not in the workbook."""
    with ready():
        from tirek.agencies.queries import worker_called
        from tirek.gate.acting import act_as
        from tirek.people.actions import register_many
        from tirek.people.models import Person
        from tirek.people.registering import NewPerson

        actor = worker_called().actor
        with act_as(actor):
            known = Person.objects.count()
        rest = invent(up_to, seed)[known:]
        for start in range(0, len(rest), AT_ONCE):
            people = [
                NewPerson(name=one.name, birth_on=one.born, sex=one.sex, iin=one.iin)
                for one in rest[start : start + AT_ONCE]
            ]
            with act_as(actor):
                register_many(people=people, by=actor)


if __name__ == "__main__":
    fill(int(sys.argv[1]))
