"""The entrance in a browser: an installation for real people, the app's digits, a passkey of a virtual authenticator."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, CDPSession, Page, expect

from bench.installation import installation
from tests.browser.conftest import PHONE, Site, type_password
from tests.browser.test_every_page import AXE, NARROW, OVERFLOW, violations

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
AGAIN = (
    "/account/second/passkeys/",
    "/account/second/again/",
    "/account/second/passkeys/again/",
    "/account/second/phone/remove/",
    "/account/second/recovery/",
    "/account/second/recovery/generate/",
    "/settings/log-in/",
)


@pytest.fixture
def real_site(chromium: Browser) -> Iterator[Site]:
    """An installation for real people, with the administrator alone."""
    with installation(kind="real") as made, made.serve() as served:
        yield Site(served.address, made, chromium)


def type_digits(page: Page, secret: str, *, steps: int = 0) -> None:
    """What the app shows now, or so many half minutes later: a code is taken once."""
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))
    page.locator("input[name=code]").fill(code)
    page.locator("form:has(input[name=code]) button[type=submit]").click()


def log_out(page: Page) -> None:
    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button", name=_("Log out")).click()


def virtual_authenticator(page: Page) -> CDPSession:
    """A fingerprint that is always the right one."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return wire


def set_up_app(site: Site, page: Page) -> str:
    """Password, then the app; returns its secret."""
    type_password(page, *site.installation.login())
    expect(page.get_by_role("heading", name=_("Make a second factor"))).to_be_visible()
    page.goto("/people/")
    expect(page.get_by_role("heading", name=_("Make a second factor"))).to_be_visible()
    page.get_by_role("link", name=_("Set up the app")).click()
    secret = page.locator("dd code").inner_text()
    type_digits(page, secret)
    expect(page.locator(".codes li")).to_have_count(10)
    return secret


def test_the_app_is_set_up_and_asked_for_without_javascript(real_site: Site) -> None:
    with real_site.visit(java_script_enabled=False, viewport=PHONE) as page:
        secret = set_up_app(real_site, page)
        page.get_by_role("link", name=_("I have kept them")).click()
        page.wait_for_url("**/people/my-day/")
        log_out(page)
        type_password(page, *real_site.installation.login())
        expect(page.get_by_role("heading", name=_("And the second factor"))).to_be_visible()
        type_digits(page, secret, steps=1)
        page.wait_for_url("**/people/my-day/")


def test_a_passkey_is_made_and_opens_without_a_password(real_site: Site) -> None:
    with real_site.visit() as page:
        refused: list[str] = []
        page.on(
            "console", lambda said: refused.append(said.text) if "Content Security" in said.text else None
        )
        virtual_authenticator(page)
        set_up_app(real_site, page)
        page.goto("/account/second/passkeys/add/")
        page.get_by_role("main").get_by_role("button", name=_("Make a passkey")).click()
        page.wait_for_url("**/account/second/")
        expect(page.get_by_role("link", name=_("Look at them"))).to_be_visible()
        log_out(page)
        page.goto("/account/login/")
        page.get_by_role("button", name=_("Log in with a passkey")).click()
        page.wait_for_url("**/people/my-day/")
        log_out(page)
        type_password(page, *real_site.installation.login())
        page.get_by_role("button", name=_("Use the passkey")).click()
        page.wait_for_url("**/people/my-day/")
        page.goto("/account/second/passkeys/again/?next=/settings/log-in/")
        page.get_by_role("button", name=_("Use the passkey")).click()
        page.wait_for_url("**/settings/log-in/")
        assert refused == []


def look(page: Page) -> None:
    """Nothing that axe-core knows, and nothing wider than a phone."""
    page.add_script_tag(path=AXE)
    assert violations(page) == [], page.url
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(OVERFLOW) <= 0, page.url


def test_the_pages_of_the_entrance_are_for_everybody(real_site: Site) -> None:
    with real_site.visit(bypass_csp=True, reduced_motion="reduce") as page:
        virtual_authenticator(page)
        type_password(page, *real_site.installation.login())
        look(page)
        page.goto("/account/second/phone/")
        look(page)
        secret = page.locator("dd code").inner_text()
        type_digits(page, secret)
        look(page)
        page.goto("/account/second/passkeys/add/")
        look(page)
        page.get_by_role("main").get_by_role("button", name=_("Make a passkey")).click()
        page.wait_for_url("**/account/second/")
        look(page)
        page.goto("/account/second/passkeys/")
        rename = page.get_by_role("link", name=_("Rename")).get_attribute("href")
        remove = page.get_by_role("link", name=_("Remove")).get_attribute("href")
        assert rename and remove
        for address in (*AGAIN, rename, remove):
            page.goto(address)
            look(page)
        log_out(page)
        type_password(page, *real_site.installation.login())
        look(page)
