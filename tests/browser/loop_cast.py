"""Who closes a loop: a social worker and her person, a lawyers' chamber and a probation service without an account, a grant of this year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

LOGIN, PASSWORD = "saule", "only for the browser"
PERSON = "Әбенов Данияр Серікұлы"
LAWYERS, LAWYERS_MAIL = "Коллегия адвокатов ВКО", "priem@advokat.example"
PROBATION = "Служба пробации г. Риддер"
GRANT = "Поддержка после освобождения"


def gather() -> None:
    """Name the agencies, hire the worker, register the person, open the grant."""
    from django.utils import timezone

    from tirek.agencies import actions as agencies
    from tirek.agencies.models import Agency, Worker
    from tirek.agencies.queries import worker_called
    from tirek.audit.actors import MACHINE
    from tirek.gate.acting import act_as
    from tirek.grants import actions as grants
    from tirek.people import actions as people
    from tirek.people.registering import NewPerson

    ours: Worker = worker_called()
    agencies.name_agency(name=LAWYERS, kind=Agency.Kind.BAR, by=MACHINE)
    agencies.name_agency(name=PROBATION, kind=Agency.Kind.PROBATION, by=MACHINE)
    worker = agencies.hire(
        login=LOGIN,
        password=PASSWORD,
        name="Сауле Омарова",
        post="социальный работник",
        agency=ours.agency,
        roles={"social_worker"},
        by=MACHINE,
    )
    with act_as(worker.actor):
        person = NewPerson(name=PERSON, birth_on=date(1991, 5, 12), sex="m")
        people.register(person=person, by=worker.actor)
    with act_as(ours.actor):
        year = timezone.localdate().year
        grant = grants.open_grant(
            agency=ours.agency,
            title=GRANT,
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            amount=Decimal(2_500_000),
            by=ours.actor,
        )
        grants.plan(grant=grant, code="legal", label="Юридическая помощь", planned=5, by=ours.actor)


if __name__ == "__main__":
    from tirek.config.installation import ready

    with ready():
        gather()
