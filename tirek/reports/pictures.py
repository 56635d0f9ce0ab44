"""Charts of the grant page: asked for by the hash of their spec, drawn by the worker, shown as stored SVG.

A drawing is a derived value, no fact: keeping one is not an action. Until it is there the page shows the table.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

from tirek.reports.figures import Figures
from tirek.reports.models import ChartSnapshot
from tirek.ui import charts
from tirek.ui.formats import MONTHS_ALONE

QUEUE: Final = "charts"
_DRAWN_AS: Final = 2
"""Raised when the worker draws otherwise: pictures of an older program are drawn anew."""
_MARK_ROLES: Final = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*")')


@dataclass(frozen=True, slots=True)
class Asked:
    """A chart by its name on the page, wide or narrow."""

    name: str
    narrow: bool
    label: str
    spec: dict[str, Any]

    @property
    def digest(self) -> str:
        """What identifies the drawing: the same figures in the same words are the same picture."""
        text = json.dumps([_DRAWN_AS, self.label, self.spec], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of the page in both widths; empty until it is drawn."""

    label: str
    wide: SafeString
    narrow: SafeString


def specs(figures: Figures, language: str) -> list[Asked]:
    """The charts of the grant page in the reader's language, none where there is nothing to draw."""
    with override(language):
        found = []
        for narrow in (False, True):
            if figures.months:
                found.append(_reach(figures, narrow))
            if figures.counts["attendances"]:
                found.append(_ages(figures, language, narrow))
        return found


def shown(figures: Figures, language: str) -> dict[str, Picture]:
    """The pictures that are drawn; those that are not are asked for, and their place stays empty."""
    asked = specs(figures, language)
    kept = ChartSnapshot.objects.in_bulk([one.digest for one in asked])
    missing = [one for one in asked if one.digest not in kept]
    if missing:
        ask(missing)
    drawn = {digest: snapshot.svg for digest, snapshot in kept.items()}
    names = dict.fromkeys(one.name for one in asked)
    return {name: _picture([one for one in asked if one.name == name], drawn) for name in names}


def ask(charts_asked: Sequence[Asked]) -> None:
    """Leave rows for the worker and wake it."""
    rows = [ChartSnapshot(digest=one.digest, label=one.label, spec=one.spec) for one in charts_asked]
    ChartSnapshot.objects.bulk_create(rows, ignore_conflicts=True)
    with suppress(AlreadyEnqueued), transaction.atomic():
        jobs.configure_task("reports.draw", queue=QUEUE, queueing_lock="reports.draw").defer()


def ask_all(figures: Figures, language: str) -> dict[str, list[str]]:
    """Ask for every chart of a version and return their digests by name."""
    asked = specs(figures, language)
    ask(asked)
    found: dict[str, list[str]] = {}
    for one in asked:
        found.setdefault(one.name, []).append(one.digest)
    return found


def draw_waiting(limit: int = 50) -> int:
    """Draw what was asked for and is not there yet; returns how many."""
    waiting = list(ChartSnapshot.objects.filter(drawn_at__isnull=True).order_by("asked_at")[:limit])
    for snapshot in waiting:
        # The picture has one label; a role without one on each of its marks would be a fault for a listener.
        snapshot.svg = _MARK_ROLES.sub("", charts.svg(snapshot.spec, snapshot.label))
        snapshot.drawn_at = now()
        snapshot.save(update_fields=["svg", "drawn_at"])
    return len(waiting)


def month_names(figures: Figures) -> list[str]:
    """Short names of the months in the active language, with the year where they are of several."""
    many = len({month.year for month, _count in figures.months}) > 1
    names = [str(MONTHS_ALONE[month.month - 1])[:3].capitalize() for month, _count in figures.months]
    years = [f" {month:%y}" if many else "" for month, _count in figures.months]
    return [name + year for name, year in zip(names, years, strict=True)]


def _reach(figures: Figures, narrow: bool) -> Asked:
    points = list(zip(month_names(figures), (count for _month, count in figures.months), strict=True))
    planned = figures.counts["planned"]
    spec = charts.reach(points, planned, words=(_("fact"), _("plan")), palette="page", narrow=narrow)
    label = _("People reached by month: from %(first)s to %(last)s.") % {
        "first": points[0][1],
        "last": points[-1][1],
    }
    if planned is not None:
        label += " " + _("The plan was %(plan)s.") % {"plan": planned}
    return Asked("reach", narrow, label, spec)


def _ages(figures: Figures, language: str, narrow: bool) -> Asked:
    bands = [(part.label(language), part.count) for part in figures.tables["age"]]
    name, most = max(bands, key=lambda band: band[1], default=("", 0))
    label = _("Participants by age: most of them, %(most)s, are %(band)s years old.") % {
        "most": most,
        "band": name,
    }
    return Asked("ages", narrow, label, charts.ages(bands, palette="page", narrow=narrow))


def _picture(both: Iterable[Asked], drawn: dict[str, str]) -> Picture:
    widths = {one.narrow: one for one in both}
    wide, narrow = widths[False], widths[True]
    # Drawn by our own worker from our own spec: every word in it was escaped there.
    return Picture(
        wide.label,
        mark_safe(drawn.get(wide.digest, "")),  # noqa: S308
        mark_safe(drawn.get(narrow.digest, "")),  # noqa: S308
    )
