"""Figures kept between two looks at a page: counting 100,000 services takes a second, and mostly nothing has changed.

Every write leaves a row in the journal, so figures counted when the journal stood at row N are right until it holds a
later row of a domain that figures read. A transaction still open while we count may commit rows numbered below N:
figures counted beside one are used and not kept. Derived values, no facts: keeping them is not an action.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.db import connection
from django.utils.timezone import localdate

from tirek.grants.models import Grant
from tirek.reports.figures import Figures, KindFigure, count_figures
from tirek.reports.indicators import Part
from tirek.reports.indicators.endings import Ended
from tirek.reports.models import KeptFigures

_WRITES: Final = ["people.%", "grants.%", "cases.%", "services.%"]
_TAIL: Final = 500
_FORM: Final = 2
"""Raised when the kept values get another shape: those of an older program are counted anew."""
_JOURNAL: Final = """
    SELECT max(id) FILTER (WHERE action LIKE ANY (%(writes)s)),
           max(id) FILTER (WHERE action LIKE 'reports.%%'),
           count(*),
           (SELECT coalesce(max(id), 0) FROM audit_journalentry),
           (SELECT pg_snapshot_xmin(s) = pg_snapshot_xmax(s) FROM pg_current_snapshot() s)
           AND pg_current_xact_id_if_assigned() IS NULL
    FROM audit_journalentry WHERE id > %(after)s
"""


@dataclass(frozen=True, slots=True)
class Journal:
    """What the journal holds after a row: the last write that changes figures, the last on reports, how many rows.

    `alone` says that no transaction is open that could commit rows below `last`.
    """

    written: int | None
    reported: int | None
    rows: int
    last: int
    alone: bool


def current(grant: Grant) -> Figures:
    """The grant's figures as they are now, counted only if something was written since they were last counted."""
    kept = KeptFigures.objects.filter(grant=grant, day=localdate()).first()
    if kept is not None and kept.values.get("form") == _FORM and _is_fresh(kept):
        return read(kept.values)
    now = journal_after(2**62)
    figures = count_figures(grant)
    if now.alone:
        KeptFigures.objects.update_or_create(
            grant=grant, defaults={"values": plain(figures), "journal_id": now.last, "day": localdate()}
        )
    return figures


def stamp(grant: Grant) -> tuple[str, bool]:
    """What names the state a page of this grant shows, and whether something rendered now may be kept under it."""
    kept = (
        KeptFigures.objects.filter(grant=grant, day=localdate()).values_list("journal_id", flat=True).first()
    )
    now = journal_after(kept or 0) if kept is not None else None
    if now is None or now.written is not None:
        return "", False
    return f"{kept}.{now.reported or 0}", now.alone


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


def journal_after(journal_id: int) -> Journal:
    """Ask the journal what was written after a row."""
    with connection.cursor() as cursor:
        cursor.execute(_JOURNAL, {"writes": _WRITES, "after": journal_id})
        return Journal(*cursor.fetchone())


def _is_fresh(kept: KeptFigures) -> bool:
    now = journal_after(kept.journal_id)
    if now.written is not None:
        return False
    if now.rows > _TAIL and now.alone:
        # Else every look would read a longer and longer tail of rows that change no figure.
        KeptFigures.objects.filter(pk=kept.pk).update(journal_id=now.last)
    return True
