"""What is offered: added on a phone without JavaScript, its number edited in place, readable to everybody, and never too wide."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Site
from tests.browser.test_every_page import AXE, NARROW, OVERFLOW, violations

SHELTER = "Ночлег на Протозанова"


def add(page: Page, name: str, total: int) -> None:
    """A shelter with places and a queue."""
    page.goto("/services/offers/add/")
    page.locator("select[name=kind]").select_option(label="Ночлег и временное жильё")
    page.locator("input[name=name_ru]").fill(name)
    page.locator("input[name=limit][value=places]").check(force=True)
    page.locator("input[name=total]").fill(str(total))
    page.locator("input[name=keeps_queue]").check(force=True)
    page.locator("input[name=asked][value=no_home]").check(force=True)
    page.locator("input[name=place]").fill("Усть-Каменогорск")
    page.locator("input[name=opens_at]").fill("18:00")
    page.locator("input[name=closes_at]").fill("9:00")
    page.locator("input[name=answered_in][value=hours]").check(force=True)
    page.locator("input[name=answer_within]").fill("2")
    page.get_by_role("main").get_by_role("button", name=_("Save")).click()


def fits(site: Site, page: Page) -> None:
    """Nothing is wider than a narrow phone, in either language."""
    for language in ("ru", "kk"):
        cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site.address}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.reload()
        for width in NARROW:
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate(OVERFLOW) <= 0, f"{width} {language}"


def test_a_shelter_is_offered_filled_and_waited_for_without_javascript(site: Site) -> None:
    with site.visit(java_script_enabled=False, viewport=PHONE) as page:
        add(page, SHELTER, 3)
        expect(page.get_by_role("heading", name=SHELTER, level=1)).to_be_visible()
        expect(page.get_by_text(_("asked for in hours"))).to_be_visible()
        page.goto("/services/offers/")
        row = page.get_by_role("row").filter(has_text=SHELTER)
        row.locator("summary").click()
        row.locator("input[name=left]").fill("0")
        row.get_by_role("button", name=_("Save")).click()
        expect(page.get_by_role("row").filter(has_text=SHELTER)).to_contain_text(
            _("no places, there is a queue")
        )
        page.get_by_role("link", name=SHELTER).click()
        page.get_by_role("link", name=_("Put into the queue")).click()
        page.locator("main input[name=q]").fill("Беляев")
        page.get_by_role("main").get_by_role("button", name=_("Find")).click()
        page.get_by_role("main").get_by_role("button", name=_("Into the queue")).first.click()
        expect(page.get_by_role("region", name=_("Who waits"))).to_contain_text("Беляев")


def test_pages_of_an_offer_and_of_an_activity_are_readable_to_everybody_and_fit_a_phone(site: Site) -> None:
    with site.visit(bypass_csp=True, reduced_motion="reduce") as page:
        add(page, "Ночлег на Казахстан", 2)
        offer = page.url
        page.goto("/services/activities/")
        page.locator("input[name=title]").fill("Литературный вечер")
        page.get_by_role("main").get_by_role("button", name=_("Propose")).click()
        for address in (offer, f"{offer}change/", f"{offer}wait/", page.url):
            page.goto(address)
            page.add_script_tag(path=AXE)
            assert violations(page) == []
            fits(site, page)
