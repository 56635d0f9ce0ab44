"""Doors: every one leads into an address of the program, and every entry of the menu has one or opens to all."""

from __future__ import annotations

from django.conf import settings

from tests.test_login import URLS
from tirek.agencies.roles import Role
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
