"""The list for the person on paper: what is needed, the goals, the steps, who does them and by when, in Russian or Kazakh."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from tirek.agencies.models import Agency
from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.cases import needs, plans
from tirek.cases.models import Need, PlanLine, PlanSheet
from tirek.gate import vault
from tirek.gate.categories import Category
from tirek.people.models import Person
from tirek.ui.formats import short_date

TASK: Final = "cases.set_sheet"
SOURCE: Final = Path(__file__).with_name("sheet.typ")


@transaction.atomic
def order_sheet(*, person: Person, ids: Sequence[UUID], language: str, by: Actor) -> PlanSheet:
    """Have the list set by the worker; what is on it is what the reader sees, health only where it may be seen."""
    assert by.agency_id is not None
    shows_health = any(
        model.objects.filter(person_id__in=ids, category=Category.HEALTH).exists()
        for model in (Need, PlanLine)
    )
    sheet, _made = PlanSheet.objects.select_for_update().get_or_create(
        person=person,
        agency_id=by.agency_id,
        language=language,
        category=int(Category.HEALTH if shows_health else Category.SOCIAL),
        defaults={"ordered_at": timezone.now(), "ordered_by": by.id},
    )
    _drop_paper(sheet)
    sheet.ordered_at, sheet.ordered_by, sheet.paper, sheet.failed_at = timezone.now(), by.id, None, None
    sheet.save()
    journal.write("cases.order_sheet", sheet, person=person.id, detail={"language": language}, by=by)
    app.configure_task(TASK, allow_unknown=True, queue="documents").defer(
        sheet_id=str(sheet.id), worker_id=str(by.id), agency_id=str(by.agency_id)
    )
    return sheet


@transaction.atomic
def keep_sheet(*, sheet: PlanSheet, body: bytes | None, by: Actor) -> None:
    """Keep the list as it was set, sealed under the person's key; None where it could not be set."""
    if body is None:
        sheet.failed_at = timezone.now()
    else:
        kind = vault.HEALTH_SHEET if sheet.category == Category.HEALTH else vault.SHEET
        sheet.paper = vault.put(kind, body, person=sheet.person_id)
    sheet.save()
    journal.write("cases.keep_sheet", sheet, person=sheet.person_id, by=by)


def _drop_paper(sheet: PlanSheet) -> None:
    if sheet.paper is not None:
        vault.drop([sheet.paper])


def set_sheet(sheet: PlanSheet, person: Person, ids: Sequence[UUID], *, worker: str) -> bytes:
    """The list as PDF; raises PdfImpossible where a letter is missing from the font."""
    from tirek.documents.typesetting import typeset

    with override(sheet.language):
        day = timezone.localdate()
        data = rows_of(person, ids, Agency.objects.get(pk=sheet.agency_id), worker, sheet.language)
        data["made"] = [day.year, day.month, day.day]
        data["language"] = sheet.language
    return typeset(SOURCE.read_bytes(), {"said": data}, made_at=datetime.combine(day, time(0), UTC))


def rows_of(
    person: Person, ids: Sequence[UUID], agency: Agency, worker: str, language: str
) -> dict[str, Any]:
    """Everything the paper says, in the language active now."""
    rows = [row for row in needs.rows(ids, agency.id) if not row.need.is_ended]
    shown = [one for one in plans.plans_of(ids, agency.id) if one.plan.closed_on is None and one.now]
    return {
        "title": _("My plan"),
        "name": person.name,
        "needs_title": _("What I need"),
        "needs": [_need_row(row, language) for row in rows],
        "first": _("first:"),
        "goals_title": _("What we agreed"),
        "plans": [_plan_row(one.plan.agency.name, one.now) for one in shown if one.now],
        "columns": [_("Step"), _("Who does it"), _("By when")],
        "done": _("done"),
        "empty": _("No plan is agreed yet."),
        "rights": _(
            "I may read this plan, ask to change it, and say no to any of it. Saying no to one thing does not take away the rest."
        ),
        "blanks": [[_("Signature"), ""], [_("Day"), ""], [_("Whom to ask"), worker], [_("Phone"), ""]],
        "footer": f"{agency.name}, {short_date(timezone.localdate())}",
        "agency": agency.name,
    }


def _need_row(row: needs.NeedRow, language: str) -> dict[str, Any]:
    first = ", ".join(one.text for one in row.waits_for)
    return {"text": row.need.text, "kind": row.need.kind.name_in(language), "first": first}


def _plan_row(agency: str, version: plans.Wording) -> dict[str, Any]:
    return {
        "agency": agency,
        "agreed": _("agreed on %(day)s") % {"day": short_date(version.version.agreed_on)},
        "goals": [
            {"text": goal.line.text, "steps": [_step_row(step) for step in goal.steps]}
            for goal in version.goals
        ],
    }


def _step_row(step: plans.Step) -> dict[str, Any]:
    return {
        "text": step.line.text,
        "who": _("me") if step.line.side == "person" else step.who,
        "due": short_date(step.line.due_on),
        "done": step.line.done_on is not None,
    }
