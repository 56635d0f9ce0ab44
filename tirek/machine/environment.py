"""The project's own Python environment in .venv: made, filled from a lock with hashes, and Tirek put on its path."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tirek.machine import progress, stamps
from tirek.machine.home import PROJECT
from tirek.machine.problems import Problem, closed_project, disk_full, plainly, words

SPACE = 1_500_000_000
OLDEST, NEWEST = (3, 11), (3, 13)
LAUNCHER = """\
#!/bin/sh
# Made by the set-up; works wherever the project is moved together with its .venv.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
exec "$here/python" -m tirek.config.cli "$@"
"""


@dataclass(frozen=True)
class Environment:
    """A .venv of a project."""

    project: Path = PROJECT

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.project / ".venv"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    @property
    def log(self) -> Path:
        """The full story of the set-up."""
        return self.folder / "setup.log"

    @property
    def packages(self) -> Path:
        """Its site-packages."""
        found = sorted(self.folder.glob("lib/python3.*/site-packages"))
        return found[-1] if found else self.folder / "lib" / "site-packages"

    def lock(self, *, dev: bool) -> Path:
        """The file of exact versions: what runs, or what runs and checks."""
        return self.project / ("requirements-dev.lock" if dev else "requirements.lock")

    def up_to_date(self, *, dev: bool) -> bool:
        """Whether the lock was installed as it stands now."""
        return stamps.fresh(self._stamp(dev=dev), self._mark(dev=dev))

    def prepare(self, *, dev: bool, linkage: bool = False) -> None:
        """Make the environment, install the locks and put Tirek on its path; nothing is done twice."""
        check_machine(self.project)
        with plainly(self.project):
            if not self.works():
                self._make()
            if not self.up_to_date(dev=dev):
                self._install(dev=dev)
            if linkage:
                self._install_linkage()
            self._put_on_path()

    def works(self) -> bool:
        """Whether there is an environment whose Python starts and is of the right age."""
        code = f"import sys, pip; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
        try:
            return subprocess.run([self.python, "-c", code], capture_output=True, check=False).returncode == 0
        except OSError:
            return False

    def _make(self) -> None:
        if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
            raise venv_missing()
        with progress.step(words("Python environment", "Окружение Python")):
            if self.folder.exists():
                shutil.rmtree(self.folder)
            self.folder.mkdir()
            try:
                progress.run([sys.executable, "-m", "venv", self.folder], self.log, cwd=self.project)
            except Problem as problem:
                raise (venv_missing() if "ensurepip" in self.log.read_text() else problem) from None

    def _install(self, *, dev: bool) -> None:
        name = (
            words("Python packages for tests", "Пакеты Python для проверок")
            if dev
            else words("Python packages", "Пакеты Python")
        )
        self._install_lock(name, self.lock(dev=dev))
        stamps.done(self._stamp(dev=dev), self._mark(dev=dev))

    def _install_linkage(self) -> None:
        """Spark with a Java of its own, and the tools matching is compared with: for tests and benches only."""
        lock, stamp = self.project / "requirements-linkage.lock", self.folder / "installed-linkage"
        mark = stamps.digest([lock])
        if not stamps.fresh(stamp, mark):
            self._install_lock(words("Spark and tools of matching", "Spark и инструменты сличения"), lock)
            stamps.done(stamp, mark)

    def _install_lock(self, name: str, lock: Path) -> None:
        pip: list[str | Path] = [self.python, "-m", "pip", "install", "--disable-pip-version-check"]
        with progress.step(name):
            quiet = ["--no-input", "--quiet", "--prefer-binary"]
            progress.run([*pip, *quiet, "--require-hashes", "-r", lock], self.log, cwd=self.project)

    def _put_on_path(self) -> None:
        """A .pth file and a launcher: no build, no network, and the checkout is what runs."""
        _write_if_new(self.packages / "tirek.pth", f"{self.project}\n")
        launcher = self.folder / "bin" / "tirek"
        if _write_if_new(launcher, LAUNCHER) or not os.access(launcher, os.X_OK):
            launcher.chmod(0o755)

    def _stamp(self, *, dev: bool) -> Path:
        return self.folder / ("installed-dev" if dev else "installed")

    def _mark(self, *, dev: bool) -> str:
        return stamps.digest([self.lock(dev=dev)])


def check_machine(project: Path) -> None:
    """The right Python, the right to write and room on the disk, before anything is begun."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        found = ".".join(map(str, sys.version_info[:3]))
        raise Problem(
            words(f"Tirek needs Python 3.11, 3.12 or 3.13; this is {found}.",
                  f"Нужен Python 3.11, 3.12 или 3.13, а это {found}."),
            words("Install one of them and repeat.", "Установите один из них и повторите."),
        )  # fmt: skip
    if not os.access(project, os.W_OK | os.X_OK):
        raise closed_project(project)
    if not (project / ".venv" / "installed").exists() and shutil.disk_usage(project).free < SPACE:
        raise disk_full(project)


def venv_missing() -> Problem:
    """Debian and Ubuntu leave venv out of Python."""
    package = f"python3.{sys.version_info[1]}-venv"
    return Problem(
        words("This Python has no venv.", "В этом Python нет модуля venv."),
        words(f"Install it, for example: sudo apt install python3-venv (or {package}), and repeat.",
              f"Установите его, например: sudo apt install python3-venv (или {package}), и повторите."),
    )  # fmt: skip


def _write_if_new(path: Path, text: str) -> bool:
    if path.exists() and path.read_text() == text:
        return False
    path.write_text(text)
    return True
