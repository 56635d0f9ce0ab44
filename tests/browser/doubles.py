"""Four records that an agency registered as four people: one pair waits in the queue, of the other it was said that they are two."""

from __future__ import annotations

from datetime import date

NAMES = (
    ("Қасымов Дәурен Серікұлы", "Касымов Даурен Серикович", date(1987, 6, 5)),
    ("Воротников Лев Ильич", "Воротникова Лев Ильич", date(1979, 2, 11)),
)


def register() -> None:
    """Register them, look for pairs, and decide one."""
    from tirek.agencies.queries import worker_called
    from tirek.gate.acting import act_as
    from tirek.people import actions, joining, pairing
    from tirek.people.models import PossiblePair
    from tirek.people.registering import NewPerson

    worker = worker_called()
    with act_as(worker.actor):
        for kazakh, russian, born in NAMES:
            for name in (kazakh, russian):
                place = "г. Риддер" if name == kazakh else "с. Глубокое"
                actions.register(
                    person=NewPerson(name=name, birth_on=born, sex="m", place=place), by=worker.actor
                )
    pairing.search(agency_id=worker.agency_id)
    with act_as(worker.actor):
        pair = PossiblePair.objects.order_by("found_at").last()
        assert pair is not None
        joining.keep_apart(
            one=pair.person_id,
            other=pair.other_id,
            why="Пришли вместе",
            reasons=pair.reasons,
            by=worker.actor,
        )


if __name__ == "__main__":
    from tirek.config.installation import ready

    with ready():
        register()
