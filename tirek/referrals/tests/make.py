"""Two agencies, a person of the first, a consent that opens on acceptance, and referrals, all invented."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tirek.access.models import Consent
from tirek.access.tests import make as access
from tirek.agencies.models import Agency, Worker
from tirek.agencies.roles import FIRST, roles_for
from tirek.agencies.tests import make as staff
from tirek.gate.acting import act_as
from tirek.people.models import Person
from tirek.people.tests import make as people
from tirek.referrals import actions
from tirek.referrals.facts import Asked, OnPaper
from tirek.referrals.models import Referral
from tirek.referrals.moving import outcome_of, stamp
from tirek.services.models import RefusalReason, ServiceKind


@dataclass
class Cast:
    """Who sends, who is asked, and for whom."""

    sender: Worker
    provider: Worker
    person: Person
    kind: ServiceKind


def kind(category: str = "legal") -> ServiceKind:
    """A kind of help of the catalogue."""
    found = ServiceKind.objects.filter(category=category, proposed=False).order_by("id").first()
    assert found is not None
    return found


def reason(code: str = "out_of_stock") -> RefusalReason:
    """A coded reason of refusal."""
    return RefusalReason.objects.get(code=code)


def cast(*, sends: str = Agency.Kind.NGO, gives: str = Agency.Kind.NGO, category: str = "legal") -> Cast:
    """A worker who sends and acts, another agency's who answers, and somebody the first has registered."""
    first = staff.agency("Отправитель", sends)
    roles = FIRST if sends == Agency.Kind.NGO else roles_for(sends)
    sender = staff.worker("sender", of=first, name="Айгүл Смағұлова", roles=roles)
    second = staff.agency("Получатель", gives)
    roles = FIRST if gives == Agency.Kind.NGO else roles_for(gives)
    provider = staff.worker("provider", of=second, name="Марат Ибраев", roles=roles)
    person = people.person(sender, birth_on=date(1989, 3, 8), sex="m", place="г. Риддер")
    return Cast(sender, provider, person, kind(category))


def consent(of: Cast, categories: Iterable[int] | None = None, **said: Any) -> Consent:
    """A consent of the person to the receiver, signed, that opens on acceptance."""
    health = of.kind.category == "medical"
    wanted = categories or ((1, 5) if health else (1, 2, 3))
    said = {"opens_on_acceptance": True, "purpose": "treatment" if health else "support", **said}
    return access.signed(of.person, of.sender, of.provider.agency, wanted, **said)


def asked(of: Cast, **said: Any) -> Asked:
    """What is asked."""
    terms: dict[str, Any] = {
        "person": of.person,
        "to_agency": of.provider.agency,
        "kind": of.kind,
        "asked_for": "Помочь с заявлением на пособие",
        "contact": "Айгүл Смағұлова, 8 7232 00-00-00",
        "wish_of": "person",
        "why": "Дохода нет до первой зарплаты",
    }
    return Asked(**{**terms, **said})


def sent(of: Cast, **said: Any) -> Referral:
    """A referral that waits for an answer."""
    if "consent" not in said and said.get("channel") != Referral.Channel.SLIP:
        said["consent"] = consent(of).id
    referral = actions.draft(asked=asked(of, **said), by=of.sender.actor)
    return actions.send(referral=referral, seen=seen(referral), by=of.sender.actor)


def under(consent: Consent, by: Worker) -> Referral:
    """A referral that waits for an answer, under a consent that stands."""
    person = Person.objects.get(pk=consent.person_id)
    one = Asked(
        person=person,
        to_agency=consent.receiver,
        kind=kind(),
        asked_for="Консультация",
        contact=by.name,
        consent=consent.id,
    )
    referral = actions.draft(asked=one, by=by.actor)
    return actions.send(referral=referral, seen=stamp(referral, None), by=by.actor)


def on_paper(of: Cast, **said: Any) -> Referral:
    """A referral that came on paper from the sender, entered by the receiver for somebody registered there."""
    with act_as(of.provider.actor):
        person = people.person(of.provider, "Жұмабаева Сәуле", birth_on=date(1979, 5, 4))
        terms: dict[str, Any] = {
            "person": person,
            "from_agency": of.sender.agency,
            "kind": of.kind,
            "asked_for": "Социальный пакет",
            "number": "12/345",
            "paper_on": timezone.localdate() - timedelta(days=1),
            "officer": "Д. Петров",
        }
        return actions.register(paper=OnPaper(**{**terms, **said}), by=of.provider.actor)


def seen(referral: Referral) -> str:
    """What a form opened now would carry."""
    fresh = Referral.objects.get(pk=referral.pk)
    return stamp(fresh, outcome_of(fresh.pk))


def doing(verb: Any, referral: Referral, by: Worker, **said: Any) -> Any:
    """Do something to a referral as somebody who has just opened its page."""
    with act_as(by.actor):
        return verb(referral=referral, seen=seen(referral), by=by.actor, **said)


def accepted(of: Cast, **said: Any) -> Referral:
    """A referral that was accepted."""
    referral = sent(of, **said)
    doing(actions.accept, referral, of.provider, receives="М. Ибраев", appointment_at=None)
    referral.refresh_from_db()
    return referral
