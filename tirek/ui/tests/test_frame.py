"""The frame is kept between requests, and nothing in it is another request's."""

import re
from dataclasses import replace
from types import SimpleNamespace

from django.template.loader import render_to_string
from django.utils import translation

from tirek.ui import frame
from tirek.ui.navigation import Shell, shell
from tirek.ui.tests.test_pages import request_for


def a_shell() -> Shell:
    request = request_for()
    request.worker = SimpleNamespace(role_codes=frozenset({"social_worker"}))  # type: ignore[attr-defined]
    found = shell(request)["shell"]
    assert isinstance(found, Shell)
    return replace(found, name="Айгүл Смағұлова", agency="Фонд")


def top(one: Shell, *, token: str = "a", address: str = "/people/") -> str:
    return str(frame.part("top", one, "people", token=token, address=address))


def test_every_request_has_its_own_token_and_address() -> None:
    first = top(a_shell(), token="first", address="/people/")
    second = top(a_shell(), token="second", address="/grants/?a=1&b=2")
    assert first.count('value="first"') == second.count('value="second"') > 0
    assert "first" not in second
    assert "/people/?" not in second
    assert 'value="/grants/?a=1&amp;b=2"' in second


def test_a_page_names_no_place_left_to_fill() -> None:
    html = render_to_string("ui/base.html", {}, request_for())
    assert "\N{OBJECT REPLACEMENT CHARACTER}" not in html
    tokens = re.findall(r'name="csrfmiddlewaretoken" value="([^"]*)"', html)
    assert len(tokens) > 4
    assert len(set(tokens)) == 1


def test_a_changed_name_is_shown_at_once() -> None:
    assert "Айгүл Смағұлова" in top(a_shell())
    changed = top(replace(a_shell(), name="Айгүл Оспанова"))
    assert "Айгүл Оспанова" in changed
    assert "Смағұлова" not in changed


def test_a_name_is_escaped() -> None:
    assert "<b>x</b>" not in top(replace(a_shell(), name="<b>x</b>"))


def test_the_frame_speaks_the_readers_language() -> None:
    said = set()
    for code in ("ru", "kk", "en"):
        with translation.override(code):
            said.add(str(frame.part("tabs", a_shell(), "people", token="", address="")))
            said.add(top(a_shell()))
    assert len(said) == 6


def test_the_section_of_the_page_is_marked() -> None:
    with translation.override("en"):
        marked = [
            str(frame.part("side", a_shell(), section, token="", address=""))
            for section in ("people", "grants")
        ]
    assert marked[0] != marked[1]
