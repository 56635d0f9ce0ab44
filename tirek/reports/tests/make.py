"""Builders of test objects, all through domain actions."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from tirek.agencies.actions import name_agency
from tirek.agencies.models import Agency
from tirek.audit.actors import MACHINE, Actor
from tirek.cases.actions import ApplicationFacts, apply, name_reason
from tirek.gate.acting import acts
from tirek.gate.categories import ALL
from tirek.gate.tests.stay import stay
from tirek.grants import actions as grants
from tirek.grants.models import Attendance, Event, Grant, MaterialRecipient, SocialStatus
from tirek.linkage import fold, parse_name
from tirek.people.actions import register
from tirek.people.models import Person
from tirek.people.registering import NewPerson
from tirek.services.actions import Ending, ServiceFacts, name_kind, name_refusal_reason, record
from tirek.services.models import Service, ServiceKind

START = date(2017, 7, 21)
END = date(2017, 11, 21)


def agency(name: str = "Общественный фонд «Антарес А»") -> Agency:
    """An NGO."""
    return name_agency(name=name, kind=Agency.Kind.NGO, by=MACHINE)


def actor() -> Actor:
    """A worker of that NGO."""
    stay(Actor(id=uuid.UUID(int=1), agency_id=agency().id, categories=ALL))
    return acts()


def grant(**more: Any) -> Grant:
    """A grant of four months."""
    facts: dict[str, Any] = {"title": "Социальная адаптация", "starts_on": START, "ends_on": END}
    facts |= {
        "amount": Decimal(2485260),
        "head": "Сейтова Айгерим Маратовна",
        "address": "г. Усть-Каменогорск",
    }
    return grants.open_grant(agency=agency(), **(facts | more), by=actor())


def person(name: str = "Ткаченко Валерий Петрович", **more: Any) -> Person:
    """Somebody in the registry."""
    facts: dict[str, Any] = {"sex": "m", "birth_on": date(1989, 3, 8)} | more
    return register(person=NewPerson(name=name, **facts), by=actor())


def application(
    to: Grant, of: Person, *, entered: bool | None = True, status: str = "unemployed", **more: Any
) -> None:
    """An application, decided at once unless `entered` is None."""
    facts = ApplicationFacts(
        person_id=of.id,
        agency_id=to.agency_id,
        grant_id=to.id,
        social_status_id=SocialStatus.objects.get(code=status).pk,
        entered=entered,
        reason_id=None
        if entered is not False
        else name_reason(text="не в трудной жизненной ситуации", by=actor()).pk,
        **({"applied_on": START} | more),
    )
    apply(application=facts, by=actor())


def entrant(to: Grant, name: str = "Ткаченко Валерий Петрович", **more: Any) -> Person:
    """Somebody who applied and entered."""
    made = person(name, **more)
    application(to, made)
    return made


def kind(name: str = "Юридическая консультация") -> ServiceKind:
    """A kind of service by its Russian name."""
    return ServiceKind.objects.filter(name_ru=name).first() or name_kind(text=name, by=actor())


def service(under: Grant, of: Person, named: str = "Юридическая консультация", **more: Any) -> Service:
    """A line of the journal, given unless said otherwise."""
    facts: dict[str, Any] = {"ending": Ending.GIVEN, "happened_on": date(2017, 8, 1)} | more
    if facts["ending"] == Ending.REFUSED and "reason_id" not in facts:
        facts["reason_id"] = name_refusal_reason(text="пакеты закончились", by=actor()).pk
    return record(
        service=ServiceFacts(
            person_id=of.id,
            agency_id=under.agency_id,
            grant_id=under.id,
            kind_id=kind(named).pk,
            provider_id=under.agency_id,
            **facts,
        ),
        by=actor(),
    )


def event(of: Grant, number: int = 1, **more: Any) -> Event:
    """A working meeting unless said otherwise."""
    facts: dict[str, Any] = {
        "starts_on": date(2017, 9, 15),
        "ends_on": date(2017, 9, 15),
        "place": "г. Усть-Каменогорск",
        "form": Event.Form.MEETING,
        "form_name": "Рабочая встреча",
        "topic": "Начало проекта",
        "planned": None,
        "completion": "проведена полностью",
        "counted_from": Event.CountedFrom.ATTENDANCES,
    }
    return grants.hold_event(grant=of, number=number, **(facts | more), by=actor())


def programme(of: Grant, number: int = 3) -> Event:
    """The pilot programme: its participants are the people who entered."""
    counted = Event.CountedFrom.PROGRAMME
    return event(
        of,
        number,
        form=Event.Form.PROGRAMME,
        form_name="Апробация",
        starts_on=START,
        ends_on=END,
        counted_from=counted,
    )


def attendance(at: Event, name: str = "", *, status: str = "", **more: Any) -> Attendance:
    """One participation, anonymous without a name."""
    facts: dict[str, Any] = {"sex": "m", "birth_on": date(1985, 1, 1)} | more
    made = Attendance(
        event=at,
        name=name,
        name_folded=fold(parse_name(name).full) if name else "",
        social_status=SocialStatus.objects.get(code=status) if status else None,
        **facts,
    )
    return grants.attend_many(attendances=[made], by=actor())[0]


def recipient(of: Grant, number: int, organisation: str) -> None:
    """An organisation that received a booklet."""
    sent = MaterialRecipient(grant=of, number=number, organisation=organisation, material="брошюра", copies=1)
    grants.send_materials(recipients=[sent], by=actor())
