"""What the pilot's agency offered in 2017 and would offer now: 45 packages, a medical check, a lawyer, a shelter; and its leisure."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import uuid4

STARTED = date(2017, 7, 21)
OFFICE: dict[str, Any] = {
    "days": range(5),
    "opens_at": time(9),
    "closes_at": time(18),
    "break_from": time(13),
    "break_to": time(14),
}


def offer() -> None:
    """Put it into the catalogue; one of the pilot's people waits for the shelter."""
    from tirek.agencies.queries import worker_called
    from tirek.gate.acting import act_as
    from tirek.grants.models import Grant
    from tirek.people.models import Person
    from tirek.services import activities, offering, queueing
    from tirek.services.models import ServiceKind
    from tirek.services.offering import Names, OfferFacts

    by = worker_called().actor
    with act_as(by):
        kinds = {kind.code: kind.pk for kind in ServiceKind.objects.all()}
        grant = Grant.objects.first()
        package = OfferFacts(
            kind_id=kinds["social_package"],
            place="Усть-Каменогорск",
            contact="Социальный работник, 7232 00-00-00",
            conditions=[{"code": "in_hardship", "value": True}, {"code": "not_working", "value": True}],
            papers=["id_card", "release_certificate"],
            cost=Decimal(9500),
            grant_id=grant.pk if grant else None,
            starts_on=STARTED,
            **OFFICE,
        )
        names = Names(ru="Продуктовый и гигиенический набор", kk="Азық-түлік және гигиена жинағы")
        given_out = offering.offer_help(names=names, facts=package, limit="stock", total=45, by=by)
        offering.limit_to(offer=given_out, limit="stock", total=45, left=0, seen=45, by=by)
        later = Names(ru="Социальный пакет", kk="Әлеуметтік пакет", en="Social package")
        offering.rename_offer(offer=given_out, names=later, since=date(2017, 9, 1), by=by)
        shelter = OfferFacts(
            kind_id=kinds["shelter"],
            place="Усть-Каменогорск",
            conditions=[{"code": "no_home", "value": True}, {"code": "sex", "value": "m"}],
            keeps_queue=True,
            days=range(7),
            opens_at=time(18),
            closes_at=time(9),
            works_on_holidays=True,
            days_to_answer=None,
            hours_to_answer=2,
            starts_on=STARTED,
        )
        night = offering.offer_help(
            names=Names(ru="Ночлег", kk="Түнеу орны"), facts=shelter, limit="places", total=12, by=by
        )
        offering.limit_to(
            offer=night, limit="places", total=12, left=0, next_on=date(2099, 1, 12), seen=12, by=by
        )
        person = Person.objects.filter(head__isnull=True).order_by("number").first()
        assert person is not None
        queueing.wait(offer=night, person=person, by=by)
        lawyer = OfferFacts(
            kind_id=kinds["legal_advice"],
            place="Риддер",
            starts_on=STARTED,
            **OFFICE | {"break_from": None, "break_to": None},
        )
        offering.offer_help(names=Names(ru="Приём юриста", kk="Заңгер қабылдауы"), facts=lawyer, by=by)
        evening = activities.propose_activity(
            id=uuid4(), title="Литературный вечер", with_whom="Библиотека им. О. Бокея", by=by
        )
        activities.ask_instead(activity=evening, text="просто в кино, без библиотеки", people=4, by=by)
        activities.drop_activity(activity=evening, version=1, why="без призов не пришли бы", by=by)
        tennis = activities.propose_activity(id=uuid4(), title="Турнир по настольному теннису", by=by)
        activities.hold_activity(activity=tennis, version=1, held_on=date(2017, 10, 14), came=8, by=by)
        activities.propose_activity(id=uuid4(), title="Футбол с сотрудниками пробации", by=by)


if __name__ == "__main__":
    from tirek.config.installation import ready

    with ready():
        offer()
