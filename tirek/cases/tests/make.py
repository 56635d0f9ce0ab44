"""Applications, needs and plans for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tirek.agencies.models import Worker
from tirek.cases import actions, needing, planning
from tirek.cases.actions import ApplicationFacts
from tirek.cases.models import Application, EntryReason, HelpKind, Need, PlanLine, PlanVersion
from tirek.cases.needing import NeedFacts
from tirek.cases.planning import LineFacts
from tirek.cases.wishes import WishOf
from tirek.people.models import Person

APPLIED_ON = date(2017, 8, 1)


def application(by: Worker, person: Person, **said: Any) -> Application:
    """An application of a person, undecided unless told."""
    facts = {"applied_on": APPLIED_ON, **said}
    return actions.apply(
        application=ApplicationFacts(person_id=person.id, agency_id=by.agency_id, **facts), by=by.actor
    )


def reason(code: str = "no_training") -> EntryReason:
    """A seeded reason for not entering."""
    return EntryReason.objects.get(code=code)


def kind(code: str = "documents") -> HelpKind:
    """A kind of help."""
    return HelpKind.objects.get(code=code)


def need(
    by: Worker, person: Person, text: str = "Удостоверение личности", code: str = "documents", **said: Any
) -> Need:
    """Something a person needs."""
    facts = {"wish_of": WishOf.PERSON, "noted_on": timezone.localdate(), **said}
    return needing.note_need(person=person, need=NeedFacts(kind=kind(code), text=text, **facts), by=by.actor)


def goal(by: Worker, draft: PlanVersion, text: str = "У меня есть документы", **said: Any) -> PlanLine:
    """A goal of a draft."""
    return planning.add_line(version=draft, facts=LineFacts(text=text, **said), by=by.actor)


def step(
    by: Worker, of: PlanLine, text: str = "Сфотографироваться", *, days: int = 3, **said: Any
) -> PlanLine:
    """A step of a goal of a draft, due so many days from today."""
    due_on = timezone.localdate() + timedelta(days=days)
    facts = LineFacts(text=text, **{"due_on": due_on, "side": "person", **said})
    return planning.add_line(version=of.version, facts=facts, goal=of, by=by.actor)


def agreed(by: Worker, draft: PlanVersion) -> PlanVersion:
    """A draft to which the person agreed; of a worker without colleagues it is in force."""
    draft.refresh_from_db()
    return planning.agree_version(
        version=draft, agreed_on=timezone.localdate(), agreed_how="signed", edition=draft.edition, by=by.actor
    )


def plan(by: Worker, person: Person, *, days: int = 3) -> PlanVersion:
    """A plan in force with one goal and one step, due so many days from today."""
    draft = planning.begin_version(person=person, by=by.actor)
    step(by, goal(by, draft), days=days)
    return agreed(by, draft)
