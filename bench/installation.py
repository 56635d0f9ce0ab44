"""A whole installation in a temporary folder, driven from outside by its commands, as a user has it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tirek.machine import credentials, database, holders, testing
from tirek.machine.cluster import Cluster
from tirek.machine.home import PROJECT, Home

PREFIX = "tirek-bench-"
SECONDS_TO_START = 120


class DidNotStart(RuntimeError):
    """The server ended, or said nothing in time."""


def clean_environment() -> dict[str, str]:
    """The environment without anything that points at another installation."""
    ours = ("TIREK_", "DJANGO_")
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(ours) and name != "DATABASE_URL"
    }


@dataclass
class Served:
    """A running `tirek run`: where it answers and which process it is."""

    address: str
    process: subprocess.Popen[str]

    def children(self) -> list[int]:
        """The processes it started, by pid."""
        return descendants(self.process.pid)


@dataclass
class Installation:
    """A home of its own; nothing runs but while a command or `serve` lasts."""

    home: Home
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The environment its commands run in."""
        return {**clean_environment(), "TIREK_HOME": str(self.home.root), **self.more}

    def start(self, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        """Start `tirek ARGUMENTS` and do not wait for it."""
        command = [sys.executable, "-m", "tirek.config.cli", *arguments]
        return subprocess.Popen(command, cwd=PROJECT, env=self.environment, text=True, **options)

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `tirek ARGUMENTS` to its end."""
        return self.run_module("tirek.config.cli", *arguments, check=check)

    def run_module(
        self, module: str, *arguments: str, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run a module of Python in this installation to its end."""
        command = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(
            command, cwd=PROJECT, env=self.environment, text=True, capture_output=True, check=False
        )
        if check and done.returncode:
            raise RuntimeError(f"{module} {' '.join(arguments)}: {done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done

    @contextmanager
    def serve(self, more: Mapping[str, str] | None = None) -> Iterator[Served]:
        """The web server and the worker on a free port of loopback, stopped by Ctrl-C afterwards."""
        self.more["TIREK_PORT"] = str(free_port())
        process = subprocess.Popen(
            [sys.executable, "-m", "tirek.config.cli", "run", "--empty"],
            cwd=PROJECT,
            env={**self.environment, **(more or {})},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            yield Served(_address(process), process)
        finally:
            stop(process)

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection]:
        """A connection as the server's administrator, to look at what is there; the server runs meanwhile."""
        with database.running(self.home, {}) as connections:
            assert connections.admin is not None
            with psycopg.connect(connections.admin, autocommit=True) as connection:
                yield connection

    @property
    def cluster(self) -> Cluster:
        """Its embedded PostgreSQL."""
        return Cluster(self.home, credentials.load_or_create(self.home).passwords["admin"], {})

    @property
    def admin_address(self) -> str:
        """Where the administrator reaches the server while it runs."""
        secrets = credentials.load_or_create(self.home)
        return database.embedded_connections(self.cluster, secrets).admin or ""

    def login(self) -> tuple[str, str]:
        """Login and password of the administrator made at set-up."""
        kept = json.loads((self.home.root / "first-login.json").read_text())
        return kept["login"], kept["password"]

    def remove(self) -> None:
        """Stop what a killed command left and remove every trace."""
        if self.home.postgres.exists():
            self.cluster.stop()
        testing.remove(self.home)


@contextmanager
def installation(more: Mapping[str, str] | None = None, *, kind: str = "demo") -> Iterator[Installation]:
    """A fresh, empty, migrated installation, a demo unless it is to be `real`, removed afterwards."""
    sweep()
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o711)
        made = Installation(Home(Path(folder) / "home"), dict(more or {}))
        try:
            made.run("begin", kind)
            yield made
        finally:
            made.remove()


def sweep() -> None:
    """Remove what runs that were killed left behind: folders of an hour ago that nobody uses."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        left = Installation(Home(folder / "home"))
        with contextlib.suppress(OSError):
            mine = folder.stat().st_uid == os.geteuid()
            if mine and folder.stat().st_mtime < time.time() - 3600 and not holders.in_use(left.home):
                left.remove()
                shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _address(process: subprocess.Popen[str]) -> str:
    """Read until the address is printed; somebody must go on reading, or the server would block."""
    said: list[str] = []
    ready = threading.Event()

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if "http://" in line:
                ready.set()
        ready.set()

    threading.Thread(target=listen, daemon=True).start()
    ready.wait(SECONDS_TO_START)
    for line in said:
        for word in line.split():
            if word.startswith("http://"):
                return word.rstrip("/")
    raise DidNotStart("".join(said))


def stop(process: subprocess.Popen[Any], patience: float = 30) -> None:
    """Ctrl-C, and if that does not help kill -9 of this one process."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def descendants(pid: int) -> list[int]:
    """The processes that descend from one, parents first."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        parents.setdefault(parent, []).append(int(entry.name))
    found, queue = [], [pid]
    while queue:
        queue += (children := parents.get(queue.pop(0), []))
        found += children
    return found


def wait_for(what: Any, seconds: float, pause: float = 0.05) -> bool:
    """Whether something became true in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(pause)
    return False
