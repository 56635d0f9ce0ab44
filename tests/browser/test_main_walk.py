"""The main walk: from the organisation's workbook to the report, by the pages alone."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, PILOT, Site
from tests.browser.workbooks import COUNSELLING, MEANT, with_a_doubtful_line

BUILT = 60_000
OF_THE_REPORT = ("257", "197", "60", "190")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pilot with one line more, of somebody it is not certain who."""
    return with_a_doubtful_line(PILOT, tmp_path_factory.mktemp("walk") / "journal.xlsx")


def button(page: Page, name: str) -> None:
    """Press a button of the page itself."""
    page.get_by_role("main").get_by_role("button", name=name).click()


def test_from_the_workbook_to_the_report(empty_site: Site, workbook: Path, tmp_path: Path) -> None:
    with empty_site.visit() as page:
        empty_site.log_in(page)
        import_workbook(page, workbook)
        settle_the_doubtful_line(page)
        open_the_person(page)
    with empty_site.visit(viewport=PHONE) as phone:
        type_a_service(phone)
    with empty_site.visit(accept_downloads=True) as page:
        explain_every_difference(page)
        write_the_sections(page)
        report = build(page, tmp_path / "report.docx")
    text = words_of(report)
    for number in OF_THE_REPORT:
        assert re.search(rf"\b{number}\b", text), number
    assert empty_site.foreign() == []


def import_workbook(page: Page, workbook: Path) -> None:
    """Hand the workbook in, look at the preview, write it."""
    page.get_by_role("link", name=_("Import"), exact=True).first.click()
    page.locator("input[type=file]").set_input_files(workbook)
    button(page, _("Read the file"))
    expect(page.get_by_role("heading", name=_("Write the file?"))).to_be_visible(timeout=BUILT)
    button(page, _("Write to the registry"))
    expect(page.get_by_text(_("The file is in the registry."))).to_be_visible(timeout=BUILT)


def settle_the_doubtful_line(page: Page) -> None:
    """The one line that may mean somebody: compare, say who it is."""
    page.get_by_role("main").get_by_role("link", name=_("Check"), exact=True).click()
    page.get_by_role("link", name=_("Compare")).click()
    meant = page.get_by_role("article").filter(has_text=MEANT)
    meant.get_by_role("button", name=_("This is the person")).click()
    expect(page.get_by_text(_("Every row has found its person."))).to_be_visible()


def open_the_person(page: Page) -> None:
    """Find the person by name; the settled line stands on the page."""
    page.goto("/people/")
    main = page.get_by_role("main")
    main.get_by_role("searchbox").fill(MEANT)
    button(page, _("Find"))
    main.get_by_role("link", name=MEANT).click()
    expect(page.get_by_role("heading", name=MEANT, level=1)).to_be_visible()
    expect(main.get_by_text("20.11.2017").first).to_be_attached()


def type_a_service(phone: Page) -> None:
    """On a phone: the person, the form, one press for the kind, saved."""
    phone.goto("/people/")
    main = phone.get_by_role("main")
    main.get_by_role("searchbox").fill(MEANT)
    button(phone, _("Find"))
    main.get_by_role("link", name=MEANT).click()
    main.get_by_role("link", name=_("Record a service")).first.click()
    phone.locator("label", has_text=COUNSELLING).click()
    assert phone.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
    button(phone, _("Save"))
    expect(phone.get_by_text(_("Recorded."))).to_be_visible()
    expect(phone.get_by_role("heading", name=COUNSELLING, level=1)).to_be_visible()


def explain_every_difference(page: Page) -> None:
    """Deviations and declared figures: the draft from the records is checked and approved in both languages."""
    page.goto("/grants/")
    page.get_by_role("main").locator("a[href^='/grants/']:not([href$='/new/'])").first.click()
    links = page.locator("a[href*='/explain/']").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    assert links
    for address in dict.fromkeys(links):
        page.goto(address)
        for language in ("ru", "kk"):
            field = page.locator(f"textarea[name=text_{language}]")
            if not field.input_value().strip():
                field.fill("Проверено по журналу: так и было.")
        button(page, _("Approve the explanation"))
        expect(page.get_by_text(_("The explanation is approved."))).to_be_visible()
    expect(page.get_by_text(_("Not explained"))).to_have_count(0)


def write_the_sections(page: Page) -> None:
    """The six written sections, in both languages."""
    page.get_by_role("main").get_by_role("link", name=_("Build the report")).first.click()
    links = page.locator("a[href*='/sections/']").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    assert len(set(links)) == 6
    for address in dict.fromkeys(links):
        page.goto(address)
        page.locator("textarea[name=text_ru]").fill("Написано для проверки.")
        page.locator("textarea[name=text_kk]").fill("Тексеру үшін жазылды.")
        button(page, _("Save"))
        expect(page.get_by_text(_("The section is saved."))).to_be_visible()


def build(page: Page, path: Path) -> Path:
    """Ask for the final report, wait for the worker, take the Word file."""
    page.get_by_role("main").locator("label", has_text=_("The final report")).click()
    button(page, _("Build"))
    link = page.get_by_role("link", name=_("Word, Russian"))
    expect(link).to_be_visible(timeout=BUILT)
    expect(page.locator("#versions").get_by_text(_("Final"), exact=True)).to_be_visible()
    with page.expect_download() as download:
        link.click()
    download.value.save_as(path)
    return path


def words_of(report: Path) -> str:
    """The text of a Word file."""
    with zipfile.ZipFile(report) as archive:
        return re.sub(r"<[^>]+>", " ", archive.read("word/document.xml").decode())
