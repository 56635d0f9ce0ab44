"""Whoever leaves is shut out with the next request, on every device, and an agency is never left without keys."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tirek.agencies import actions
from tirek.agencies.models import Worker
from tirek.agencies.policies import NobodyLeft, NotYours
from tirek.agencies.queries import NobodyCalled, worker_called, worker_of
from tirek.agencies.roles import Role
from tirek.agencies.tests import make
from tirek.audit.models import JournalEntry
from tirek.gate.models import Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Worker:
    return make.worker("manager")


@pytest.fixture
def leaver() -> Worker:
    return make.worker("leaver", roles=[Role.SOCIAL_WORKER])


def logged_in(worker: Worker) -> Client:
    client = Client()
    client.force_login(worker.user)
    return client


def test_the_next_request_is_refused_on_every_device(manager: Worker, leaver: Worker) -> None:
    phone, desk, other = logged_in(leaver), logged_in(leaver), logged_in(manager)
    actions.deactivate(worker=leaver, by=manager.actor)
    for device in (phone, desk):
        answer = device.get(reverse("desk:people"))
        assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
    assert other.get(reverse("desk:people")).status_code == 200
    assert Session.objects.count() == 1
    row = JournalEntry.objects.get(action="agencies.deactivate")
    assert (row.subject_id, row.detail) == (str(leaver.id), {"sessions": 2})


def test_a_session_that_survived_is_refused_all_the_same(manager: Worker, leaver: Worker) -> None:
    phone = logged_in(leaver)
    kept = Session.objects.get()
    actions.deactivate(worker=leaver, by=manager.actor)
    kept.save(force_insert=True)
    assert phone.get(reverse("desk:people")).status_code == 302
    with pytest.raises(NobodyCalled):
        worker_of(leaver.user)
    with pytest.raises(NobodyCalled):
        worker_called("leaver")


def test_the_password_does_not_let_in_again(manager: Worker, leaver: Worker) -> None:
    actions.deactivate(worker=leaver, by=manager.actor)
    assert not Client().login(username="leaver", password="only for tests")


def test_who_comes_back_has_the_roles_from_before(manager: Worker, leaver: Worker) -> None:
    actions.deactivate(worker=leaver, by=manager.actor)
    actions.reactivate(worker=leaver, by=manager.actor)
    assert worker_of(leaver.user).role_codes == {"social_worker"}
    assert JournalEntry.objects.filter(action="agencies.reactivate").count() == 1


def test_nobody_shuts_themselves_out(manager: Worker) -> None:
    make.worker("second")
    with pytest.raises(NobodyLeft):
        actions.deactivate(worker=manager, by=manager.actor)


def test_nobody_shuts_out_another_agencys_staff(leaver: Worker) -> None:
    stranger = make.worker("stranger", of=make.agency("Чужая"))
    with pytest.raises(NotYours):
        actions.deactivate(worker=leaver, by=stranger.actor)
    assert worker_of(leaver.user) == leaver


def test_the_page_says_why_the_last_administrator_stays(manager: Worker) -> None:
    client = logged_in(manager)
    answer = client.post(reverse("agencies:deactivate", args=[manager.id]), follow=True)
    assert answer.redirect_chain == [(reverse("agencies:worker", args=[manager.id]), 302)]
    assert 'class="note bad"' in answer.content.decode()


def test_of_two_administrators_who_shut_each_other_out_one_stays(manager: Worker) -> None:
    second = make.worker("second")
    meanwhile = second.actor
    actions.deactivate(worker=second, by=manager.actor)
    with pytest.raises(NobodyLeft):
        actions.deactivate(worker=manager, by=meanwhile)
    with pytest.raises(NobodyLeft):
        actions.set_roles(worker=manager, roles=[Role.SOCIAL_WORKER], by=meanwhile)
