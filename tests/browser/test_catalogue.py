"""What is offered: added on a phone without JavaScript, its number edited in place, and somebody waits for it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Site

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
