"""What is struck out is in no figure: the database keeps it from the report's role."""

from __future__ import annotations

import pytest

from tirek.cases import actions as cases
from tirek.cases.models import Application
from tirek.grants import actions as grants
from tirek.reports import keeping
from tirek.reports.tests import make
from tirek.services import actions as services

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_struck_service_is_counted_by_nobody_until_it_is_restored() -> None:
    grant = make.grant()
    line = make.service(grant, make.entrant(grant))
    assert keeping.current(grant).counts["services_total"] == 1
    services.strike(service=line, by=make.actor())
    assert keeping.current(grant).counts["services_total"] == 0
    services.restore(service=line, by=make.actor())
    assert keeping.current(grant).counts["services_total"] == 1


def test_a_struck_application_is_nobody_who_entered() -> None:
    grant = make.grant()
    make.entrant(grant)
    cases.strike(application=Application.objects.get(), by=make.actor())
    assert keeping.current(grant).counts["entered"] == 0


def test_a_struck_attendance_is_no_attendance() -> None:
    grant = make.grant()
    came = make.attendance(make.event(grant))
    assert keeping.current(grant).counts["attendances"] == 1
    grants.strike_attendance(attendance=came, by=make.actor())
    assert keeping.current(grant).counts["attendances"] == 0
