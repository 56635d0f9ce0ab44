"""Who opens which page of the settings: the matrix of roles and pages, and the walk of an administrator."""

from __future__ import annotations

from collections.abc import Collection
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tirek.agencies import actions
from tirek.agencies.models import Agency, Approval, Worker
from tirek.agencies.roles import HELD_IN, Role
from tirek.agencies.second_signature import DEEDS
from tirek.agencies.tests import make
from tirek.agencies.urls import urlpatterns

pytestmark = pytest.mark.django_db

ADMIN, REGION, AUDITOR = Role.AGENCY_ADMIN, Role.COORDINATOR, Role.AUDITOR
SIGNERS = {ADMIN, REGION, AUDITOR, *(deed.role for deed in DEEDS.values())}
MAY: dict[str, Collection[str]] = {
    "settings": {ADMIN, REGION, AUDITOR},
    "agency": {ADMIN},
    "rename": {ADMIN},
    "describe": {ADMIN},
    "add_branch": {ADMIN},
    "staff": {ADMIN},
    "invite": {ADMIN},
    "worker": {ADMIN},
    "oblast": {REGION},
    "add_agency": {REGION},
    "check_agency": {REGION},
    "invite_first": {REGION},
    "approvals": SIGNERS,
    "sessions": set(Role),
    "mail": {ADMIN},
}
CHANGES = (
    "withdraw_invitation",
    "deactivate",
    "reactivate",
    "forget_second_factor",
    "approve",
    "refuse",
    "review",
    "mail_again",
    "mail_drop",
)
OF_ONES_OWN = ("end_others",)


def somebody(role: str, login: str = "reader") -> Worker:
    kind = next(kind for kind in Agency.Kind if kind in HELD_IN[role])
    return make.worker(login, of=make.agency(f"Организация {kind}", kind), roles=[role])


def logged_in(worker: Worker) -> Client:
    client = Client()
    client.force_login(worker.user)
    return client


def address(name: str, reader: Worker) -> str:
    if name == "worker":
        return reverse("agencies:worker", args=[reader.id])
    if name in ("check_agency", "invite_first"):
        return reverse(f"agencies:{name}", args=[make.agency("Без сотрудников").id])
    return reverse(f"agencies:{name}")


@pytest.mark.parametrize("role", Role)
def test_a_page_is_there_for_those_who_need_it_and_not_for_others(role: Role) -> None:
    reader = somebody(role)
    client = logged_in(reader)
    answered = {name: client.get(address(name, reader), follow=True).status_code for name in MAY}
    # The section and the mail have doors of their own (config/doors.py).
    shut = {name: 403 if name in ("settings", "mail") else 404 for name in MAY}
    assert answered == {name: 200 if role in roles else shut[name] for name, roles in MAY.items()}


@pytest.mark.parametrize("role", Role)
def test_another_agencys_things_are_not_there_for_anybody(role: Role) -> None:
    other = make.agency("Чужая")
    theirs = make.worker("theirs", of=other, roles=[ADMIN, Role.SOCIAL_WORKER])
    make.worker("second", of=other, roles=[ADMIN])
    invitation, _ = make.acting(actions.invite, agency=other, name="Кто-то", roles=[ADMIN], by=theirs.actor)
    approval = make.acting(actions.ask, kind="join", subject=theirs, why="одно лицо", by=theirs.actor)
    ids = dict.fromkeys(("deactivate", "reactivate", "forget_second_factor"), theirs.id)
    ids["withdraw_invitation"] = invitation.id
    client = logged_in(somebody(role))
    for name in CHANGES:
        url = reverse(f"agencies:{name}", args=[ids.get(name, approval.id)])
        shut = 403 if name.startswith("mail_") and role != ADMIN else 404
        assert client.post(url, {"finding": "upheld"}).status_code == shut, name
    approval.refresh_from_db()
    invitation.refresh_from_db()
    theirs.user.refresh_from_db()
    untouched = (approval.decision, approval.finding, invitation.withdrawn_at, theirs.user.is_active)
    assert untouched == ("waiting", "", None, True)


def test_every_page_of_the_settings_stands_in_the_matrix() -> None:
    assert {pattern.name for pattern in urlpatterns} == {*MAY, *CHANGES, *OF_ONES_OWN, "accept"}


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_changes_by_opening_an_address(name: str) -> None:
    url = reverse(f"agencies:{name}", args=[uuid4()])
    assert logged_in(make.worker()).get(url).status_code == 405


def test_no_session_ends_by_opening_an_address() -> None:
    assert logged_in(make.worker()).get(reverse("agencies:end_others")).status_code == 405


@pytest.mark.parametrize("role", Role)
def test_the_menu_leads_to_the_settings_only_whom_it_helps(role: Role) -> None:
    page = logged_in(somebody(role)).get(reverse("account_change_password")).content.decode()
    assert (f'href="{reverse("agencies:settings")}"' in page) == (role in {ADMIN, REGION, AUDITOR})


def test_a_worker_of_another_agency_has_no_page() -> None:
    other = make.worker("other", of=make.agency("Чужая"))
    assert logged_in(make.worker()).get(reverse("agencies:worker", args=[other.id])).status_code == 404


def test_an_administrator_renames_and_the_page_shows_both_names() -> None:
    client = logged_in(make.worker())
    old = Agency.objects.get().name
    said = {"name": "Новое имя", "name_kk": "Жаңа атау", "since": "01.02.2024"}
    assert client.post(reverse("agencies:rename"), said).status_code == 302
    page = client.get(reverse("agencies:agency")).content.decode()
    assert all(text in page for text in (old, "Новое имя", "Жаңа атау", "01.02.2024"))


@pytest.mark.parametrize(
    "said", [{"since": "01.01.2099"}, {"name": ""}, {"since": "вчера"}, {"name": "Чужая"}]
)
def test_a_mistake_in_a_name_is_said_and_nothing_written(said: dict[str, str]) -> None:
    make.agency("Чужая")
    worker = make.worker()
    right = {"name": "Новое имя", "since": "01.02.2024"}
    answer = logged_in(worker).post(reverse("agencies:rename"), {**right, **said})
    assert answer.status_code == 422
    assert worker.agency.names.count() == 1


def test_the_head_invites_a_branchs_first_administrator() -> None:
    client = logged_in(make.worker())
    answer = client.post(reverse("agencies:add_branch"), {"name": "Филиал", "place": "Риддер"})
    branch = Agency.objects.get(name="Филиал")
    assert answer["Location"] == reverse("agencies:invite_first", args=[branch.id])
    shown = client.post(answer["Location"], {"id": str(uuid4()), "name": "Заведующий"})
    assert shown.status_code == 200
    assert branch.invitations.get().roles == ["agency_admin"]


def test_a_coordinator_adds_a_successor() -> None:
    client, old = logged_in(somebody(REGION)), make.agency("Центр занятости", Agency.Kind.EMPLOYMENT)
    said = {
        "name": "Карьерный центр",
        "kind": "employment",
        "predecessor": str(old.id),
        "since": "01.07.2023",
        "ends_predecessor": "on",
    }
    assert client.post(reverse("agencies:add_agency"), said).status_code == 302
    assert Agency.objects.get(name="Карьерный центр").predecessor == old
    ended = old.names.get().valid_to
    assert ended is not None and ended < timezone.localdate()


def test_a_coordinator_says_of_what_kind_an_imported_agency_is() -> None:
    clinic = make.agency("Поликлиника № 2", Agency.Kind.OTHER)
    url = reverse("agencies:check_agency", args=[clinic.id])
    said = {"name": clinic.name, "kind": "clinic", "name_kk": "№ 2 емхана"}
    assert logged_in(somebody(REGION)).post(url, said).status_code == 302
    clinic.refresh_from_db()
    assert (clinic.kind, clinic.names.get().name_kk) == ("clinic", "№ 2 емхана")


def test_an_administrator_does_not_change_the_kind_of_the_own_agency() -> None:
    worker = make.worker()
    said = {"name": worker.agency.name, "kind": "akimat", "head": "Айгүл"}
    assert logged_in(worker).post(reverse("agencies:describe"), said).status_code == 302
    worker.agency.refresh_from_db()
    assert (worker.agency.kind, worker.agency.head) == ("ngo", "Айгүл")


def test_a_form_cannot_give_a_role_of_another_kind_of_agency() -> None:
    worker = make.worker()
    url = reverse("agencies:worker", args=[worker.id])
    answer = logged_in(worker).post(url, {"roles": ["agency_admin", "coordinator"]})
    assert answer.status_code == 422
    assert not worker.roles.filter(code="coordinator").exists()


def test_a_coordinator_reviews_without_reading_why() -> None:
    asker = make.worker("asker", roles=[ADMIN])
    approval = make.acting(actions.ask, kind="protect", subject=asker, why="Иванову угрожают", by=asker.actor)
    client = logged_in(somebody(REGION))
    page = client.get(reverse("agencies:approvals")).content.decode()
    assert asker.agency.name in page and "Иванову" not in page
    client.post(reverse("agencies:review", args=[approval.id]), {"finding": "upheld"})
    assert Approval.objects.get().finding == "upheld"


def test_the_second_person_approves_on_the_page() -> None:
    asker, second = make.worker("asker"), make.worker("second")
    approval = make.acting(
        actions.ask, kind="join", subject=asker, why="одно лицо", page="/people/", by=asker.actor
    )
    url = reverse("agencies:approve", args=[approval.id])
    assert logged_in(asker).post(url).status_code == 404
    assert logged_in(second).post(url).status_code == 302
    page = logged_in(second).get(reverse("agencies:approvals")).content.decode()
    assert 'href="/people/"' in page and url not in page
