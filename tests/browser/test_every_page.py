"""Every page: no violation axe-core knows, nothing wider than the screen, nothing asked of another host, light enough."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Site
from tests.browser.places import NO_PAGES, PLACES, STRANGER, Place
from tests.test_login import named_urls

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = "() => axe.run(document, {resultTypes: ['violations']})"
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
NARROW = (320, 390)
FIRST_LOAD = 150 * 1024


@pytest.fixture(scope="module")
def found(site: Site) -> dict[str, str]:
    """Answers to the queries that stand in the places."""
    queries = {text for place in PLACES for text in place.arguments.values() if text.startswith("SELECT")}
    return {query: str(site.value(query)) for query in queries}


def test_every_url_is_looked_at_or_shows_no_page() -> None:
    looked_at = {place.url for place in (*PLACES, *STRANGER)}
    named = {name for name, _ in named_urls()}
    assert named == looked_at | set(NO_PAGES)
    assert not looked_at & set(NO_PAGES)


def violations(page: Page) -> list[str]:
    """What axe-core finds, at both widths, in light and dark, once each."""
    said: dict[str, None] = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            for one in page.evaluate(RUN_AXE)["violations"]:
                said |= {f"{one['id']} at {size['width']} {scheme}: {_where(one)}": None}
    return list(said)


def _where(violation: dict[str, Any]) -> str:
    return "; ".join(f"{node['target']} {node['failureSummary']}" for node in violation["nodes"][:3])


def open_with_axe(page: Page, address: str, status: int = 200) -> None:
    """Open a page and bring axe-core into it."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status
    page.add_script_tag(path=AXE)


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_axe_finds_nothing_at_both_widths_in_light_and_dark(
    site: Site, found: dict[str, str], place: Place
) -> None:
    with site.visit(bypass_csp=True, reduced_motion="reduce") as page:
        open_with_axe(page, place.address(found))
        assert violations(page) == []


@pytest.mark.parametrize("place", STRANGER, ids=str)
def test_axe_finds_nothing_on_pages_for_strangers(site: Site, place: Place) -> None:
    with site.visit(bypass_csp=True, reduced_motion="reduce") as page:
        page.context.clear_cookies()
        open_with_axe(page, place.address({}), place.status)
        assert violations(page) == []


def test_axe_finds_nothing_on_the_page_that_is_not_there(site: Site) -> None:
    with site.visit(bypass_csp=True, reduced_motion="reduce") as page:
        open_with_axe(page, "/people/00000000-0000-4000-8000-000000000000/", status=404)
        assert violations(page) == []


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_nothing_scrolls_sideways_on_a_phone_in_russian_and_kazakh(
    site: Site, found: dict[str, str], place: Place
) -> None:
    with site.visit() as page:
        for language in ("ru", "kk"):
            cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site.address}
            page.context.add_cookies([cookie])  # type: ignore[list-item]
            page.goto(place.address(found))
            assert page.locator("html").get_attribute("lang") == language
            for width in NARROW:
                page.set_viewport_size({"width": width, "height": 700})
                assert page.evaluate(OVERFLOW) <= 0, f"{width} {language}"


@pytest.mark.parametrize("url", ["agencies:oblast", "agencies:sessions", "desk:person"])
def test_names_in_lists_keep_their_width_on_a_phone(site: Site, found: dict[str, str], url: str) -> None:
    place = next(one for one in PLACES if one.url == url)
    with site.visit(viewport=PHONE) as page:
        page.goto(place.address(found))
        widths = page.locator(".row h3").evaluate_all("all => all.map(one => one.clientWidth)")
        assert widths
        assert min(widths) >= PHONE["width"] / 2


@pytest.mark.parametrize(
    "url", ["account_login", "desk:people", "desk:person", "services:record", "reports:grant"]
)
def test_the_first_load_is_light(site: Site, found: dict[str, str], url: str) -> None:
    place = next(one for one in (*STRANGER, *PLACES) if one.url == url)
    with site.visit() as page:
        if place in STRANGER:
            page.context.clear_cookies()
        wire = page.context.new_cdp_session(page)
        received: list[float] = []
        wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
        wire.send("Network.enable")
        page.goto(place.address(found), wait_until="networkidle")
        assert 0 < sum(received) <= FIRST_LOAD


def test_no_request_leaves_the_host(site: Site) -> None:
    assert len(site.asked) > len(PLACES)
    assert site.foreign() == []
