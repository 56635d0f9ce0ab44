"""The documentation's pictures, taken anew from the running demo: `make docs`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from tirek.demo import alike
from tirek.machine import browser, testing
from tirek.machine.home import PROJECT, Home

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PORT: Final = 8765
FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
LOOKS: Final = (
    ("wide", 1440, 1100, "light", "ru"),
    ("phone", 390, 844, "light", "ru"),
    ("dark", 1440, 1100, "dark", "ru"),
    ("kazakh", 1440, 1100, "light", "kk"),
)


@contextmanager
def new_home() -> Iterator[Home]:
    """A home of its own, removed afterwards: what is asked for the pictures stays out of the developer's demo."""
    with TemporaryDirectory(prefix="tirek-docs-", ignore_cleanup_errors=True) as folder:
        home = Home(Path(folder) / "home")
        try:
            yield home
        finally:
            testing.remove(home)


@contextmanager
def demo(home: Home) -> Iterator[str]:
    """The demo's address while the block lasts."""
    environment = os.environ | {"TIREK_PORT": str(PORT), "TIREK_HOME": str(home.root)}
    server = subprocess.Popen(
        [sys.executable, "-m", "tirek.config.cli", "run"],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    address = f"http://localhost:{PORT}"
    try:
        _wait(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(2000):
        if server.poll() is not None:
            raise SystemExit("The server did not start.")
        try:
            with urllib.request.urlopen(f"{address}/health/", timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("The server did not answer.")


def pages(page: Page, address: str) -> dict[str, str]:
    """The pages worth a picture, as name: address; ids are read from the lists."""

    def first(selector: str) -> str:
        return str(page.eval_on_selector(selector, "link => link.href"))

    page.goto(f"{address}/people/")
    a_person = r"all => all.map(link => link.href).find(one => /people\/[0-9a-f-]{36}\/$/.test(one))"
    person = str(page.eval_on_selector_all("main a", a_person))
    page.goto(f"{address}/grants/")
    grant = first("main a[href*='/grants/'][href$='/']:not([href$='/grants/']):not([href*='new'])")
    page.goto(f"{address}/imports/")
    batch = first("main a[href*='/imports/'][href$='/']:not([href$='/imports/'])")
    referral, partner = ask_a_partner(page, person)
    take_a_consent(page, person)
    return {
        "my-day": f"{address}/people/my-day/",
        "referral": referral,
        "partner": partner,
        "people": f"{address}/people/",
        "person": person,
        "access": f"{person}access/",
        "services": f"{address}/services/",
        "imports": f"{address}/imports/",
        "import": batch,
        "grant": grant,
    }


def ask_a_partner(page: Page, person: str) -> tuple[str, str]:
    """Refer somebody by link to an organisation that does not log in; the referral, and the page behind the link."""
    page.goto(person)
    page.click("main a[href*='/referrals/new/']")
    page.select_option("select[name=to_agency]", index=1)
    page.select_option("select[name=kind]", index=1)
    page.fill("textarea[name=asked_for]", "Помочь с заявлением")
    page.click("label:has(input[name=channel][value=link])")
    page.fill("input[name=operator_bin]", "990140009999")
    page.click("form:has(select[name=to_agency]) button[type=submit]")
    page.click("form[action$='/send/'] button[type=submit]")
    page.wait_for_url("**/letters/partner/**")
    referral = page.url.replace("/letters/partner/", "/referrals/")
    page.fill("input[name=to]", "priem@example.kz")
    page.click("form:has(input[name=to]) button[type=submit]")
    mails = page.url.partition("/letters/")[0] + "/mail/"
    for _second in range(60):
        page.goto(mails)
        if page.locator("main .rows a").count():
            break
        page.wait_for_timeout(1000)
    page.click("main .rows a")
    return referral, str(page.eval_on_selector("main a[href*='/letters/answer/']", "link => link.href"))


def take_a_consent(page: Page, person: str) -> None:
    """A signed consent to another organisation, beside the one that the referral waits for."""
    page.goto(f"{person}access/consent/")
    page.select_option("select[name=receiver]", label="Центр занятости")
    page.fill("input[name=operator_bin]", "990140009999")
    page.click("form:has(select[name=receiver]) button[type=submit]")
    page.wait_for_url("**/access/consents/**")
    page.click("form:has(input[name=signed_on]) button[type=submit]")
    page.wait_for_load_state()


def type_who(page: Page, address: str, name: str, birth: str) -> None:
    """The first step of the intake; behind it stand the people who are written alike."""
    page.goto(f"{address}/people/new/")
    page.fill("input[name=name]", name)
    page.fill("input[name=birth]", birth)
    page.click("form:has(input[name=birth]) button[type=submit]")
    page.wait_for_selector("form:has(input[name=applied_on])")


def register_alike(page: Page, address: str, home: Home) -> str:
    """The page of a pair that waits in the queue."""
    command = [sys.executable, "-m", "tirek.demo.alike"]
    subprocess.run(command, cwd=PROJECT, env=os.environ | {"TIREK_HOME": str(home.root)}, check=True)
    page.goto(f"{address}/people/pairs/")
    waiting = "main .rows a[href*='/people/pairs/']:not([href*='requests'])"
    return str(page.eval_on_selector(waiting, "link => link.href"))


def _log_in(page: Page, address: str, home: Home) -> None:
    kept = json.loads((home.root / "first-login.json").read_text())
    page.goto(f"{address}/account/login/")
    page.fill("input[name=login]", kept["login"])
    page.fill("input[name=password]", kept["password"])
    page.check("input[name=invented]")
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{address}/people/**")


def shoot(chrome: Browser, address: str, home: Home, out: Path) -> None:
    """Take every page in every look."""
    wanted: dict[str, str] = {}
    for look, width, height, scheme, language in LOOKS:
        context = chrome.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            locale=language,
        )
        page = context.new_page()
        _log_in(page, address, home)
        if not wanted:
            wanted = pages(page, address)
            wanted |= {"pair": register_alike(page, address, home), "pairs": f"{address}/people/pairs/"}
        context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        for name, place in wanted.items():
            page.goto(place)
            page.screenshot(path=out / f"{name}-{look}.png", full_page=False)
        type_who(page, address, alike.NAMES[1], f"{alike.BORN:%d.%m.%Y}")
        page.screenshot(path=out / f"intake-{look}.png", full_page=False)
        context.close()


def main(out: Path) -> int:
    """Write the pictures into a folder."""
    from playwright.sync_api import sync_playwright

    out.mkdir(parents=True, exist_ok=True)
    with new_home() as home, demo(home) as address, sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=str(browser.ensure()), args=FLAGS)
        shoot(chrome, address, home, out)
        chrome.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/screenshots")))
