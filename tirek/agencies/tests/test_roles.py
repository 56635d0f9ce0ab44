"""What each role may see at all, and that knowing it costs no query."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from tirek.agencies import actions, queries, roles
from tirek.agencies.forms import HINTS
from tirek.agencies.kinds import AgencyKind
from tirek.agencies.models import Agency, AgencyName, WorkerRole
from tirek.agencies.policies import NobodyLeft, NotYours, RoleNotHeldHere
from tirek.agencies.roles import FIRST, HEALTH, IDENTITY, JUSTICE, PRIVATE, SEES, Role, categories_of
from tirek.agencies.tests import make
from tirek.audit.models import JournalEntry

pytestmark = pytest.mark.django_db


def test_every_role_stands_in_every_table() -> None:
    assert set(SEES) == set(roles.HELD_IN) == set(HINTS) == set(Role)


def test_every_kind_of_agency_can_be_run() -> None:
    assert all(Role.AGENCY_ADMIN in roles.roles_for(kind) for kind in AgencyKind)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AGENCY_ADMIN, Role.AUDITOR, Role.DONOR])
def test_whoever_counts_or_runs_sees_no_person(role: Role) -> None:
    assert categories_of([role]) == frozenset()


@pytest.mark.parametrize(
    ("role", "hidden"),
    [
        (Role.SOCIAL_WORKER, {PRIVATE}),
        (Role.PROBATION_OFFICER, {HEALTH, PRIVATE}),
        (Role.RECORDS_CLERK, {HEALTH, PRIVATE, roles.CONTACT, roles.SOCIAL}),
        (Role.CLINIC, {JUSTICE, PRIVATE, roles.SOCIAL}),
        (Role.EMPLOYMENT, {HEALTH, JUSTICE, PRIVATE}),
        (Role.SPECIALIST, {JUSTICE, HEALTH}),
        (Role.GRANT_MANAGER, {JUSTICE, HEALTH, PRIVATE, roles.CONTACT}),
    ],
)
def test_a_role_does_not_see_what_it_does_not_need(role: Role, hidden: set[int]) -> None:
    assert IDENTITY in SEES[role]
    assert not hidden & SEES[role]


def test_two_roles_see_what_either_sees() -> None:
    worker = make.worker(roles=[Role.SOCIAL_WORKER, Role.SPECIALIST])
    assert worker.categories == SEES[Role.SOCIAL_WORKER] | SEES[Role.SPECIALIST]
    assert worker.actor.roles == {"social_worker", "specialist"}
    assert worker.actor.categories == worker.categories


def test_a_worker_without_a_role_sees_nothing() -> None:
    assert make.worker(roles=[]).actor.categories == frozenset()


@pytest.mark.parametrize("fetch", [queries.worker_of, lambda user: queries.worker_called(user.username)])
def test_roles_come_with_the_worker_in_one_statement(
    fetch: Callable[[Any], Any],
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    user = make.worker().user
    with django_assert_num_queries(1):
        worker = fetch(user)
        assert worker.actor.roles == set(FIRST)
        assert worker.actor.categories == categories_of(FIRST)


def test_a_role_is_held_once_and_known() -> None:
    worker = make.worker(roles=[Role.AUDITOR])
    for code in ("auditor", "ruler"):
        with pytest.raises(IntegrityError), transaction.atomic():
            WorkerRole.objects.create(worker=worker, code=code)


def test_an_ngo_makes_nobody_coordinator() -> None:
    manager, other = make.worker("manager"), make.worker("other", roles=[])
    with pytest.raises(RoleNotHeldHere):
        actions.set_roles(worker=other, roles=[Role.COORDINATOR], by=manager.actor)
    assert not other.roles.exists()


def test_roles_given_and_taken_stand_in_the_journal() -> None:
    manager, other = make.worker("manager"), make.worker("other", roles=[Role.AUDITOR])
    actions.set_roles(worker=other, roles=[Role.GRANT_MANAGER], by=manager.actor)
    row = JournalEntry.objects.get(action="agencies.set_roles")
    assert row.detail == {"given": ["grant_manager"], "taken": ["auditor"]}
    assert other.actor.roles == {"grant_manager"}
    assert queries.worker_of(other.user).role_codes == {"grant_manager"}


def test_nobody_gives_roles_to_another_agencys_staff() -> None:
    stranger = make.worker("stranger", of=make.agency("Чужая"))
    with pytest.raises(NotYours):
        actions.set_roles(worker=make.worker(), roles=FIRST, by=stranger.actor)


def test_a_social_worker_gives_no_roles() -> None:
    worker = make.worker(roles=[Role.SOCIAL_WORKER])
    with pytest.raises(NotYours):
        actions.set_roles(worker=worker, roles=FIRST, by=worker.actor)


def test_the_last_administrator_stays() -> None:
    manager = make.worker("manager")
    with pytest.raises(NobodyLeft):
        actions.set_roles(worker=manager, roles=[Role.SOCIAL_WORKER], by=manager.actor)


def test_workers_from_before_roles_get_the_first_ones_and_agencies_their_name() -> None:
    worker, agency = make.worker(), Agency.objects.get()
    WorkerRole.objects.all().delete()
    AgencyName.objects.all().delete()
    migration = import_module("tirek.agencies.migrations.0003_first_roles_and_names")
    migration.forwards(apps, SimpleNamespace(connection=connection))
    assert queries.worker_of(worker.user).role_codes == set(FIRST)
    assert agency.names.get().name_ru == agency.name
