"""Somebody walks in: what was typed beside what the register holds, on a phone, without JavaScript; and the papers' pages."""

from __future__ import annotations

from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Site
from tests.browser.test_every_page import AXE, NARROW, OVERFLOW, violations

KNOWN = "SELECT name FROM people_person WHERE birth_on IS NOT NULL AND canonical_id IS NULL ORDER BY number LIMIT 1"
BORN = (
    "SELECT to_char(birth_on, 'DD.MM.YYYY') FROM people_person WHERE name = '{name}' ORDER BY number LIMIT 1"
)
BY_NAME = "SELECT id FROM people_person WHERE name = '{name}' ORDER BY number LIMIT 1"


def type_who(page: Page, name: str, birth: str = "") -> None:
    """The first step."""
    page.goto("/people/new/")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=birth]").fill(birth)
    page.get_by_role("main").get_by_role("button", name=_("Look and go on")).click()


def fits(page: Page) -> None:
    """Nothing is wider than a narrow phone."""
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate(OVERFLOW) <= 0, width


def test_somebody_known_is_recognised_on_a_phone_without_javascript(site: Site) -> None:
    name = str(site.value(KNOWN))
    with site.visit(java_script_enabled=False, viewport=PHONE) as page:
        type_who(page, name, str(site.value(BORN.format(name=name))))
        meant = page.get_by_role("article").filter(has_text=name).first
        expect(meant.get_by_text(_("In the registry")).first).to_be_attached()
        meant.locator("label", has_text=_("This is the person")).click()
        page.get_by_role("main").get_by_role("button", name=_("Save the application")).click()
        expect(page.get_by_text(_("The application is entered."))).to_be_visible()
        expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def test_a_choice_is_made_by_keys_alone(site: Site) -> None:
    name = str(site.value(KNOWN))
    with site.visit() as page:
        type_who(page, name, str(site.value(BORN.format(name=name))))
        radios = page.get_by_role("radio", name=_("This is the person"))
        assert name in (radios.first.locator("xpath=..").text_content() or "")
        radios.first.focus()
        page.keyboard.press("Space")
        expect(radios.first).to_be_checked()


def test_both_sides_are_readable_to_everybody_and_fit_a_phone(site: Site) -> None:
    name = str(site.value(KNOWN))
    with site.visit(bypass_csp=True, reduced_motion="reduce") as page:
        type_who(page, name, "01.12.1950")
        page.get_by_role("main").get_by_role("button", name=_("Save the application")).click()
        expect(page.get_by_role("heading", name=_("Perhaps this person is here already"))).to_be_visible()
        page.add_script_tag(path=AXE)
        assert violations(page) == []
        fits(page)


def test_a_paper_is_entered_its_number_shown_once_and_changed(site: Site) -> None:
    person = site.value(BY_NAME.format(name=site.value(KNOWN)))
    with site.visit(bypass_csp=True, reduced_motion="reduce", viewport=PHONE) as page:
        page.goto(f"/people/{person}/papers/new/")
        page.locator("select[name=kind]").select_option(index=1)
        page.locator("input[name=number]").fill("045999123")
        page.get_by_role("main").get_by_role("button", name=_("Save")).click()
        papers = page.get_by_role("region", name=_("Papers"))
        expect(papers.get_by_text("•••• 123")).to_be_visible()
        papers.get_by_role("button", name=_("show")).click()
        expect(papers.get_by_text("045999123")).to_be_visible()
        papers.get_by_role("link", name=_("change")).click()
        page.add_script_tag(path=AXE)
        assert violations(page) == []
        fits(page)
