"""The register of what was published: a figure is counted once a month, guarded beside its last edition, and stays as it was said.

Whoever looks every day would else see the very moment at which a rounded number moves, and know the exact one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localdate

from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.grants.models import Grant
from tirek.reports import donor_figures, oblast
from tirek.reports.disclosure import LEAST, rounded
from tirek.reports.models import Edition
from tirek.reports.periods import Period
from tirek.reports.sheets import Sheet, written

NOBODY_TOLD_OF: Final[dict[str, Any]] = {"people": None, "sheets": []}
"""What is published of fewer than five people."""


def of_grant(grant: Grant, by: Actor) -> Edition:
    """This month's edition of a grant, published now if nobody asked for it before."""
    return _edition(grant, "", lambda: donor_figures.count(grant), by)


def of_oblast(period: Period, by: Actor) -> Edition:
    """This month's edition of the oblast over a period."""
    return _edition(None, period.code, lambda: oblast.count(period), by)


def next_on(edition: Edition) -> date:
    """The day from which the figures are counted anew."""
    month = edition.month
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


@transaction.atomic
def _edition(
    grant: Grant | None, period: str, count: Callable[[], tuple[int, list[Sheet]]], by: Actor
) -> Edition:
    register = Edition.objects.filter(grant=grant, period=period)
    month = localdate().replace(day=1)
    this = register.filter(month=month).first()
    if this is not None:
        return this
    former = register.filter(month__lt=month).order_by("-month").first()
    people, sheets = count()
    tables = (
        NOBODY_TOLD_OF
        if people < LEAST
        else written(sheets, rounded(people), former.tables if former else None)
    )
    made = Edition(grant=grant, period=period, month=month, tables=tables)
    # Two who ask first at the same moment count the same; one of them is kept.
    Edition.objects.bulk_create([made], ignore_conflicts=True)
    kept = register.get(month=month)
    if kept.pk == made.pk:
        journal.write("reports.publish", kept, detail={"period": period or "grant"}, by=by)
    return kept
