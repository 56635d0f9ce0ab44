"""A report on the pilot's figures with invented people, for the tests of its layout."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tirek.reports.content import (
    Budget,
    BudgetRow,
    ContactLostRow,
    CountRow,
    EventRow,
    Figure,
    Header,
    Imprint,
    KindRow,
    Language,
    Mismatch,
    Narrative,
    NarrativeKey,
    NotAttendedRow,
    Participation,
    ParticipationPart,
    PlanRow,
    Reach,
    ReachPoint,
    Reallocation,
    RefusalRow,
    ReportContent,
    ResultGroup,
    Statistics,
    TotalLine,
    Unit,
    UnmetDemand,
)
