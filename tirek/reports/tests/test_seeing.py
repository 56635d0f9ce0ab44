"""A page that shows fewer rows than its figure counts says so, with the reason and what to ask for."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tirek.access import actions as access
from tirek.access.tests import make as accessing
from tirek.agencies.models import Worker
from tirek.agencies.tests.make import agency as other_agency
from tirek.agencies.tests.make import worker as hired
from tirek.gate.acting import act_as
from tirek.grants.models import Grant
from tirek.people.actions import register
from tirek.people.registering import NewPerson
from tirek.reports.seeing import Seen
from tirek.reports.tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def opened(browser: Client, grant: Grant, key: str = "services_total") -> str:
    """The page of a figure's rows."""
    return browser.get(reverse("reports:figure", args=[grant.pk, key])).content.decode()


def test_rows_about_people_of_another_agency_are_counted_and_named_as_such(
    logged_in: Client, worker: Worker
) -> None:
    grant = make.grant()
    make.service(grant, make.person())
    neighbour = hired("zere", of=other_agency("Другой фонд"))
    with act_as(neighbour.actor):
        guest = register(person=NewPerson(name="Иванов Пётр", sex="m"), by=neighbour.actor)
        consent = accessing.signed(guest, neighbour, worker.agency)
    make.service(grant, guest)
    assert "Показано 2 из 2 строк" in opened(logged_in, grant)
    with act_as(neighbour.actor):
        access.withdraw(person_id=guest.id, consents=[consent.id], by=neighbour.actor)
    page = opened(logged_in, grant)
    assert "Показано 1 из 2 строк" in page
    assert "1 строка — о человеке другой организации." in page
    assert reverse("access:ask") in page
    assert "Иванов" not in page


def test_who_sees_all_is_given_no_reason(logged_in: Client) -> None:
    grant = make.grant()
    make.service(grant, make.person())
    page = opened(logged_in, grant)
    assert "Показано 1 из 1 строки" in page
    assert "другой организации" not in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "21 строка закрыта"),
        ("kk", "21 жол жабық"),
        ("en", "21 rows are shut"),
    ],
)
def test_the_reason_stands_in_every_language_with_its_plural(language: str, words: str) -> None:
    with override(language):
        (reason, remedy), *others = Seen(seen=3, counted=24, foreign=0).reasons
    assert reason.startswith(words)
    assert remedy
    assert not others
