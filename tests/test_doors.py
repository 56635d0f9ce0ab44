"""Doors: every one leads into an address of the program, and every entry of the menu has one or opens to all."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.test_login import URLS
from tirek.agencies.roles import Role
from tirek.agencies.tests import make as staff
from tirek.audit.models import Reading
from tirek.config.doors import DOORS, opens


def test_every_door_leads_somewhere() -> None:
    names = {name for name, _ in URLS}
    parts = {name.partition(":")[0] for name in names}
    assert set(DOORS) <= names | parts


def test_every_role_has_somewhere_to_go() -> None:
    for role in Role:
        assert any(opens(str(entry["url"]), {role}) for entry in settings.TIREK_NAVIGATION), role


def test_what_has_no_door_opens_to_everybody() -> None:
    assert opens("ui:styleguide", set()) and not opens("exchange:imports", {Role.AUDITOR})


@pytest.mark.django_db
def test_a_closed_door_is_written_down(client: Client) -> None:
    auditor = staff.worker(roles={Role.AUDITOR})
    client.force_login(auditor.user)
    assert client.get("/imports/").status_code == 403
    last = Reading.objects.latest("id")
    assert (last.worker_id, last.action, last.person_id) == (auditor.id, Reading.Action.DENIED, None)
