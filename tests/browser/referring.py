"""Two agencies beside the pilot's own, and referrals between them in every state that a page shows differently."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any


def refer() -> None:
    """Send, answer, refuse, close: as the workers of each agency would."""
    from django.utils import timezone

    from tirek.access import actions as access
    from tirek.agencies import actions as agencies
    from tirek.agencies.models import Agency, Worker
    from tirek.agencies.queries import worker_called
    from tirek.audit.actors import MACHINE
    from tirek.gate.acting import act_as
    from tirek.people import actions as people
    from tirek.people.models import Person
    from tirek.people.registering import NewPerson
    from tirek.referrals import actions, closing
    from tirek.referrals.facts import Asked, OnPaper
    from tirek.referrals.models import Referral
    from tirek.referrals.moving import outcome_of, stamp
    from tirek.services.models import RefusalReason, ServiceKind

    ours = worker_called()
    today = timezone.localdate()
    kinds = {one.code: one for one in ServiceKind.objects.all()}
    package, lawyer = kinds["social_package"], kinds["legal_advice"]

    def hired(name: str, kind: str, login: str, who: str, role: str) -> Worker:
        agency = agencies.name_agency(name=name, kind=kind, by=MACHINE)
        return agencies.hire(
            login=login, password="only for the browser", name=who, agency=agency, roles={role}, by=MACHINE
        )

    probation = hired(
        "Служба пробации г. Риддер", Agency.Kind.PROBATION, "probation", "Д. Петров", "probation_officer"
    )
    welfare = hired("Отдел соцзащиты г. Риддер", Agency.Kind.SOCIAL, "welfare", "Н. Белова", "social_worker")

    def doing(verb: Any, referral: Referral, by: Worker, **said: Any) -> None:
        with act_as(by.actor):
            fresh = Referral.objects.get(pk=referral.pk)
            verb(referral=fresh, seen=stamp(fresh, outcome_of(fresh.pk)), by=by.actor, **said)

    def sent(by: Worker, to: Worker, person: Person, kind: ServiceKind, text: str, **said: Any) -> Referral:
        with act_as(by.actor):
            consent = access.draw_up(
                person_id=person.id,
                receiver=to.agency,
                categories=(1, 2, 3),
                purpose="support",
                language="ru",
                operator_bin="990140009999",
                starts_on=today,
                ends_on=today + timedelta(days=180),
                opens_on_acceptance=True,
                by=by.actor,
            )
            access.receive(consent=consent, signed_on=today, by=by.actor)
            contact = f"{by.name}, 8 7232 00-00-00"
            asked = Asked(
                person=person,
                to_agency=to.agency,
                kind=kind,
                asked_for=text,
                contact=contact,
                consent=consent.id,
                **said,
            )
            draft = actions.draft(asked=asked, by=by.actor)
            return actions.send(referral=draft, seen=stamp(draft, None), by=by.actor)

    with act_as(ours.actor):
        own = list(Person.objects.heads().filter(registered_by=ours.agency).order_by("sort_key")[:4])
    with act_as(probation.actor):
        theirs = [
            people.register(person=NewPerson(name=name, birth_on=born, sex="m"), by=probation.actor)
            for name, born in (
                ("Садықов Ерлан Маратұлы", date(1984, 4, 2)),
                ("Жумабаев Тимур Асқарұлы", date(1995, 9, 17)),
            )
        ]
    sent(
        probation,
        ours,
        theirs[0],
        package,
        "Продуктовый и гигиенический набор",
        why="Дохода нет до зарплаты 15.12",
    )
    asked = sent(probation, ours, theirs[1], lawyer, "Порядок погашения иска", is_urgent=True)
    doing(actions.ask, asked, ours, question="По какому решению суда иск?")
    accepted = sent(probation, ours, theirs[1], package, "Одежда на зиму")
    doing(
        actions.accept,
        accepted,
        ours,
        receives="Айгүл Смағұлова",
        appointment_at=timezone.now() + timedelta(days=2),
    )
    with act_as(ours.actor):
        paper = OnPaper(
            person=own[3],
            from_agency=probation.agency,
            kind=package,
            asked_for="Социальный пакет",
            channel="slip",
            number="12/345",
            paper_on=today,
            officer="Д. Петров",
        )
        actions.register(paper=paper, by=ours.actor)
    refused = sent(
        ours, welfare, own[0], package, "Адресная социальная помощь", why="Живёт с матерью-пенсионеркой"
    )
    reason = RefusalReason.objects.get(code="out_of_stock")
    doing(
        actions.refuse, refused, welfare, reason=reason, next_step="agency", next_agency=probation.agency,
        note="Примут в понедельник до 13:00, с удостоверением",
    )  # fmt: skip
    done = sent(ours, welfare, own[1], lawyer, "Консультация по жилью")
    doing(actions.accept, done, welfare, receives="Н. Белова", appointment_at=None)
    doing(closing.complete, done, welfare, received=True, given_on=today, note="Заявление подано")
    with act_as(ours.actor):
        waiting = access.draw_up(
            person_id=own[2].id,
            receiver=welfare.agency,
            categories=(1, 2, 3),
            purpose="support",
            language="ru",
            operator_bin="990140009999",
            starts_on=today,
            ends_on=today + timedelta(days=180),
            opens_on_acceptance=True,
            by=ours.actor,
        )
        actions.draft(
            asked=Asked(
                person=own[2], to_agency=welfare.agency, kind=lawyer, asked_for="Прописка", consent=waiting.id
            ),
            by=ours.actor,
        )


if __name__ == "__main__":
    from tirek.config.installation import ready

    with ready():
        refer()
