"""A link that works once, for seven days, and of which nothing but a hash is kept."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tirek.agencies import actions
from tirek.agencies.invitations import LinkSpent, hash_of
from tirek.agencies.models import Agency, Invitation, User, Worker
from tirek.agencies.policies import NotYours, RoleNotHeldHere
from tirek.agencies.roles import Role
from tirek.agencies.tests import make
from tirek.audit.actors import MACHINE
from tirek.audit.models import JournalEntry

pytestmark = pytest.mark.django_db
PASSWORD = "four ordinary quiet words"
CHOSEN = {"login": "dana", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def manager() -> Worker:
    return make.worker("manager")


def invited(manager: Worker, *roles: str) -> tuple[Invitation, str]:
    wanted = roles or (Role.SOCIAL_WORKER,)
    return make.acting(
        actions.invite, agency=manager.agency, name="Дана Омарова", roles=wanted, by=manager.actor
    )


def page(token: str) -> str:
    return reverse("agencies:accept", args=[token])


def test_the_token_is_kept_nowhere(manager: Worker) -> None:
    invitation, token = invited(manager)
    invitation.refresh_from_db()
    assert invitation.token_hash == hash_of(token)
    with connection.cursor() as cursor:
        for model in (Invitation, JournalEntry):
            cursor.execute(f"SELECT t::text FROM {model._meta.db_table} t")
            assert token not in str(cursor.fetchall())


def test_whoever_opens_the_link_chooses_login_and_password(client: Client, manager: Worker) -> None:
    invitation, token = invited(manager, Role.SOCIAL_WORKER, Role.SPECIALIST)
    shown = client.get(page(token))
    assert shown.status_code == 200
    assert "Дана Омарова" in shown.content.decode()
    answer = client.post(page(token), CHOSEN)
    assert answer.status_code == 302 and answer["Location"] == reverse("account_login")
    worker = Worker.objects.with_roles().get(user__username="dana")
    assert (worker.id, worker.agency) == (invitation.worker_id, manager.agency)
    assert worker.role_codes == {"social_worker", "specialist"}
    assert client.login(username="dana", password=PASSWORD)
    row = JournalEntry.objects.get(action="agencies.accept")
    assert (row.actor_id, row.agency_id) == (worker.id, manager.agency_id)


def test_opening_the_page_uses_nothing_up(client: Client, manager: Worker) -> None:
    _, token = invited(manager)
    assert [client.get(page(token)).status_code for _ in range(2)] == [200, 200]


def test_a_link_used_twice_says_so(client: Client, manager: Worker) -> None:
    _, token = invited(manager)
    client.post(page(token), CHOSEN)
    for answer in (client.get(page(token)), client.post(page(token), {**CHOSEN, "login": "other"})):
        assert answer.status_code == 410
        assert "Дана" not in answer.content.decode()
    assert not User.objects.filter(username="other").exists()


@pytest.mark.parametrize("days", [7, 8])
def test_a_link_expires_after_seven_days(client: Client, manager: Worker, days: int) -> None:
    invitation, token = invited(manager)
    begun = invitation.expires_at - timedelta(days=7)
    assert abs(begun - timezone.now()) < timedelta(minutes=1)
    Invitation.objects.update(expires_at=invitation.expires_at - timedelta(days=days))
    assert client.post(page(token), CHOSEN).status_code == 410
    with pytest.raises(LinkSpent, match="expired"):
        make.acting(
            actions.accept, invitation=invitation, login="dana", password=PASSWORD, by=invitation.invitee
        )


def test_a_withdrawn_link_does_not_work(client: Client, manager: Worker) -> None:
    invitation, token = invited(manager)
    make.acting(actions.withdraw_invitation, invitation=invitation, by=manager.actor)
    assert client.get(page(token)).status_code == 410
    assert not User.objects.filter(username="dana").exists()


def test_a_link_nobody_made_shows_nothing(client: Client) -> None:
    answer = client.get(page("x" * 43))
    assert answer.status_code == 404
    assert "no-store" in answer["Cache-Control"]


def test_only_the_invited_accept(manager: Worker) -> None:
    invitation, _ = invited(manager)
    with pytest.raises(NotYours):
        make.acting(actions.accept, invitation=invitation, login="dana", password=PASSWORD, by=manager.actor)


@pytest.mark.parametrize(
    "wrong",
    [
        {"login": "manager"},
        {"login": "дана омарова"},
        {"password": "short", "again": "short"},
        {"again": "something else again"},
        {"login": ""},
    ],
)
def test_a_mistake_leaves_the_link_unused(client: Client, manager: Worker, wrong: dict[str, str]) -> None:
    _, token = invited(manager)
    assert client.post(page(token), {**CHOSEN, **wrong}).status_code == 422
    assert client.post(page(token), CHOSEN).status_code == 302


def test_somebody_else_logged_in_here_is_logged_out(client: Client, manager: Worker) -> None:
    _, token = invited(manager)
    client.force_login(manager.user)
    client.post(page(token), CHOSEN)
    assert "_auth_user_id" not in client.session


def test_an_invitation_gives_only_roles_of_the_agency(manager: Worker) -> None:
    with pytest.raises(RoleNotHeldHere):
        invited(manager, Role.COORDINATOR)


def test_a_coordinator_invites_only_the_first_administrator() -> None:
    akimat = make.agency("Акимат", Agency.Kind.AKIMAT)
    region = make.worker("region", of=akimat, roles=[Role.COORDINATOR]).actor
    clinic = actions.add_agency(name="Поликлиника", kind=Agency.Kind.CLINIC, by=region)
    with pytest.raises(NotYours):
        make.acting(actions.invite, agency=clinic, name="Врач", roles=[Role.CLINIC], by=region)
    make.acting(actions.invite, agency=clinic, name="Главный", roles=[Role.AGENCY_ADMIN], by=region)
    make.worker("head", of=clinic, roles=[Role.AGENCY_ADMIN])
    with pytest.raises(NotYours):
        make.acting(actions.invite, agency=clinic, name="Второй", roles=[Role.AGENCY_ADMIN], by=region)


def test_the_link_is_shown_once_and_the_same_form_makes_one_invitation(
    client: Client, manager: Worker
) -> None:
    client.force_login(manager.user)
    said = {"id": str(uuid4()), "name": "Дана Омарова", "roles": ["social_worker"]}
    first = client.post(reverse("agencies:invite"), said)
    found = re.search(r"/settings/invitation/([\w-]+)/", first.content.decode())
    assert found and Invitation.objects.get().token_hash == hash_of(found[1])
    second = client.post(reverse("agencies:invite"), said)
    assert second.status_code == 302
    assert Invitation.objects.count() == 1
    assert found[1] not in client.get(reverse("agencies:staff")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_the_link_at_once_one_gets_in() -> None:
    agency = make.agency()
    invitation, _ = actions.invite(agency=agency, name="Дана", roles=[Role.AUDITOR], by=MACHINE)
    ready, told = threading.Barrier(2), []

    def use(login: str) -> None:
        ready.wait()
        try:
            make.acting(
                actions.accept, invitation=invitation, login=login, password="x", by=invitation.invitee
            )
            told.append("in")
        except LinkSpent as spent:
            told.append(str(spent))
        finally:
            connection.close()

    threads: list[Any] = [threading.Thread(target=use, args=[login]) for login in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["in", "used"]
    assert Worker.objects.count() == 1
