"""The funnel of the pilot, counted from what its workbook tells of needs, referrals and services."""

from __future__ import annotations

from datetime import date

import pytest

from tirek.cases.models import HelpKind
from tirek.exchange.tests import make
from tirek.gate.acting import act_as, acts
from tirek.insights import funnel
from tirek.insights.funnel import Asked, Step

pytestmark = pytest.mark.django_db


def test_the_funnel_of_the_pilot() -> None:
    worker = make.hire()
    make.bring(make.pilot(), worker, settle="best")

    def counted(code: str) -> list[int]:
        help_id = HelpKind.objects.get(code=code).pk if code else None
        with act_as(acts(), purpose="figures", using="report"):
            asked = Asked(date(2017, 1, 1), date(2017, 12, 31), help_id, worker.agency_id)
            counts = funnel.count(asked, "report")
        return [counts[step] for step in Step]

    assert {code: counted(code) for code in ("", "medical", "profession", "material", "documents")} == {
        "": [93, 89, 89, 68, 68],
        "medical": [24, 24, 24, 24, 19],
        "profession": [28, 28, 28, 7, 7],
        "material": [58, 47, 47, 45, 45],
        "documents": [5, 5, 5, 5, 4],
    }
