"""«My day»: three lists of a person and a verb, from every place where something waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tirek.access import actions as access_actions
from tirek.access.tests import make as access
from tirek.agencies.models import Worker
from tirek.agencies.roles import FIRST, Role
from tirek.agencies.tests import make as staff
from tirek.audit.models import Reading
from tirek.cases.models import Plan, PlanLine
from tirek.cases.tests import make as cases
from tirek.desk.my_day import Task
from tirek.gate.acting import act_as
from tirek.people.models import Person
from tirek.people.tests import make as people
from tirek.referrals.tests import make as referrals
from tirek.services.actions import Ending
from tirek.services.tests import make as services
from tirek.visits.tests import make as visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def person(worker: Worker) -> Person:
    return people.nurlan(worker)


@pytest.fixture
def page(client: Client, worker: Worker) -> Client:
    client.force_login(worker.user)
    return client


def lists(page: Client) -> dict[str, list[Task]]:
    day = page.get(reverse("desk:my_day")).context["day"]
    return {name: list(getattr(day, name)) for name in ("overdue", "today", "waiting")}


def counts(page: Client) -> tuple[int, ...]:
    return tuple(len(tasks) for tasks in lists(page).values())


def silent(days: int) -> None:
    """Let the plan's clock of silence stand so many days back."""
    on = timezone.localdate() - timedelta(days=days)
    Plan.objects.update(contact_on=on, silent_from=on + timedelta(days=7))


def test_it_is_the_first_page_for_whoever_works_with_people(page: Client) -> None:
    assert page.get("/")["Location"] == reverse("desk:my_day")
    assert counts(page) == (0, 0, 0)


@pytest.mark.parametrize(("days", "where"), [(-1, "overdue"), (0, "today"), (1, "")])
def test_a_step_stands_where_its_day_puts_it(
    page: Client, worker: Worker, person: Person, days: int, where: str
) -> None:
    cases.plan(worker, person, days=days)
    found = {name for name, tasks in lists(page).items() if tasks}
    assert found == ({where} if where else set())


def test_a_step_is_done_by_one_press_and_gone(page: Client, worker: Worker, person: Person) -> None:
    cases.plan(worker, person, days=-2)
    (task,) = lists(page)["overdue"]
    assert (task.who, task.days_late) == (person.name, 2)
    answer = page.post(task.done_address)
    assert answer["Location"] == reverse("desk:my_day")
    assert PlanLine.objects.get(goal__isnull=False).done_on == timezone.localdate()
    assert counts(page) == (0, 0, 0)


def test_reviews_and_silence_are_told(page: Client, worker: Worker, person: Person) -> None:
    cases.plan(worker, person)
    Plan.objects.update(review_on=timezone.localdate() - timedelta(days=1))
    silent(9)
    found = lists(page)
    assert [task.address for task in found["overdue"]] == [
        reverse("cases:review", args=[Plan.objects.get().id])
    ]
    assert "9" in found["today"][0].verb


def test_a_service_given_breaks_the_silence_and_a_no_show_does_not(
    page: Client, worker: Worker, person: Person
) -> None:
    cases.plan(worker, person)
    silent(9)
    services.service(worker, person, Ending.NO_SHOW, happened_on=timezone.localdate())
    assert counts(page)[1] == 1
    services.service(worker, person, happened_on=timezone.localdate() - timedelta(days=2))
    assert counts(page)[1] == 0


def test_nobody_is_reminded_of_somebody_who_is_lost(page: Client, worker: Worker, person: Person) -> None:
    cases.plan(worker, person, days=-1)
    silent(9)
    visits.lost(worker, person)
    assert counts(page) == (0, 0, 0)


def test_what_others_ask_waits(page: Client, worker: Worker, person: Person) -> None:
    cases.application(worker, person)
    other = access.other_worker()
    with act_as(other.actor):
        access_actions.ask(person_id=person.id, purpose="support", by=other.actor)
    verbs = [task.verb for task in lists(page)["waiting"]]
    assert len(verbs) == 2
    assert any("Центр помощи" in verb for verb in verbs)


def test_a_plan_waits_for_the_colleague_and_not_for_whoever_wrote_it(
    page: Client, client: Client, worker: Worker, person: Person
) -> None:
    colleague = staff.worker("colleague", of=worker.agency, name="Второй Дела", roles=FIRST)
    cases.plan(worker, person)
    assert counts(page) == (0, 0, 0)
    client.force_login(colleague.user)
    assert [task.icon for task in lists(client)["waiting"]] == ["route"]


def test_another_agencys_day_is_its_own(client: Client, worker: Worker, person: Person) -> None:
    cases.plan(worker, person, days=-1)
    other = access.other_worker()
    access.signed(person, worker, other.agency)
    client.force_login(other.user)
    assert counts(client) == (0, 0, 0)


def test_whoever_sees_no_people_reads_no_names_there(client: Client, worker: Worker, person: Person) -> None:
    cases.plan(worker, person, days=-1)
    administrator = staff.worker("admin", of=worker.agency, roles=[Role.AGENCY_ADMIN])
    client.force_login(administrator.user)
    assert person.name not in client.get(reverse("desk:my_day")).content.decode()


def test_opening_the_day_leaves_a_row_that_counts_people(
    page: Client, worker: Worker, person: Person
) -> None:
    cases.plan(worker, person, days=-1)
    lists(page)
    last = Reading.objects.latest("id")
    assert (last.action, last.person_id, last.rows, last.category) == ("open", None, 1, 3)


def test_the_day_costs_the_same_however_busy_it_is(
    page: Client, worker: Worker, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for number in range(6):
        one = people.person(worker, f"Ким Олег {number}")
        cases.plan(worker, one, days=-number)
        cases.application(worker, one)
    silent(20)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        lists(page)


def test_a_day_that_is_ahead_is_said_as_a_deadline() -> None:
    of = referrals.cast()
    due_at = referrals.sent(of).due_at
    assert due_at is not None
    client = Client()
    client.force_login(of.provider.user)
    html = client.get(reverse("desk:my_day")).content.decode()
    day = f"{timezone.localtime(due_at):%d.%m.%Y}"
    assert f"до {day}" in html and f"с {day}" not in html
