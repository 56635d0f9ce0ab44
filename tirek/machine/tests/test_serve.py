"""`tirek run`: what it starts lives as long as it does, comes back when killed, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from tirek.machine import children, processes, supervisor
from tirek.machine.cluster import Cluster
from tirek.machine.database import Connections
from tirek.machine.home import Home
from tirek.machine.problems import Problem

# The real supervisor with the real web server; the page is the standard library's and the worker only waits.
SERVE = """
import sys
from pathlib import Path
from tirek.machine import supervisor, database
from tirek.machine.children import Child
from tirek.machine.home import Home
real = supervisor.crew
def crew(*arguments):
    web, worker = real(*arguments)
    web.command = [*web.command[:-1], "wsgiref.simple_server:demo_app"]
    worker.command = [sys.executable, "-c", "import time; time.sleep(600)"]
    return [web, worker]
supervisor.crew = crew
home = Home(Path(sys.argv[1]))
with database.running(home, {}, durable=False) as connections:
    raise SystemExit(supervisor.serve(home, connections, lambda url: print(url, flush=True), durable=False, pause=0.05))
"""


def open_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
            return b"Hello world" in page.read()
    except OSError:
        return False


def until(fact: Callable[[], object], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if fact():
            return True
        time.sleep(0.05)
    return False


class Running:
    """A supervisor in a process of its own."""

    def __init__(self, home: Home, port: int) -> None:
        self.home, self.port = home, port
        environ = {**os.environ, "TIREK_PORT": str(port)}
        environ.pop("DATABASE_URL", None)
        command = [sys.executable, "-c", SERVE, str(home.root)]
        # Whoever runs the tests may have been told to outlive a closed terminal; a user's shell has not.
        usual = signal.signal(signal.SIGHUP, signal.SIG_DFL)
        try:
            self.process = subprocess.Popen(
                command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
        finally:
            signal.signal(signal.SIGHUP, usual)
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline().strip()

    def pids(self) -> list[int]:
        return [entry["pid"] for entry in json.loads((self.home.root / "run.json").read_text())]


@pytest.fixture
def running(home: Home) -> Iterator[Running]:
    started = Running(home, open_port())
    yield started
    started.process.kill()
    started.process.communicate()
    children.clear_leftovers(home.root / "run.json")


def test_it_prints_its_address_once_it_answers(running: Running) -> None:
    assert running.said == f"http://localhost:{running.port}"
    assert answers(running.port)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_it_started(running: Running, number: signal.Signals) -> None:
    pids = running.pids()
    running.process.send_signal(number)
    assert running.process.wait(20) == (0 if number is signal.SIGINT else 128 + number)
    assert not any(processes.alive(pid) for pid in pids)
    assert not answers(running.port)
    assert Cluster(running.home, "", {}).pid() is None
    assert not (running.home.root / "run.json").exists()


def test_after_kill_9_nothing_serves_and_the_next_start_recovers(running: Running) -> None:
    pids = running.pids()
    running.process.kill()
    running.process.wait()
    assert until(lambda: not any(processes.alive(pid) for pid in pids))
    assert until(lambda: not answers(running.port), 5)
    again = Running(running.home, running.port)
    assert answers(again.port)
    again.process.terminate()
    assert again.process.wait(20) == 128 + signal.SIGTERM
    assert Cluster(running.home, "", {}).pid() is None


def test_a_killed_web_server_or_worker_comes_back(running: Running) -> None:
    before = running.pids()
    for pid in before:
        os.killpg(pid, signal.SIGKILL)
    assert until(lambda: answers(running.port))
    assert until(lambda: not set(before) & set(running.pids()))
    assert all(processes.alive(pid) for pid in running.pids())


def test_after_kill_9_of_postgresql_it_is_started_again(running: Running) -> None:
    cluster = Cluster(running.home, "", {})
    pid = cluster.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert until(lambda: cluster.pid() not in (None, pid))
    assert until(lambda: answers(running.port))


def test_a_second_one_in_the_same_home_says_so(running: Running) -> None:
    with pytest.raises(Problem, match="already runs") as told:
        supervisor.check_free(running.home, {"TIREK_PORT": str(running.port)})
    assert "TIREK_HOME" in told.value.what_to_do


def test_a_taken_port_is_one_plain_sentence_and_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Problem, match=f"^Port {port} is taken") as told:
            supervisor.free_port({"TIREK_PORT": str(port)})
    assert f"TIREK_PORT={port + 1} make run" in told.value.what_to_do


@pytest.mark.parametrize("asked", ["http", "0", "99999", "-1"])
def test_a_port_that_is_no_port_is_refused(asked: str) -> None:
    with pytest.raises(Problem, match="not a port"):
        supervisor.chosen_port({"TIREK_PORT": asked})
    assert supervisor.chosen_port({}) == 8000


def test_children_get_their_own_role_only(home: Home) -> None:
    connections = Connections("app", "migrator", "worker", "report", "backup", "admin", embedded=True)
    environ = {**connections.full_environment(), "TIREK_ADMIN_URL": "admin", "LANG": "ru_RU.UTF-8"}
    web, worker = supervisor.crew(home, connections, 8000, environ)
    assert web.environment == {"DATABASE_URL": "app", "TIREK_REPORT_URL": "report", "LANG": "ru_RU.UTF-8"}
    assert worker.environment["DATABASE_URL"] == "worker"


def test_a_demo_has_a_catcher_that_knows_no_database(home: Home) -> None:
    connections = Connections("app", "migrator", "worker", "report", "backup", "admin", embedded=True)
    environ = supervisor.with_catcher({**connections.full_environment(), "LANG": "ru_RU.UTF-8"})
    web, worker, catcher = supervisor.crew(home, connections, 8000, environ)
    for child in (web, worker, catcher):
        assert child.environment["TIREK_SMTP_HOST"] == "127.0.0.1"
        assert child.environment["TIREK_SMTP_PORT"] == environ["TIREK_SMTP_PORT"]
    assert not set(supervisor.ADDRESSES) & set(catcher.environment)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        asked = {"TIREK_CATCHER_PORT": str(taken.getsockname()[1])}
        assert supervisor.with_catcher(asked)["TIREK_SMTP_PORT"] == asked["TIREK_CATCHER_PORT"]


def test_with_a_mail_server_of_its_own_a_demo_has_no_catcher(home: Home) -> None:
    connections = Connections("app", "migrator", "worker", "report", "backup", "admin", embedded=True)
    environ = supervisor.with_catcher({"TIREK_SMTP_HOST": "mail.example.kz"})
    assert environ == {"TIREK_SMTP_HOST": "mail.example.kz"}
    assert [child.name for child in supervisor.crew(home, connections, 8000, environ)] == ["web", "worker"]


def test_a_web_server_that_cannot_start_is_told_with_its_last_words(home: Home) -> None:
    home.prepare()
    child = children.Child(
        "web", [sys.executable, "-c", "raise SystemExit('no such page')"], {}, home.logs / "web.log"
    )
    child.start()
    with pytest.raises(Problem, match="no such page"):
        supervisor.wait_until_answers(open_port(), child)


def test_leftovers_are_ended_but_a_reused_pid_is_spared(home: Home) -> None:
    home.prepare()
    left = subprocess.Popen(["sleep", "600"], start_new_session=True)
    stranger = subprocess.Popen(["sleep", "600"], start_new_session=True)
    noted = home.root / "run.json"
    noted.write_text(
        json.dumps(
            [{"pid": left.pid, "began": processes.began(left.pid)}, {"pid": stranger.pid, "began": "1"}]
        )
    )
    try:
        assert children.clear_leftovers(noted) == 1
        assert left.wait(5) == -signal.SIGKILL
        assert stranger.poll() is None
        assert children.clear_leftovers(noted) == 0
    finally:
        stranger.kill()
        stranger.wait()
