"""The individual plan: versions that never silently shrink, the person's agreement, approval, steps and reviews."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tirek.access.tests import make as access
from tirek.agencies.models import Worker
from tirek.agencies.roles import FIRST
from tirek.agencies.tests import make as staff
from tirek.audit.models import JournalEntry
from tirek.cases import due, planning, plans
from tirek.cases.models import Plan, PlanLeft, PlanLine, PlanReview, PlanVersion
from tirek.cases.needing import ChangedMeanwhile
from tirek.cases.planning import LineFacts
from tirek.cases.tests import make
from tirek.gate.acting import act_as
from tirek.gate.fetching import fetch
from tirek.people.models import Person
from tirek.people.tests import make as people

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


def colleague_of(worker: Worker) -> Worker:
    return staff.worker("colleague", of=worker.agency, name="Второй Дела", roles=FIRST)


def standing() -> list[str]:
    """The words of everything in force."""
    return list(
        PlanLine.objects.filter(is_standing=True).order_by("goal", "text").values_list("text", flat=True)
    )


def next_draft(worker: Worker, person: Person) -> PlanVersion:
    return planning.begin_version(person=person, by=worker.actor)


def test_a_new_version_begins_as_a_copy_of_the_one_in_force(worker: Worker, person: Person) -> None:
    first = make.plan(worker, person)
    draft = next_draft(worker, person)
    assert draft.number == 2
    assert set(draft.lines.values_list("line", flat=True)) == set(first.lines.values_list("line", flat=True))
    assert next_draft(worker, person) == draft


def test_what_leaves_is_listed_with_the_reason_and_its_steps(worker: Worker, person: Person) -> None:
    make.plan(worker, person)
    draft = next_draft(worker, person)
    make.step(worker, make.goal(worker, draft, "У меня есть работа"), "Записаться в карьерный центр")
    goal = draft.lines.get(text="У меня есть документы")
    planning.drop_line(
        line=goal, reason="done", why="получил удостоверение", edition=draft_edition(draft), by=worker.actor
    )
    assert {one.text for one in PlanLeft.objects.all()} == {"У меня есть документы", "Сфотографироваться"}
    make.agreed(worker, draft)
    assert set(standing()) == {"У меня есть работа", "Записаться в карьерный центр"}


def draft_edition(draft: PlanVersion) -> int:
    draft.refresh_from_db()
    return draft.edition


def test_what_was_new_in_the_draft_leaves_without_a_word(worker: Worker, person: Person) -> None:
    make.plan(worker, person)
    draft = next_draft(worker, person)
    goal = make.goal(worker, draft, "Передумал")
    planning.drop_line(
        line=goal, reason="mistake", why="ошибка", edition=draft_edition(draft), by=worker.actor
    )
    assert not PlanLeft.objects.exists()


def test_the_database_refuses_a_version_that_lost_a_line(worker: Worker, person: Person) -> None:
    make.plan(worker, person)
    draft = next_draft(worker, person)
    make.step(worker, make.goal(worker, draft, "Другое"), "Шаг")
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM cases_planline WHERE version_id = %s AND text = 'Сфотографироваться'", [draft.pk]
        )
    make.step(worker, draft.lines.get(text="У меня есть документы"), "Новый шаг")
    with pytest.raises(IntegrityError, match="lost"), transaction.atomic():
        make.agreed(worker, draft)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_planline SET text = 'другое' WHERE version_id = %s",
        "UPDATE cases_planline SET is_standing = false WHERE version_id = %s",
        "DELETE FROM cases_planline WHERE version_id = %s",
        "UPDATE cases_planversion SET why = 'x' WHERE id = %s",
        "DELETE FROM cases_planversion WHERE id = %s",
    ],
)
def test_an_approved_version_stands_as_it_was(worker: Worker, person: Person, statement: str) -> None:
    version = make.plan(worker, person)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [version.pk])


def test_nobody_approves_past_the_function(worker: Worker, person: Person) -> None:
    draft = next_draft(worker, person)
    with pytest.raises(DatabaseError, match="approve_plan"), transaction.atomic():
        PlanVersion.objects.filter(pk=draft.pk).update(
            approved_at=timezone.now(),
            approved_by=worker.id,
            agreed_on=timezone.localdate(),
            agreed_how="said",
        )


def test_whoever_wrote_a_plan_does_not_approve_it_where_a_colleague_can(
    worker: Worker, person: Person
) -> None:
    colleague = colleague_of(worker)
    draft = make.plan(worker, person)
    assert draft.is_draft and draft.agreed_on
    with pytest.raises(planning.NotYoursToApprove):
        planning.approve_version(version=draft, edition=draft.edition, by=worker.actor)
    waiting = fetch(due.drafts_waiting(worker.agency_id, colleague.id, most=9))
    assert [one.id for one in waiting] == [draft.id]
    assert not fetch(due.drafts_waiting(worker.agency_id, worker.id, most=9))
    with act_as(colleague.actor):
        approved = planning.approve_version(version=draft, edition=draft.edition, by=colleague.actor)
    assert (approved.approved_by, approved.is_alone) == (colleague.id, False)


def test_alone_a_worker_approves_and_the_row_says_so(worker: Worker, person: Person) -> None:
    version = make.plan(worker, person)
    assert (version.approved_by, version.is_alone) == (worker.id, True)


def test_whatever_is_changed_after_the_agreement_asks_for_it_anew(worker: Worker, person: Person) -> None:
    colleague = colleague_of(worker)
    draft = make.plan(worker, person)
    make.goal(worker, draft, "Ещё одна цель")
    draft.refresh_from_db()
    assert draft.agreed_on is None
    with act_as(colleague.actor), pytest.raises(planning.NotYoursToApprove):
        planning.approve_version(version=draft, edition=draft.edition, by=colleague.actor)


def test_a_plan_without_goals_or_with_a_goal_nobody_works_for_says_nothing(
    worker: Worker, person: Person
) -> None:
    draft = next_draft(worker, person)
    with pytest.raises(planning.SaysNothing):
        make.agreed(worker, draft)
    make.goal(worker, draft)
    with pytest.raises(planning.SaysNothing):
        make.agreed(worker, draft)


def test_a_step_has_a_day_and_a_side(worker: Worker, person: Person) -> None:
    goal = make.goal(worker, next_draft(worker, person))
    for said in ({"due_on": None}, {"side": ""}, {"side": "other"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make.step(worker, goal, **said)


def test_a_form_that_saw_another_edition_changes_nothing(worker: Worker, person: Person) -> None:
    draft = next_draft(worker, person)
    goal = make.goal(worker, draft)
    edition = draft_edition(draft)
    goal.refresh_from_db()
    planning.change_line(line=goal, facts=LineFacts(text="Первое"), edition=edition, by=worker.actor)
    with pytest.raises(ChangedMeanwhile):
        planning.change_line(line=goal, facts=LineFacts(text="Второе"), edition=edition, by=worker.actor)
    with pytest.raises(ChangedMeanwhile):
        planning.drop_line(line=goal, reason="done", why="готово", edition=edition, by=worker.actor)


def test_a_step_done_while_a_draft_is_open_is_done_in_the_new_version(worker: Worker, person: Person) -> None:
    make.plan(worker, person)
    draft = next_draft(worker, person)
    step = PlanLine.objects.get(is_standing=True, goal__isnull=False)
    planning.finish_step(line=step, done_on=timezone.localdate(), by=worker.actor)
    make.agreed(worker, draft)
    assert PlanLine.objects.get(is_standing=True, goal__isnull=False).done_on == timezone.localdate()


def test_lines_on_health_are_carried_by_whoever_does_not_see_them(worker: Worker, person: Person) -> None:
    access.signed(person, worker, worker.agency, (1, 5))
    check = make.need(worker, person, "Медицинский осмотр", "medical")
    draft = next_draft(worker, person)
    goal = make.goal(worker, draft, "Я прошёл осмотр", need_id=check.id, category=5)
    make.step(worker, goal, "Прийти в поликлинику")
    make.step(worker, make.goal(worker, draft), "Сфотографироваться")
    make.agreed(worker, draft)
    blind = replace(worker.actor, categories=frozenset({1, 3}))
    with act_as(blind):
        newer = planning.begin_version(person=person, by=blind)
        assert newer.lines.count() == 2
        planning.agree_version(
            version=newer, agreed_on=timezone.localdate(), agreed_how="said", edition=newer.edition, by=blind
        )
    assert newer.lines.count() == 4


def test_a_line_is_kept_as_its_need_and_its_goal_are(worker: Worker, person: Person) -> None:
    access.signed(person, worker, worker.agency, (1, 5))
    check = make.need(worker, person, "Медицинский осмотр", "medical")
    draft = next_draft(worker, person)
    with pytest.raises(IntegrityError, match="kept as"), transaction.atomic():
        make.goal(worker, draft, "Я прошёл осмотр", need_id=check.id, category=3)
    goal = make.goal(worker, draft, "Я прошёл осмотр", need_id=check.id, category=5)
    assert make.step(worker, goal).category == 5


def test_a_draft_given_up_leaves_the_plan_as_it_is(worker: Worker, person: Person) -> None:
    make.plan(worker, person)
    before = standing()
    draft = next_draft(worker, person)
    make.goal(worker, draft, "Лишнее")
    planning.discard_version(version=draft, by=worker.actor)
    assert standing() == before
    assert PlanVersion.objects.count() == 1


def test_another_agency_neither_drafts_nor_approves(worker: Worker, person: Person) -> None:
    make.plan(worker, person)
    draft = next_draft(worker, person)
    other = access.other_worker()
    access.signed(person, worker, other.agency)
    with act_as(other.actor):
        assert PlanVersion.objects.count() == 2
        for function in (
            "carry_plan(%s)",
            "discard_plan(%s)",
            "approve_plan(%s, current_date, 'said', true)",
        ):
            with (
                pytest.raises(DatabaseError, match="not a plan"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"SELECT authz.{function}", [draft.pk])
        # Locking a row asks for what changing it asks for: another agency's draft is not there to be written in.
        with pytest.raises(planning.OpenElsewhere):
            make.goal(other, draft)


def test_a_plan_is_open_once_for_an_agency_and_others_have_their_own(worker: Worker, person: Person) -> None:
    make.plan(worker, person)
    other = access.other_worker()
    access.signed(person, worker, other.agency)
    with act_as(other.actor):
        make.plan(other, person)
        shown = plans.plans_of([person.id], other.agency_id)
        assert [one.is_ours for one in shown] == [True, False]
    assert Plan.objects.count() == 2


def test_steps_reviews_and_silence_are_due_by_their_days(worker: Worker, person: Person) -> None:
    version = make.plan(worker, person)
    today = timezone.localdate()
    assert not fetch(due.steps_due(worker.agency_id, today, most=9))
    assert len(fetch(due.steps_due(worker.agency_id, today + timedelta(days=3), most=9))) == 1
    assert len(fetch(due.reviews_due(worker.agency_id, today + timedelta(days=30), most=9))) == 1
    assert len(fetch(due.silent(worker.agency_id, today + timedelta(days=7), most=9))) == 1
    assert not fetch(due.silent(worker.agency_id, today + timedelta(days=6), most=9))
    planning.close_plan(plan=version.plan, why="всё сделано", version=1, by=worker.actor)
    later = today + timedelta(days=99)
    assert not fetch(due.steps_due(worker.agency_id, later, most=9))
    assert not fetch(due.reviews_due(worker.agency_id, later, most=9))
    assert not fetch(due.silent(worker.agency_id, later, most=9))


def test_a_plan_that_was_ended_is_taken_up_again_unless_another_is_open(
    page: Client, worker: Worker, person: Person
) -> None:
    plan = make.plan(worker, person).plan
    planning.close_plan(plan=plan, why="всё сделано", version=1, by=worker.actor)
    assert page.post(reverse("cases:reopen", args=[plan.id])).status_code == 302
    plan.refresh_from_db()
    assert plan.is_running and plan.closed_why == ""
    planning.close_plan(plan=plan, why="всё сделано", version=plan.version, by=worker.actor)
    next_draft(worker, person)
    with pytest.raises(planning.OpenElsewhere):
        planning.reopen_plan(plan=plan, by=worker.actor)


def test_a_review_says_when_next_and_how_long_a_silence_is_too_long(worker: Worker, person: Person) -> None:
    plan = make.plan(worker, person).plan
    next_on = timezone.localdate() + timedelta(days=14)
    said = {"finding": "slow", "note": "ждёт справку", "next_on": next_on, "silent_after_days": 14}
    planning.review_plan(plan=plan, **said, version=1, by=worker.actor)  # type: ignore[arg-type]
    plan.refresh_from_db()
    assert (plan.review_on, plan.silent_from) == (next_on, timezone.localdate() + timedelta(days=14))
    with pytest.raises(ChangedMeanwhile):
        planning.review_plan(plan=plan, **said, version=1, by=worker.actor)  # type: ignore[arg-type]
    assert PlanReview.objects.count() == 1


def test_the_whole_way_by_pages(page: Client, worker: Worker, person: Person) -> None:
    need = make.need(worker, person)
    answer = page.post(reverse("cases:begin_plan", args=[person.id]))
    draft = PlanVersion.objects.get()
    assert answer["Location"] == reverse("cases:version", args=[draft.id])
    said = {"text": "У меня есть документы", "need": str(need.id)}
    assert page.post(reverse("cases:add_goal", args=[draft.id]), said).status_code == 302
    goal = PlanLine.objects.get()
    day = (timezone.localdate() + timedelta(days=5)).strftime("%d.%m.%Y")
    step = {"text": "Сфотографироваться", "due_on": day, "side": "person"}
    assert (
        page.post(reverse("cases:add_step", args=[goal.id]), step | {"due_on": "01.01.2020"}).status_code
        == 422
    )
    assert page.post(reverse("cases:add_step", args=[goal.id]), step).status_code == 302
    draft.refresh_from_db()
    agreed = {
        "edition": draft.edition,
        "agreed_how": "signed",
        "agreed_on": timezone.localdate().strftime("%d.%m.%Y"),
    }
    assert page.post(reverse("cases:agree", args=[draft.id]), agreed).status_code == 302
    line = PlanLine.objects.get(goal__isnull=False)
    assert line.is_standing
    html = page.get(reverse("cases:needs", args=[person.id])).content.decode()
    assert "Сфотографироваться" in html and "У меня есть документы" in html
    page.post(reverse("cases:finish_step", args=[line.id]))
    page.post(reverse("cases:finish_step", args=[line.id]))
    assert JournalEntry.objects.filter(action="cases.finish_step").count() == 1
    page.post(reverse("cases:reopen_step", args=[line.id]))
    line.refresh_from_db()
    assert line.done_on is None


def test_the_page_of_a_version_shows_what_is_new_what_changed_and_what_left(
    page: Client, worker: Worker, person: Person
) -> None:
    make.plan(worker, person)
    page.post(reverse("cases:begin_plan", args=[person.id]))
    draft = PlanVersion.objects.latest("number")
    step = draft.lines.get(goal__isnull=False)
    address = reverse("cases:drop_line", args=[step.id])
    assert page.post(address, {"edition": draft.edition, "reason": "", "why": ""}).status_code == 422
    said = {"edition": draft.edition, "reason": "not_needed", "why": "фото уже есть"}
    assert page.post(address, said).status_code == 302
    html = page.get(reverse("cases:version", args=[draft.id])).content.decode()
    assert "фото уже есть" in html
    left = PlanLeft.objects.get()
    page.post(reverse("cases:bring_back", args=[left.id]))
    assert draft.lines.filter(text="Сфотографироваться").exists() and not PlanLeft.objects.exists()


def test_the_page_costs_the_same_however_long_the_plan_is(
    page: Client, worker: Worker, person: Person, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    draft = next_draft(worker, person)
    for number in range(4):
        goal = make.goal(worker, draft, f"Цель {number}")
        make.need(worker, person, f"Нужда {number}")
        for step in range(4):
            make.step(worker, goal, f"Шаг {step}")
    make.agreed(worker, draft)
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        page.get(reverse("cases:needs", args=[person.id]))
