"""One file per indicator, and this list of them: the order is that of figures.json, then what only pages show."""

from __future__ import annotations

from typing import Final

from tirek.reports.indicators import (
    age,
    applied,
    attendances,
    contact_lost,
    declined,
    endings,
    entered,
    events,
    meeting_people,
    men,
    min_kinds_per_beneficiary,
    months,
    not_attended,
    not_entered,
    people_in_registry,
    plan,
    planned,
    refused,
    refused_total,
    service_rows,
    services,
    services_by_category,
    services_total,
    sessions_total,
    status,
    survey_people,
    unique_people,
    unmet_training,
    women,
)
from tirek.reports.indicators.indicator import Indicator, NoSuchFigure, Part, in_language, names_of
from tirek.reports.indicators.reading import READER, REPORT, Reading, counting
from tirek.reports.indicators.rows import BadPlace, Listed, Page, Participants, Rows

__all__ = [
    "ON_PAGES_ONLY",
    "PUBLISHED",
    "READER",
    "REPORT",
    "BadPlace",
    "Indicator",
    "Listed",
    "NoSuchFigure",
    "Page",
    "Part",
    "Participants",
    "Reading",
    "Rows",
    "age",
    "called",
    "counting",
    "endings",
    "in_language",
    "months",
    "names_of",
    "status",
]

PUBLISHED: Final[tuple[Indicator, ...]] = (
    applied.INDICATOR,
    entered.INDICATOR,
    planned.INDICATOR,
    people_in_registry.INDICATOR,
    services.INDICATOR,
    services_by_category.INDICATOR,
    services_total.INDICATOR,
    sessions_total.INDICATOR,
    refused.INDICATOR,
    refused_total.INDICATOR,
    not_attended.INDICATOR,
    contact_lost.INDICATOR,
    unmet_training.INDICATOR,
    service_rows.INDICATOR,
    attendances.INDICATOR,
    women.INDICATOR,
    men.INDICATOR,
    age.INDICATOR,
    status.INDICATOR,
    events.INDICATOR,
    meeting_people.INDICATOR,
    plan.INDICATOR,
    min_kinds_per_beneficiary.INDICATOR,
)
"""Figures of figures.json; mismatches stand between the plan and the last of them."""

ON_PAGES_ONLY: Final[tuple[Indicator, ...]] = (
    not_entered.INDICATOR,
    declined.INDICATOR,
    unique_people.INDICATOR,
    survey_people.INDICATOR,
)

_BY_KEY: Final = {indicator.key: indicator for indicator in (*PUBLISHED, *ON_PAGES_ONLY)}


def called(key: str) -> tuple[Indicator, str]:
    """The indicator and the part that a key names: "services_total", "age:17-22"; NoSuchFigure for anything else."""
    name, _, part = key.partition(":")
    indicator = _BY_KEY.get(name)
    if indicator is None or (part and indicator.parts is None and not indicator.splits):
        raise NoSuchFigure(key)
    return indicator, part
