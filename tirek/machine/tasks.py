"""What `make test`, `make check` and `make fix` do once the environment stands."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tirek.machine import binaries, browser, problems
from tirek.machine.home import PROJECT
from tirek.machine.problems import Problem, words

# Checks read models and texts only: an address nobody answers at keeps them from touching an installation.
NO_DATABASE = {
    "DATABASE_URL": "postgresql:///none?host=/nonexistent",
    "DJANGO_SETTINGS_MODULE": "tirek.config.settings",
}
_MOST_AT_ONCE = 4
"""Test processes: each keeps a PostgreSQL and perhaps a browser of its own in memory."""
OURS = ("tirek", "tests", "conftest.py", "bench")


@dataclass(frozen=True)
class Check:
    """A program that must find nothing."""

    name: str
    command: tuple[str, ...]


def checks() -> list[Check]:
    """Everything `make check` asks, the slowest first."""
    ours = tuple(name for name in OURS if (PROJECT / name).exists())
    quiet = ("-W", "ignore::RuntimeWarning")
    strict = tuple(
        name for name in ("tests/test_layout.py", "tests/test_privacy.py") if (PROJECT / name).exists()
    )
    return [
        Check("mypy", ("-m", "mypy", *ours)),
        Check("row security", (*quiet, "-m", "tirek.config.cli", "check-rls", "--scratch")),
        Check("layout and privacy", ("-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider", *strict)),
        Check("import-linter", ("-c", "from importlinter.cli import lint_imports_command as run; run()")),
        Check("missing migrations", (*quiet, "-m", "django", "makemigrations", "--check", "--dry-run")),
        Check("untranslated texts", ("-m", "tirek.config.cli", "messages", "--check")),
        Check("ruff check", ("-m", "ruff", "check", *ours)),
        Check("ruff format", ("-m", "ruff", "format", "--check", *ours)),
    ]


def check() -> int:
    """`make check`: two at a time, each with its time; what a failing one said is printed."""
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(_examine, checks()))
    return int(not all(results))


def fix() -> int:
    """`make fix`: what ruff can mend by itself."""
    ours = [name for name in OURS if (PROJECT / name).exists()]
    mended = _python(["-m", "ruff", "check", "--fix", *ours])
    return _python(["-m", "ruff", "format", *ours]) or mended


def test(arguments: Sequence[str]) -> int:
    """`make test`: everything on the embedded PostgreSQL, then what needs a database on each of the machine's own."""
    chrome = {"CHROME": str(browser.ensure())}
    if _python(["-m", "tirek.config.cli", "prepare", "--files"]):
        return 1
    chosen = arguments or _at_once()
    failed = _python(["-m", "pytest", *chosen], chrome)
    for folder in binaries.distribution_folders():
        print(
            words(
                f"\nOnce more what needs a database, on {folder}",
                f"\nЕщё раз то, что требует базы, на {folder}",
            )
        )
        again = _python(
            ["-m", "pytest", "-m", "database and not browser", *chosen], {"TIREK_TEST_PG_BIN": str(folder)}
        )
        failed = failed or (0 if again == 5 else again)  # 5: the arguments chose no such test
    return failed


def _at_once() -> list[str]:
    """Everything is run by as many processes as there are cores, each with a server and a home of its own."""
    return [
        "-n",
        str(min(_MOST_AT_ONCE, os.cpu_count() or 1)),
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",
    ]


def main(arguments: Sequence[str]) -> int:
    """Do one task; the rest of the arguments goes to pytest."""
    task, rest = arguments[0], arguments[1:]
    try:
        if task == "test":
            return test(rest)
        return check() if task == "check" else fix()
    except Problem as problem:
        problems.tell(problem)
        return 1
    except KeyboardInterrupt:
        return 130


def _examine(one: Check) -> bool:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, *one.command],
        cwd=PROJECT,
        env={**os.environ, **NO_DATABASE},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    line = (
        f"  {one.name} ".ljust(34, ".")
        + f" {'ok' if passed else 'FAILED':6} {time.monotonic() - began:5.1f} s"
    )
    print(line if passed else f"{line}\n{done.stdout.rstrip()}\n", flush=True)
    return passed


def _python(arguments: Sequence[str], more: Mapping[str, str] | None = None) -> int:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=PROJECT, env={**os.environ, **(more or {})}, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
