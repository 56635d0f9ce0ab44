"""A fresh set-up: a clone of the last commit, `make setup` with empty caches, its time and its size on disk."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from bench.installation import clean_environment
from bench.measuring import MEGABYTE
from bench.table import Line, limit
from tirek.machine import testing
from tirek.machine.home import PROJECT, Home


def compare(folder: Path) -> list[Line]:
    """Once: it downloads everything, so it is not repeated for a median."""
    clone = folder / "clone"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(PROJECT), str(clone)], check=True)
    began = time.monotonic()
    done = subprocess.run(
        ["make", "setup"],
        cwd=clone,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - began
    try:
        if done.returncode:
            raise RuntimeError(f"make setup failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        home = Home(clone / "var")
        size = _size(clone) + (_size(home.side) if home.side.exists() else 0)
    finally:
        testing.remove(Home(clone / "var"))
    return [
        limit("fresh set-up: `make setup`, caches empty", seconds, 180, "s"),
        limit("its size: clone, environment, front end, database", size / MEGABYTE, 1300, "MB"),
    ]


def _environment(folder: Path) -> dict[str, str]:
    """Caches of this run only; where the packages come from stays as the machine has it."""
    kept = clean_environment()
    kept.pop("VIRTUAL_ENV", None)
    caches = folder / "caches"
    return {
        **kept,
        "PIP_CACHE_DIR": str(caches / "pip"),
        "npm_config_cache": str(caches / "npm"),
        "XDG_CACHE_HOME": str(caches / "other"),
    }


def _size(folder: Path) -> int:
    """Bytes on disk, as du counts them."""
    said = subprocess.run(["du", "-sk", str(folder)], capture_output=True, text=True, check=True).stdout
    return int(said.split()[0]) * 1024
