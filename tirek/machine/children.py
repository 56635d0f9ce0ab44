"""Processes the supervisor starts: each in a group of its own, none of which outlives the supervisor."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tirek.machine import processes
from tirek.machine.home import PROJECT

PR_SET_PDEATHSIG = 1
PATIENCE = 10.0
LARGEST_LOG = 5_000_000


@dataclass
class Child:
    """A program that is kept running, with its output in a log."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it (again)."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                list(self.command),
                cwd=PROJECT,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent(),
            )
        self.starts.append(time.monotonic())

    def dead(self) -> bool:
        """Whether it has ended by itself; what it left running in its group is ended too."""
        if self.process is None or self.process.poll() is None:
            return False
        kill_group(self.process.pid)
        return True

    def failing(self, *, times: int = 5, seconds: float = 60) -> bool:
        """Whether it has been started so often lately that starting it again is no use."""
        return len([moment for moment in self.starts if moment > time.monotonic() - seconds]) > times

    def last_words(self) -> str:
        """The last line it wrote."""
        lines = (
            self.log.read_text("utf-8", errors="replace").strip().splitlines() if self.log.exists() else []
        )
        return lines[-1] if lines else ""


def stop_all(children: Sequence[Child]) -> None:
    """Ask all to end, wait for a while, then end what is left of their groups."""
    alive = [child.process for child in children if child.process is not None]
    for process in alive:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + PATIENCE
    for process in alive:
        try:
            process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            continue
    for process in alive:
        kill_group(process.pid)
        process.wait()


def kill_group(group: int) -> None:
    """End whatever is left of a process group."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def note(path: Path, children: Sequence[Child]) -> None:
    """Write down which processes were started, for the next start after a kill -9."""
    pids = [child.process.pid for child in children if child.process is not None]
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps([{"pid": pid, "began": processes.began(pid)} for pid in pids]))
    draft.replace(path)


def clear_leftovers(path: Path) -> int:
    """End the children of a killed supervisor that still live; returns how many groups (pids reused since are spared)."""
    try:
        noted = json.loads(path.read_text())
    except (OSError, ValueError):
        return 0
    ended = 0
    for entry in noted:
        if entry["began"] is not None and processes.began(entry["pid"]) == entry["began"]:
            kill_group(entry["pid"])
            ended += 1
    path.unlink(missing_ok=True)
    return ended


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux the kernel tells the child when its supervisor is gone, even by kill -9; elsewhere the next start does."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before the kernel was asked
            os._exit(1)

    return ask
