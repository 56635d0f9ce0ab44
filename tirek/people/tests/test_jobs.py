"""The night's search: one job for each agency with staff, found before anybody acts."""

from __future__ import annotations

from datetime import date

import pytest

from tirek.agencies.tests import make as staff
from tirek.gate.tests.stay import leave
from tirek.people import jobs
from tirek.people.tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_agency_with_staff_is_searched_at_night(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = staff.worker()
    staff.agency("Без сотрудников")
    make.person(worker, "Беляев Олег Петрович", birth_on=date(1988, 5, 3))
    agency_id = worker.agency_id
    leave()
    searched: list[dict[str, str]] = []

    class Ordered:
        def defer(self, **said: str) -> None:
            searched.append(said)

    monkeypatch.setattr("tirek.people.jobs.app.configure_task", lambda *_, **__: Ordered())
    jobs.find_pairs.func(timestamp=0)
    assert searched == [{"agency_id": str(agency_id)}]
    jobs.find_pairs_of.func(agency_id=str(agency_id))
    assert len(searched) == 1
