"""Counted under the report's own role over its own connection: what it may count, a reader need not see, and the oblast nobody by name."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tirek.access.tests import make as access
from tirek.agencies.models import Agency, Worker
from tirek.agencies.tests import make as staff
from tirek.gate.acting import act_as
from tirek.insights.tests.test_funnel import in_2017
from tirek.people.tests import make as people
from tirek.reports.disclosure import LEAST
from tirek.services.actions import Ending
from tirek.services.tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def page(client: Client, worker: Worker) -> Client:
    client.force_login(worker.user)
    return client


def test_what_no_permit_opens_is_counted_and_not_shown(page: Client, worker: Worker) -> None:
    """A consent that ended shuts the rows; the figure stays, and the page says so many of so many."""
    in_2017(worker)
    make.service(worker, people.nurlan(worker))
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        theirs = people.person(other, "Ким Олег")
    with act_as(other.actor):
        consent = access.signed(theirs, other, worker.agency)
    make.service(worker, theirs)
    with act_as(other.actor):
        access.withdrawn(consent, other)
    answer = page.get(reverse("insights:people"), {"period": "2017", "step": "received"})
    assert (answer.context["bar"].people, answer.context["hidden"]) == (2, 1)
    assert "Ким" not in answer.content.decode()


def test_the_coordinator_sees_the_oblast_in_fives_and_nobody_by_name(worker: Worker) -> None:
    in_2017(worker)
    for number in range(7):
        make.service(worker, people.person(worker, f"Ким Олег {number}"))
    make.service(worker, people.person(worker, "Ан Пётр"), Ending.OPEN)
    akimat = staff.worker("akimat", of=staff.agency("Акимат", Agency.Kind.AKIMAT), roles={"coordinator"})
    client = Client()
    client.force_login(akimat.user)
    bars = client.get(reverse("insights:funnel"), {"period": "2017"}).context["bars"]
    assert bars[0].people == 10
    assert all(bar.people is None or bar.people % LEAST == 0 for bar in bars)
    html = client.get(reverse("insights:people"), {"period": "2017"}).content.decode()
    assert "Ким" not in html


def test_few_people_are_not_told_of_at_all(worker: Worker) -> None:
    in_2017(worker)
    make.service(worker, people.nurlan(worker))
    akimat = staff.worker("akimat", of=staff.agency("Акимат", Agency.Kind.AKIMAT), roles={"coordinator"})
    client = Client()
    client.force_login(akimat.user)
    assert client.get(reverse("insights:funnel"), {"period": "2017"}).context["bars"] == []
    helped = make.kind("social_package").help_kind
    assert helped is not None
    need = helped.code
    asked = {"period": "2017", "need": need, "step": "received"}
    opened = client.get(reverse("insights:people"), asked)
    assert opened.status_code == 302, "a bar that is not told leads back to the funnel of the same look"
    assert opened["Location"] == reverse("insights:funnel") + f"?period=2017&need={need}"
