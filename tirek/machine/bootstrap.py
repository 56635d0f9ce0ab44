"""`make GOAL`: set up what the goal needs, then do it. Only the standard library: it runs before anything is installed."""

from __future__ import annotations

import fcntl
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from tirek.machine import problems
from tirek.machine.environment import Environment
from tirek.machine.frontend import Frontend
from tirek.machine.home import PROJECT
from tirek.machine.problems import Problem, words


@dataclass(frozen=True)
class Goal:
    """What one word after `make` means."""

    command: tuple[str, ...]
    dev: bool
    frontend: bool = True
    linkage: bool = False


GOALS = {
    "setup": Goal(("-m", "tirek.config.cli", "prepare"), dev=False),
    "run": Goal(("-m", "tirek.config.cli", "run"), dev=False),
    "test": Goal(("-m", "tirek.machine.tasks", "test"), dev=True, linkage=True),
    "check": Goal(("-m", "tirek.machine.tasks", "check"), dev=True, frontend=False),
    "fix": Goal(("-m", "tirek.machine.tasks", "fix"), dev=True, frontend=False),
    "bench": Goal(("-m", "bench"), dev=True),
    "bench-linkage": Goal(("-m", "bench.linkage"), dev=True, frontend=False, linkage=True),
    "train-linkage": Goal(("-m", "tirek.config.training"), dev=False, frontend=False, linkage=True),
    "docs": Goal(("-m", "tirek.config.cli", "docs"), dev=True),
}


def main(arguments: Sequence[str]) -> int:
    """Set up and hand over to the goal's own command, which takes this process's place."""
    name, rest = (arguments[0], list(arguments[1:])) if arguments else ("setup", [])
    if name not in GOALS:
        print(f"make {' | '.join(GOALS)}", file=sys.stderr)
        return 2
    try:
        _hand_over(prepare(GOALS[name]), [*GOALS[name].command, *rest])
    except Problem as problem:
        problems.tell(problem)
        return 1
    except KeyboardInterrupt:
        return 130


def _hand_over(environment: Environment, arguments: Sequence[str]) -> NoReturn:
    """The environment's Python in this process's place, so that signals reach it directly."""
    os.chdir(PROJECT)
    sys.stdout.flush()
    os.execv(environment.python, [str(environment.python), *arguments])  # noqa: S606


def prepare(goal: Goal, project: Path = PROJECT) -> Environment:
    """The environment and the front-end build the goal needs; quick when they are there."""
    began = time.monotonic()
    environment = Environment(project)
    frontend = Frontend(project)
    with _one_at_a_time(project):
        environment.prepare(dev=goal.dev, linkage=goal.linkage)
        built = goal.frontend and frontend.prepare(environment)
    if built and time.monotonic() - began > 5:
        print(
            words(
                f"  Set up in {time.monotonic() - began:.0f} s.",
                f"  Установлено за {time.monotonic() - began:.0f} с.",
            )
        )
    return environment


@contextmanager
def _one_at_a_time(project: Path) -> Iterator[None]:
    """Two set-ups at once would install into each other; the lock is on the folder itself and leaves no file."""
    folder = os.open(project, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
