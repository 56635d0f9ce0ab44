"""The 2017 pilot put into the database by its known links, without the import: so a figure's fault is the figure's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook

from tirek.cases.actions import ApplicationFacts, apply_many, name_reason
from tirek.grants import actions as grants
from tirek.grants.models import Attendance, Event, Grant, MaterialRecipient, SocialStatus
from tirek.linkage import fold, parse_name
from tirek.people.actions import register_many
from tirek.people.registering import NewPerson
from tirek.reports.tests import make
from tirek.services.actions import Ending, ServiceFacts, name_refusal_reason, record_many

FOLDER: Final = Path(__file__).resolve().parents[2] / "demo" / "pilot-2017"
ENDINGS: Final = {
    "оказана": Ending.GIVEN,
    "отказ": Ending.REFUSED,
    "не явился": Ending.NO_SHOW,
    "связь утрачена": Ending.LOST_CONTACT,
    "нет подходящей программы": Ending.UNMET,
}
PLAN: Final = ("people", "material", "medical", "documents", "education", "legal", "psychological", "leisure")
DECLARED: Final = ("services_total", "attendances", "entered", "women", "men")
SEX: Final = {"М": "m", "Ж": "f"}


def expected() -> dict[str, Any]:
    """The figures a report on the pilot must show."""
    found: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text("utf-8"))
    return found


def load() -> Grant:
    """Put the whole pilot in and return its grant."""
    sheets = _sheets()
    truth = json.loads((FOLDER / "truth.json").read_text("utf-8"))
    of = make.grant(title="Социальная адаптация освобожденных из мест лишения свободы")
    people = _people(of, sheets["Обращения"], truth["people"])
    _services(of, sheets["Услуги"], truth["services"], people)
    _events(of, sheets)
    for code, (label, planned) in zip(PLAN, sheets["План"][1:], strict=True):
        grants.plan(grant=of, code=code, label=str(label), planned=int(planned), by=make.actor())
    for indicator, (label, number) in zip(DECLARED, sheets["Итоги по журналу"][1:], strict=True):
        grants.declare(grant=of, indicator=indicator, label=str(label), declared=int(number), by=make.actor())
    _budget(of, sheets["Бюджет"])
    return of


@lru_cache(maxsize=1)
def _sheets() -> dict[str, list[Any]]:
    book = load_workbook(FOLDER / "journal.xlsx", read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def _numbered(rows: list[Any]) -> Iterator[tuple[str, Any]]:
    return (
        (str(place), row) for place, row in enumerate(rows, start=1) if place > 3 and isinstance(row[0], int)
    )


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return datetime.strptime(value, "%d.%m.%Y").date() if isinstance(value, str) else None


def _people(of: Grant, rows: list[Any], truth: dict[str, int]) -> dict[int, Any]:
    people = {
        truth[place]: NewPerson(name=row[2], birth_on=_day(row[4]), sex=SEX[row[5]])
        for place, row in _numbered(rows)
    }
    register_many(people=list(people.values()), by=make.actor())
    statuses = {status.name_ru: status.pk for status in SocialStatus.objects.all()}
    reasons = {
        row[15]: name_reason(text=row[15], by=make.actor()).pk for _, row in _numbered(rows) if row[15]
    }
    facts = [
        ApplicationFacts(
            person_id=people[truth[place]].id,
            agency_id=of.agency_id,
            grant_id=of.id,
            number=row[0],
            applied_on=_day(row[1]) or of.starts_on,
            social_status_id=statuses[row[12]],
            entered=row[14] == "да",
            reason_id=reasons.get(row[15]),
        )
        for place, row in _numbered(rows)
    ]
    apply_many(applications=facts, by=make.actor())
    return {key: person.id for key, person in people.items()}


def _services(of: Grant, rows: list[Any], truth: dict[str, int], people: dict[int, Any]) -> None:
    by = make.actor()
    numbered = list(_numbered(rows))
    kinds = {name: make.kind(name).pk for name in {row[5] for _, row in numbered}}
    providers = {name: make.agency(name).id for name in {row[6] for _, row in numbered}}
    reasons = {
        name: name_refusal_reason(text=name, by=by).pk
        for name in {row[8].partition(": ")[0] for _, row in numbered if row[7] == "отказ"}
    }
    facts = []
    for place, row in numbered:
        ending, said = ENDINGS[row[7]], row[8] or ""
        reason, _, detail = said.partition(": ")
        refused = ending == Ending.REFUSED
        facts.append(
            ServiceFacts(
                person_id=people[truth[place]],
                agency_id=of.agency_id,
                grant_id=of.id,
                kind_id=kinds[row[5]],
                provider_id=providers[row[6]],
                happened_on=_day(row[1]) or of.starts_on,
                number=row[0],
                wish_of={"инспектор": "officer", "человек": "person"}.get(row[9] or "", ""),
                ending=ending,
                reason_id=reasons[reason] if refused else None,
                detail=detail if refused else said,
                wish=detail if ending == Ending.UNMET else "",
                note=said if ending == Ending.GIVEN else "",
                cause="subjective" if ending == Ending.LOST_CONTACT else "unknown",
            )
        )
    record_many(services=facts, by=by)


def _events(of: Grant, sheets: dict[str, list[Any]]) -> None:
    forms = {
        1: (Event.Form.SURVEY, Event.CountedFrom.ATTENDANCES),
        3: (Event.Form.PROGRAMME, Event.CountedFrom.PROGRAMME),
        5: (Event.Form.PUBLICATION, Event.CountedFrom.RECIPIENTS),
    }
    events = {}
    for number, start, end, place, form_name, topic, planned, completion in sheets["Мероприятия"][1:]:
        form, counted = forms.get(number, (Event.Form.MEETING, Event.CountedFrom.ATTENDANCES))
        events[number] = make.event(
            of,
            number,
            starts_on=_day(start),
            ends_on=_day(end),
            place=place,
            form=form,
            form_name=form_name,
            topic=topic,
            planned=planned,
            completion=completion,
            counted_from=counted,
        )
    statuses = {status.name_ru: status for status in SocialStatus.objects.all()}
    rows = [_attendance(events, statuses, row) for row in sheets["Участники"][1:] if row[0]]
    grants.attend_many(attendances=rows, by=make.actor())
    sent = [
        MaterialRecipient(
            grant=of, number=n, organisation=name, material=what, copies=copies, sent_on=_day(on)
        )
        for n, name, what, copies, on in sheets["Рассылка материалов"][1:]
        if n
    ]
    grants.send_materials(recipients=sent, by=make.actor())


def _attendance(events: dict[int, Event], statuses: dict[str, SocialStatus], row: Any) -> Attendance:
    band = (row[4] or "").replace("–", "-").strip("+").split("-")
    return Attendance(
        event=events[row[0]],
        name=row[1] or "",
        name_folded=fold(parse_name(row[1]).full) if row[1] else "",
        sex=SEX[row[2]],
        birth_on=_day(row[3]),
        age_low=int(band[0]) if band[0] else None,
        age_high=int(band[1]) if len(band) > 1 else None,
        social_status=statuses[row[5]],
        side="staff" if row[6] == "сотрудник" else "helped",
        organisation=row[7] or "",
        post=row[8] or "",
    )


def _budget(of: Grant, rows: list[Any]) -> None:
    lines = {
        article: grants.budget(
            grant=of,
            article=article,
            planned=Decimal(planned),
            spent=Decimal(spent),
            note=note or "",
            position=position,
            by=make.actor(),
        )
        for position, (article, planned, spent, note) in enumerate(rows[1:])
    }
    grants.reallocate(
        grant=of,
        source=lines["Досуг"],
        target=lines["Медицинские услуги"],
        amount=Decimal(139175),
        reason="перераспределено на медицинские услуги",
        by=make.actor(),
    )
