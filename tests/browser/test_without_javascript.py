"""Without JavaScript: the same forms, the same answers."""

from __future__ import annotations

from django.utils.translation import gettext as _
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Site
from tests.browser.workbooks import COUNSELLING, MEANT


def test_a_service_is_typed_without_javascript(site: Site) -> None:
    with site.visit(java_script_enabled=False, viewport=PHONE) as page:
        page.context.clear_cookies()
        site.log_in(page)
        page.goto("/people/")
        main = page.get_by_role("main")
        main.get_by_role("searchbox").fill(MEANT)
        main.get_by_role("button", name=_("Find")).click()
        main.get_by_role("link", name=MEANT).click()
        main.get_by_role("link", name=_("Record a service")).first.click()
        main.get_by_role("button", name=_("Save")).click()
        expect(page.get_by_text(_("Please check what is written"))).to_be_visible()
        page.locator("label", has_text=COUNSELLING).click()
        main.get_by_role("button", name=_("Save")).click()
        expect(page.get_by_text(_("Recorded."))).to_be_visible()
        expect(page.get_by_role("heading", name=COUNSELLING, level=1)).to_be_visible()
