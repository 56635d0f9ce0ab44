"""The page «My day», the first of the menu."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action
from tirek.desk.my_day import day_of, reader_of
from tirek.desk.my_day_sources import FOR_ALL, WITH_PLANS
from tirek.gate.categories import Category
from tirek.ui.pages import respond


@require_GET
def my_day(request: StaffRequest) -> HttpResponseBase:
    """Three lists: overdue, today, waiting for the reader."""
    reader = reader_of(request)
    sees_plans = Category.SOCIAL in reader.by.categories
    day = day_of(reader, (*WITH_PLANS, *FOR_ALL) if sees_plans else FOR_ALL)
    shown = {task.person_id for task in (*day.overdue, *day.today, *day.waiting) if task.person_id}
    category = Category.SOCIAL if sees_plans else Category.IDENTITY
    readings.note(Action.OPEN, category=category, rows=len(shown), by=request.worker.actor)
    context = {
        "nav": "my_day",
        "day": day,
        "today": reader.today,
        "lists": (
            ("overdue", day.overdue, "overdue" in day.cut),
            ("today", day.today, "today" in day.cut),
            ("waiting", day.waiting, "waiting" in day.cut),
        ),
    }
    return respond(request, "desk/my_day.html", context)
