"""A Chromium for the browser tests: the one present, else Playwright's, else the distribution's package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tirek.machine.problems import Problem, words

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ASK_PLAYWRIGHT = "from playwright.sync_api import sync_playwright as p\nwith p() as one: print(one.chromium.executable_path)"


def ensure(environ: Mapping[str, str] = os.environ) -> Path:
    """A Chromium that starts, fetched if there is none; what is being done is said plainly."""
    found = present(environ)
    if found is not None:
        return found
    print(
        words(
            "No Chromium found: fetching Playwright's.", "Chromium не найден: загружается сборка Playwright."
        )
    )
    _quietly([sys.executable, "-m", "playwright", "install", "chromium"])
    found = of_playwright()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print(words("Playwright's does not start here: installing the distribution's package chromium.",
                    "Сборка Playwright здесь не запускается: ставится пакет chromium из дистрибутива."))  # fmt: skip
        _quietly(["apt-get", "update"])
        _quietly(["apt-get", "install", "-y", "--no-install-recommends", "chromium"])
        found = present({})
    if found is None:
        raise Problem(
            words("There is no Chromium for the browser tests.", "Нет Chromium для проверок в браузере."),
            words("Install one (sudo apt install chromium), or name it in CHROME, and repeat.",
                  "Установите его (sudo apt install chromium) или укажите в CHROME и повторите."),
        )  # fmt: skip
    return found


def present(environ: Mapping[str, str] = os.environ) -> Path | None:
    """The Chromium CHROME names, else one on the path, else one Playwright fetched before."""
    named = environ.get("CHROME", "").strip()
    for name in (named, *NAMES):
        path = shutil.which(name) if name else None
        if path and starts(Path(path)):
            return Path(path)
    return of_playwright()


def of_playwright() -> Path | None:
    """The Chromium Playwright has fetched, if it starts here."""
    asked = subprocess.run(
        [sys.executable, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True, check=False
    )
    path = Path(asked.stdout.strip() or "/nonexistent")
    return path if asked.returncode == 0 and path.is_file() and starts(path) else None


def starts(path: Path) -> bool:
    """Whether a browser starts (libraries may be missing)."""
    try:
        return (
            subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def _quietly(command: list[str]) -> None:
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
