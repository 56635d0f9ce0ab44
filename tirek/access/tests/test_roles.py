"""Which role opens which page of access, and what each role sees of a person: ui/ux.md section 9, as a table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse

from tirek.access.tests import make
from tirek.agencies.models import Agency, Worker
from tirek.agencies.roles import HELD_IN, SEES, Role
from tirek.agencies.tests import make as staff
from tirek.gate.acting import act_as
from tirek.gate.categories import ALL
from tirek.people.models import Person
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db

HELPERS: Final = {
    Role.SOCIAL_WORKER,
    Role.PROBATION_OFFICER,
    Role.RECORDS_CLERK,
    Role.CLINIC,
    Role.EMPLOYMENT,
    Role.SPECIALIST,
}
READERS: Final = HELPERS | {Role.GRANT_MANAGER}
REVIEWERS: Final = {Role.AGENCY_ADMIN, Role.COORDINATOR, Role.AUDITOR}
OF_NOBODY: Final[dict[str, Collection[str]]] = {
    "requests": READERS | REVIEWERS,
    "ask": HELPERS,
    "emergency": HELPERS,
}
OF_OWN_PERSON: Final[dict[str, Collection[str]]] = {
    "person": READERS,
    "withdraw": HELPERS,
    "consent_new": HELPERS,
    "protect": HELPERS,
    "legal_new": HELPERS,
    "erase": HELPERS,
    "hold": HELPERS,
}
OF_SHARED_PERSON: Final[dict[str, Collection[str]]] = {
    "person": READERS,
    "withdraw": HELPERS,
    **dict.fromkeys(("consent_new", "protect", "legal_new", "erase", "hold"), ()),
}


def somebody(role: str) -> Worker:
    """Somebody who holds one role and no other, in an agency that has it."""
    kind = next(kind for kind in Agency.Kind if kind in HELD_IN[role])
    return staff.worker("reader", of=staff.agency(f"Организация {kind}", kind), roles=[role])


def registered_beside(reader: Worker) -> Person:
    """A person of the reader's agency, registered by a colleague who sees everything."""
    colleague = staff.worker("colleague", of=reader.agency, name="Дана", roles=[])
    seeing = SimpleNamespace(actor=replace(colleague.actor, categories=ALL))
    with act_as(seeing.actor):
        return people.nurlan(seeing)  # type: ignore[arg-type]


def opens(reader: Worker, name: str, *args: Any) -> bool:
    """Whether a page opens; one that does not says that it is not for the role, or that there is nothing."""
    client = Client()
    client.force_login(reader.user)
    status = client.get(reverse(f"access:{name}", args=args)).status_code
    assert status in (200, 403, 404), (name, status)
    return status == 200


@pytest.mark.parametrize("role", Role)
def test_pages_about_nobody_open_to_their_roles(role: Role) -> None:
    reader = somebody(role)
    assert {name for name in OF_NOBODY if opens(reader, name)} == {
        name for name, roles in OF_NOBODY.items() if role in roles
    }


@pytest.mark.parametrize("role", Role)
def test_pages_of_a_shared_person_open_to_their_roles(role: Role) -> None:
    reader = somebody(role)
    owner = staff.worker("owner", of=staff.agency("Фонд, где человека знают"))
    with act_as(owner.actor):
        person = people.nurlan(owner)
        make.signed(person, owner, reader.agency, (1, 2, 3, 4))
    found = {name for name in OF_SHARED_PERSON if opens(reader, name, person.id)}
    assert found == {name for name, roles in OF_SHARED_PERSON.items() if role in roles}


@pytest.mark.parametrize("role", Role)
def test_pages_of_an_own_person_open_to_their_roles(role: Role) -> None:
    reader = somebody(role)
    person = registered_beside(reader)
    found = {name for name in OF_OWN_PERSON if opens(reader, name, person.id)}
    assert found == {name for name, roles in OF_OWN_PERSON.items() if role in roles}


@pytest.mark.parametrize("role", Role)
def test_the_menu_leads_only_where_the_role_may_go(role: Role) -> None:
    client = Client()
    client.force_login(somebody(role).user)
    shown = client.get(reverse("account_change_password")).content.decode()
    assert (f'href="{reverse("desk:people")}"' in shown.split("<main")[0]) == (role in READERS)
    assert (f'href="{reverse("access:requests")}"' in shown) == (role in READERS | REVIEWERS)


def test_ux_section_9_what_a_role_never_sees() -> None:
    identity, contact, social, justice, health, private = range(1, 7)
    never = {
        Role.SOCIAL_WORKER: {private},
        Role.PROBATION_OFFICER: {health, private},
        Role.RECORDS_CLERK: {contact, social, health, private},
        Role.CLINIC: {social, justice, private},
        Role.EMPLOYMENT: {contact, health, justice, private},
        Role.SPECIALIST: {justice, health},
        Role.GRANT_MANAGER: {contact, justice, health, private},
        Role.COORDINATOR: {identity, contact, social, justice, health, private},
        Role.AGENCY_ADMIN: {identity, contact, social, justice, health, private},
        Role.AUDITOR: {identity, contact, social, justice, health, private},
        Role.DONOR: {identity, contact, social, justice, health, private},
    }
    assert set(never) == set(Role)
    for role, hidden in never.items():
        assert not hidden & SEES[role], role


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AGENCY_ADMIN, Role.AUDITOR, Role.DONOR])
def test_whoever_sees_no_person_finds_none_in_the_list(role: Role) -> None:
    reader = somebody(role)
    registered_beside(reader)
    with act_as(reader.actor):
        assert not Person.objects.exists()
    client = Client()
    client.force_login(reader.user)
    shown = client.get(reverse("desk:people"))
    assert "Серікұлы" not in shown.content.decode() and reverse("desk:new") not in shown.content.decode()
    assert shown.status_code == client.get(reverse("desk:new")).status_code == 403
