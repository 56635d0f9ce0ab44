"""`tirek run`: the web server and the job worker on a running database, restarted when they die, stopped together."""

from __future__ import annotations

import fcntl
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from tirek.machine import children, database, holders
from tirek.machine.children import Child
from tirek.machine.database import Connections
from tirek.machine.home import Home
from tirek.machine.problems import Problem, plainly, words

HOST = "127.0.0.1"
PORT = 8000
CATCHER_PORT = 8025
WEB_PROCESSES = 2
THREADS = 4
SECONDS_TO_ANSWER = 60
PAUSE = 0.5
CATCHES = "TIREK_CATCHES_MAIL"
# What a child must not inherit: it gets the address of its own role only.
ADDRESSES = (
    "DATABASE_URL",
    "TIREK_MIGRATOR_URL",
    "TIREK_WORKER_URL",
    "TIREK_REPORT_URL",
    "TIREK_BACKUP_URL",
    "TIREK_ADMIN_URL",
)


def serve(
    home: Home,
    connections: Connections,
    announce: Callable[[str], None],
    *,
    environ: Mapping[str, str] = os.environ,
    durable: bool = True,
    pause: float = PAUSE,
) -> int:
    """Run web server and worker, in a demo the mail's catcher too, until Ctrl-C or TERM; `announce` is given the address once it answers."""
    # A shell that starts a command in the background lets it ignore Ctrl-C; this one must stop on it.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with alone(home):
        port = free_port(environ)
        started = crew(home, connections, port, environ)
        noted = home.root / "run.json"
        try:
            with database.leaving_on_signals():
                for child in started:
                    child.start()
                children.note(noted, started)
                wait_until_answers(port, started[0])
                announce(f"http://localhost:{port}")
                while True:
                    time.sleep(pause)
                    if _mend(home, connections, started, environ, durable=durable):
                        children.note(noted, started)
        except KeyboardInterrupt:
            return 0
        finally:
            with holders.undisturbed():
                children.stop_all(started)
                noted.unlink(missing_ok=True)


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """One server per installation; what a killed one left is ended first."""
    home.prepare()
    path = home.root / "run.lock"
    with plainly(path):
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise already_running(home) from None
        children.clear_leftovers(home.root / "run.json")
        yield
    finally:
        os.close(lock)


def check_free(home: Home, environ: Mapping[str, str] = os.environ) -> None:
    """Before anything long is begun: nobody serves this home yet and the port is free, else a Problem."""
    with alone(home):
        free_port(environ)


def chosen_port(environ: Mapping[str, str] = os.environ) -> int:
    """The port TIREK_PORT asks for, else 8000."""
    asked = environ.get("TIREK_PORT", "").strip() or str(PORT)
    if not asked.isdigit() or not 0 < int(asked) < 65536:
        raise Problem(
            words(f"TIREK_PORT is not a port: {asked}.", f"В TIREK_PORT не номер порта: {asked}."),
            words("Give it a number from 1024 to 65535.", "Укажите число от 1024 до 65535."),
        )
    return int(asked)


def free_port(environ: Mapping[str, str] = os.environ) -> int:
    """The chosen port, or a Problem when another program listens on it."""
    port = chosen_port(environ)
    for family, host in ((socket.AF_INET, HOST), (socket.AF_INET6, "::1")):
        with suppress(OSError), socket.socket(family) as probe:
            probe.settimeout(1)
            if probe.connect_ex((host, port)) == 0:
                raise port_taken(port)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise port_taken(port) from error
    return port


def port_taken(port: int) -> Problem:
    """Another program has the port, or the system keeps it from us."""
    return Problem(
        words(f"Port {port} is taken.", f"Порт {port} занят."),
        words(
            f"Stop the program that uses it, or choose another one: TIREK_PORT={port + 1} make run",
            f"Остановите программу, которая его занимает, или выберите другой: TIREK_PORT={port + 1} make run",
        ),
    )


def already_running(home: Home) -> Problem:
    """The same installation is being served already."""
    return Problem(
        words(f"Tirek already runs from {home.root}.", f"Tirek уже работает из {home.root}."),
        words(
            "Open the address it printed, or stop it with Ctrl-C there; a second one needs its own TIREK_HOME.",
            "Откройте адрес, который он показал, или остановите его там (Ctrl-C); второму нужна своя папка TIREK_HOME.",
        ),
    )


def wait_until_answers(port: int, web: Child, seconds: float = SECONDS_TO_ANSWER) -> None:
    """Wait until the web server answers anything at all."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if web.dead():
            break
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
            connection.getresponse()
            return
        except OSError:
            time.sleep(0.05)
        except http.client.HTTPException:
            return
        finally:
            connection.close()
    raise _does_not_start(web)


def crew(home: Home, connections: Connections, port: int, environ: Mapping[str, str]) -> list[Child]:
    """What is kept running, the web server first."""
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    web += ["--workers", environ.get("TIREK_WEB_PROCESSES", str(WEB_PROCESSES))]
    web += ["--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning"]
    web += ["--workers-kill-timeout", "5", "--respawn-failed-workers", "--respawn-interval", "0.5"]
    web += ["tirek.config.wsgi:application"]
    worker = [sys.executable, "-m", "tirek.config.cli", "worker"]

    def child(name: str, command: Sequence[str], acting: str) -> Child:
        addresses = connections.environment(acting)
        return Child(name, command, _environment(environ, addresses), home.logs / f"{name}.log")

    kept = [child("web", web, "app"), child("worker", worker, "worker")]
    if environ.get(CATCHES) == "1":
        # Without an address of the database: a catcher needs none.
        catcher = [sys.executable, "-m", "tirek.config.cli", "catch-mail"]
        kept.append(Child("catcher", catcher, _environment(environ, {}), home.logs / "catcher.log"))
    return kept


def with_catcher(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a demo: its own catcher is the mail server, unless another one is named."""
    if environ.get("TIREK_SMTP_HOST"):
        return dict(environ)
    port = free_port({"TIREK_PORT": environ.get("TIREK_CATCHER_PORT", "") or str(CATCHER_PORT)})
    mail = {"TIREK_SMTP_HOST": HOST, "TIREK_SMTP_PORT": str(port), "TIREK_SMTP_TLS": "off", CATCHES: "1"}
    return {**environ, **mail}


def _environment(environ: Mapping[str, str], addresses: Mapping[str, str]) -> dict[str, str]:
    return {**{name: value for name, value in environ.items() if name not in ADDRESSES}, **addresses}


def _mend(
    home: Home, connections: Connections, crew: Sequence[Child], environ: Mapping[str, str], *, durable: bool
) -> bool:
    """Start again what has died; after the database both, since their connections died with it."""
    if connections.embedded and database.ensure_running(home, environ, durable=durable):
        children.stop_all(crew)
    dead = [child for child in crew if child.dead()]
    for child in dead:
        if child.failing():
            raise _does_not_start(child)
        child.start()
    return bool(dead)


def _does_not_start(child: Child) -> Problem:
    return Problem(
        words(f"The {child.name} process does not start: {child.last_words()}",
              f"Процесс {child.name} не запускается: {child.last_words()}"),
        words(f"The whole story is in {child.log}.", f"Подробности в {child.log}."),
    )  # fmt: skip
