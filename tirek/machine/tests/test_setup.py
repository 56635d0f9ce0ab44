"""Set-up: a step is done once, and what stands in its way is one plain sentence with what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from tirek.machine import bootstrap, browser, environment, problems, progress, stamps, tasks
from tirek.machine.environment import Environment
from tirek.machine.frontend import Frontend
from tirek.machine.home import PROJECT, Home
from tirek.machine.problems import Problem

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose locks ask for nothing, so that its environment needs no network."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text("# nothing\n")
    return tmp_path


def test_the_environment_is_made_once_and_filled_again_when_the_lock_changes(project: Path) -> None:
    own = Environment(project)
    assert not own.works()
    own.prepare(dev=False)
    assert own.works()
    assert own.up_to_date(dev=False)
    assert not own.up_to_date(dev=True)
    said = subprocess.run([own.python, "-c", "import tirek"], cwd="/", capture_output=True, check=False)
    assert said.returncode == 1  # this project has no such package; the .pth names it, not the one under test
    assert (own.packages / "tirek.pth").read_text() == f"{project}\n"
    assert os.access(own.folder / "bin" / "tirek", os.X_OK)
    before = own.log.stat().st_size
    own.prepare(dev=False)
    assert own.log.stat().st_size == before
    own.lock(dev=False).write_text("# nothing, said otherwise\n")
    assert not own.up_to_date(dev=False)


def test_a_broken_environment_is_made_anew(project: Path) -> None:
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / "bin" / "python").symlink_to("/nonexistent/python")
    own = Environment(project)
    assert not own.works()
    own.prepare(dev=False)
    assert own.works()


def test_the_launcher_works_from_anywhere(tmp_path: Path) -> None:
    said = subprocess.run(
        [PROJECT / ".venv" / "bin" / "tirek", "--help"], cwd=tmp_path, capture_output=True, check=False
    )
    assert said.returncode == 0


def test_a_python_without_venv_is_told_with_the_package_to_install(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(Problem, match="no venv") as told:
        Environment(project).prepare(dev=False)
    assert "apt install python3-venv" in told.value.what_to_do


def test_an_old_python_is_refused(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "NEWEST", (3, 10))
    with pytest.raises(Problem, match=r"needs Python 3\.11, 3\.12 or 3\.13"):
        Environment(project).prepare(dev=False)


def test_a_full_disk_is_told_before_anything_is_begun(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(1, 1, 1_000_000))
    with pytest.raises(Problem, match="disk is full"):
        Environment(project).prepare(dev=False)
    assert not (project / ".venv").exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk is full",
        ),
        (
            "WARNING: Retrying\nERROR: No matching distribution found for django==5.2",
            "registry is out of reach",
        ),
        ("npm error code ENOTFOUND", "registry is out of reach"),
        ("npm error code EACCES", "No permission"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "step of the set-up failed: ERROR: THESE PACKAGES"),
    ],
)
def test_what_pip_and_npm_say_becomes_a_plain_sentence(said: str, sentence: str, tmp_path: Path) -> None:
    assert sentence in progress.explain(said, "pip", tmp_path / "setup.log").sentence


def test_a_failed_step_keeps_the_whole_story(tmp_path: Path) -> None:
    log = tmp_path / "setup.log"
    with pytest.raises(Problem, match="the reason") as told:
        progress.run(
            [sys.executable, "-c", "print('a', flush=True); raise SystemExit('the reason')"],
            log,
            cwd=tmp_path,
        )
    assert str(log) in told.value.what_to_do
    assert "a\n" in log.read_text()


def test_a_closed_folder_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    closed = Path("/sys") if os.geteuid() == 0 else tmp_path  # root may write nearly everywhere
    with pytest.raises(Problem, match="No permission"):
        Home(closed / "tirek-home").prepare()


def test_the_system_s_errors_are_told_plainly() -> None:
    with pytest.raises(Problem, match=r"disk is full: /srv"), problems.plainly("/srv"):
        raise OSError(28, "No space left on device")
    with pytest.raises(Problem, match=r"No permission to write to /srv/x"), problems.plainly("/srv"):
        raise PermissionError(13, "Permission denied", "/srv/x")
    with pytest.raises(FileNotFoundError), problems.plainly("/srv"):
        raise FileNotFoundError(2, "No such file")


def test_a_problem_speaks_russian_where_the_terminal_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    assert "На диске нет места" in str(problems.disk_full("/srv"))
    assert not problems.speaks_russian({"LC_ALL": "C", "LANG": "ru_RU.UTF-8"})
    assert problems.speaks_russian({"LANG": "kk_KZ.UTF-8"})


def test_a_stamp_holds_for_the_same_contents_only(tmp_path: Path) -> None:
    source, stamp = tmp_path / "a", tmp_path / "build" / "stamp"
    source.write_text("one")
    stamps.done(stamp, stamps.digest([source]))
    assert stamps.fresh(stamp, stamps.digest([source]))
    source.write_text("two")
    assert not stamps.fresh(stamp, stamps.digest([source]))


def test_the_front_end_is_built_again_when_a_template_changes(tmp_path: Path) -> None:
    frontend = Frontend(tmp_path)
    (tmp_path / "package-lock.json").write_text("{}")
    template = tmp_path / "tirek" / "ui" / "templates" / "page.html"
    template.parent.mkdir(parents=True)
    template.write_text("{% icon 'users' %}")
    frontend.static.mkdir(parents=True)
    frontend.fonts.mkdir(parents=True)
    stamps.done(tmp_path / "build" / ".built", stamps.digest(frontend._sources()))
    assert frontend.built()
    template.write_text("{% icon 'notes' %}")
    assert not frontend.built()


def test_every_goal_of_the_makefile_is_known() -> None:
    lines = (PROJECT / "Makefile").read_text().splitlines()
    named = next(line for line in lines if line.startswith(".PHONY:")).split()[1:]
    assert set(named) == set(bootstrap.GOALS)


def test_find_python_prefers_one_with_venv(tmp_path: Path) -> None:
    def fake(name: str, *, venv: bool) -> None:
        path = tmp_path / name
        path.write_text(f'#!/bin/sh\ncase "$2" in *ensurepip*) exit {0 if venv else 1};; esac\nexit 0\n')
        path.chmod(0o755)

    def found() -> str:
        script = PROJECT / "tirek" / "machine" / "find-python.sh"
        environ = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
        return subprocess.run(
            ["/bin/sh", script], cwd=tmp_path, env=environ, capture_output=True, text=True
        ).stdout.strip()

    fake("python3.13", venv=False)
    fake("python3.12", venv=True)
    assert found() == "python3.12"


def test_a_named_browser_that_starts_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.write_text("#!/bin/sh\nexit 0\n")
    bad.write_text("#!/bin/sh\nexit 127\n")
    for path in (good, bad):
        path.chmod(0o755)
    monkeypatch.setenv("PATH", "/nonexistent")
    assert browser.present({"CHROME": str(good)}) == good
    monkeypatch.setattr(browser, "of_playwright", lambda: None)
    assert browser.present({"CHROME": str(bad)}) is None


def test_without_any_browser_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "present", lambda _environ: None)
    monkeypatch.setattr(browser, "of_playwright", lambda: None)
    monkeypatch.setattr(browser, "_quietly", lambda _command: None)
    with pytest.raises(Problem, match="no Chromium") as told:
        browser.ensure({})
    assert "CHROME" in told.value.what_to_do


def test_make_check_asks_everything_the_rules_ask() -> None:
    names = {check.name for check in tasks.checks()}
    asked = {"mypy", "ruff check", "ruff format", "import-linter", "missing migrations", "untranslated texts"}
    assert asked <= names
