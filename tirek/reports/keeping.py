"""Figures kept between two looks at a page: counting 100,000 services takes a second, and mostly nothing has changed.

Every write leaves a row in the journal, so figures counted when the journal stood at row N are right until it holds a
later row of a domain that figures read. A transaction still open while we count may commit rows numbered below N:
figures counted beside one are used and not kept. Derived values, no facts: keeping them is not an action.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import Q
from django.utils.timezone import localdate

from tirek.audit.models import JournalEntry
from tirek.grants.models import Grant
from tirek.reports.figures import Figures, KindFigure, count_figures
from tirek.reports.indicators import Part
from tirek.reports.indicators.endings import Ended
from tirek.reports.models import KeptFigures

_READ: Final = ("people.", "grants.", "cases.", "services.")
_WHERE_THE_JOURNAL_IS: Final = """
    SELECT coalesce((SELECT max(id) FROM audit_journalentry), 0),
           pg_snapshot_xmin(s) = pg_snapshot_xmax(s) AND pg_current_xact_id_if_assigned() IS NULL
    FROM pg_current_snapshot() s
"""
_TAIL: Final = 500
_FORM: Final = 2
"""Raised when the kept values get another shape: those of an older program are counted anew."""


def current(grant: Grant) -> Figures:
    """The grant's figures as they are now, counted only if something was written since they were last counted."""
    kept = KeptFigures.objects.filter(grant=grant, day=localdate()).first()
    if kept is not None and kept.values.get("form") == _FORM and not _written_since(kept.journal_id):
        return read(kept.values)
    journal_id, alone = _journal()
    figures = count_figures(grant)
    if alone:
        KeptFigures.objects.update_or_create(
            grant=grant, defaults={"values": plain(figures), "journal_id": journal_id, "day": localdate()}
        )
    return figures


def plain(figures: Figures) -> dict[str, Any]:
    """The figures as JSON."""
    values = asdict(figures)
    values["months"] = [[month.isoformat(), count] for month, count in figures.months]
    return values | {"form": _FORM}


def read(values: dict[str, Any]) -> Figures:
    """Figures from their JSON."""
    return Figures(
        counts=values["counts"],
        tables={key: [Part(**part) for part in parts] for key, parts in values["tables"].items()},
        kinds=[KindFigure(**kind) for kind in values["kinds"]],
        months=[(date.fromisoformat(month), count) for month, count in values["months"]],
        ended={key: [Ended(**one) for one in rows] for key, rows in values["ended"].items()},
        unknown=values["unknown"],
    )


def _journal() -> tuple[int, bool]:
    with connection.cursor() as cursor:
        cursor.execute(_WHERE_THE_JOURNAL_IS)
        row = cursor.fetchone()
    return int(row[0]), bool(row[1])


def _written_since(journal_id: int) -> bool:
    later = JournalEntry.objects.filter(id__gt=journal_id)
    touching = Q()
    for prefix in _READ:
        touching |= Q(action__startswith=prefix)
    # A long tail of rows that change no figure would be read again at every look; counting anew cuts it off.
    return later.filter(touching).exists() or later.order_by("id")[_TAIL : _TAIL + 1].exists()
