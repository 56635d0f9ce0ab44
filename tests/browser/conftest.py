"""A running installation and a Chromium for the tests of this folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils.translation import override
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from bench.installation import Installation, installation
from tests.browser import workbooks

PILOT = Path(__file__).resolve().parents[2] / "tirek" / "demo" / "pilot-2017" / "journal.xlsx"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PATIENCE = 20_000
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests here; it ends with the last of them, its event loop too."""
    path = os.environ.get("CHROME") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _in_russian() -> Iterator[None]:
    """Tests name things by gettext's own texts, in the language the pages speak."""
    with override("ru"):
        yield


@dataclass
class Site:
    """A served installation and the browser's way into it."""

    address: str
    installation: Installation
    browser: Browser
    asked: list[str] = field(default_factory=list)
    state: Any = None

    @contextmanager
    def visit(self, **options: Any) -> Iterator[Page]:
        """A page in a session of its own, logged in when somebody logged in before; every request is noted."""
        options.setdefault("viewport", DESK)
        context = self.browser.new_context(
            base_url=self.address, storage_state=self.state, locale="ru-RU", **options
        )
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: self.asked.append(request.url))
        try:
            yield context.new_page()
        finally:
            context.close()

    def log_in(self, page: Page) -> None:
        """Log in as a person does, and keep the session for the next visits."""
        come_in(page, *self.installation.login())
        self.state = storage(page.context)

    def foreign(self) -> list[str]:
        """Requests that went to another host."""
        own = urlsplit(self.address).netloc
        return [
            url
            for url in self.asked
            if urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc != own
        ]

    def value(self, query: str) -> Any:
        """One value from the database, to know what a page must show."""
        with self.installation.database() as database:
            row = database.execute(query.encode()).fetchone()
        return row[0] if row else None


def come_in(page: Page, login: str, password: str) -> None:
    """Log in to a demo and stand on «My day»."""
    type_password(page, login, password)
    page.wait_for_url("**/people/my-day/")


def type_password(page: Page, login: str, password: str) -> None:
    """Fill in the log-in; where it asks for the promise that people are invented, give it."""
    page.goto("/")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(password)
    promise = page.locator("input[name=invented]")
    if promise.count():
        promise.check()
    page.locator("form:has(input[name=password]) button[type=submit]").click()


def storage(context: BrowserContext) -> Any:
    """The cookies of a session."""
    return context.storage_state()


@contextmanager
def _served(browser: Browser, workbook: Path | None = None) -> Iterator[Site]:
    with installation() as made:
        if workbook is not None:
            made.run("import", str(workbook))
            made.run_module("tests.browser.doubles")
            made.run_module("tests.browser.offers")
            made.run_module("tests.browser.referring")
        with made.serve() as served:
            yield Site(served.address, made, browser)


@pytest.fixture(scope="module")
def empty_site(chromium: Browser) -> Iterator[Site]:
    """A new installation with nothing in it but the administrator."""
    with _served(chromium) as site:
        yield site


@pytest.fixture(scope="package")
def site(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pilot with a line that waits for a decision, a file with mistakes handed in, somebody logged in.

    The administrator is coordinator too, which no NGO's is: one log-in for every page there is.
    """
    folder = tmp_path_factory.mktemp("workbooks")
    with _served(chromium, workbooks.with_a_doubtful_line(PILOT, folder / "journal.xlsx")) as site:
        with site.installation.database() as database:
            database.execute(
                "INSERT INTO agencies_workerrole (worker_id, code) SELECT id, 'coordinator' FROM agencies_worker"
            )
        with site.visit() as page:
            site.log_in(page)
            hand_in(page, workbooks.with_mistakes(folder / "mistakes.xlsx"))
        yield site


def hand_in(page: Page, workbook: Path) -> None:
    """Hand a workbook in and wait for its preview."""
    page.goto("/imports/")
    page.locator("input[type=file]").set_input_files(workbook)
    page.locator("form:has(input[type=file]) button:not([type=button])").click()
    page.wait_for_selector("form[action$='/commit/']")
