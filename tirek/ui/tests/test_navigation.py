"""The menu leads only to pages that are there."""

from typing import Any
from uuid import UUID

import pytest
from django.test import override_settings

from tirek.ui.navigation import Shell, person_sections, shell
from tirek.ui.tests.test_pages import request_for

MENU = [
    {"key": "guide", "label": "Guide", "icon": "users", "url": "ui:styleguide"},
    {"key": "job", "label": "Job", "icon": "clock", "url": "ui:job"},
    {"key": "nowhere", "label": "Nowhere", "icon": "x", "url": "nobody:nothing"},
]


def frame(path: str = "/", **cookies: str) -> Shell:
    request = request_for(path)
    request.COOKIES.update(cookies)
    found = shell(request)["shell"]
    assert isinstance(found, Shell)
    return found


@override_settings(TIREK_NAVIGATION=MENU)
def test_a_page_that_is_not_there_is_not_in_the_menu() -> None:
    assert [section.key for section in frame().sections] == ["guide", "job"]


@override_settings(TIREK_NAVIGATION=MENU)
def test_the_section_of_the_address_is_the_one_marked() -> None:
    assert [section.key for section in frame("/styleguide/job/").sections if section.is_here] == ["job"]
    assert not [section for section in frame("/elsewhere/").sections if section.is_here]


def test_the_sections_of_a_file_are_those_that_open_to_the_reader() -> None:
    somebody = UUID(int=7)
    request: Any = request_for("/")
    entries = [{"key": key, "label": key, "url": f"desk:{key}"} for key in ("person", "correct")]
    with override_settings(TIREK_PERSON_TABS=entries):
        request.opens = lambda name: name == "desk:person"
        assert person_sections(request, somebody) == [("person", "person", f"/people/{somebody}/")]


@pytest.mark.parametrize(
    "kept,shown", [("dark", "dark"), ("light", "light"), ("neon", "system"), ("", "system")]
)
def test_the_appearance_is_one_of_three(kept: str, shown: str) -> None:
    assert frame(tirek_theme=kept).theme == shown


def test_every_language_of_the_settings_can_be_switched_to() -> None:
    assert [language.short for language in frame().languages] == ["ҚАЗ", "РУС", "ENG"]


def test_a_stranger_has_no_name() -> None:
    assert frame().name == ""
