"""The database for whoever needs it: found, or started and stopped after its last user; addresses for every role."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tirek.machine import credentials, holders, roles
from tirek.machine.cluster import ADMIN, PORT, Cluster
from tirek.machine.credentials import Secrets
from tirek.machine.home import Home
from tirek.machine.problems import Problem, words

DATABASE = "tirek"
TRIES = 4


@dataclass(frozen=True)
class Connections:
    """The addresses of one database, a role each."""

    app: str
    migrator: str
    worker: str
    report: str
    backup: str
    admin: str | None = None
    embedded: bool = False

    def environment(self, acting: str = "app") -> dict[str, str]:
        """Variables for a child process that acts as one role: its own address and the report's, nobody else's."""
        return {"DATABASE_URL": getattr(self, acting), "TIREK_REPORT_URL": self.report}

    def full_environment(self) -> dict[str, str]:
        """Variables for a command that migrates too (the admin's address is never among them)."""
        return {
            "DATABASE_URL": self.app,
            "TIREK_MIGRATOR_URL": self.migrator,
            "TIREK_WORKER_URL": self.worker,
            "TIREK_REPORT_URL": self.report,
            "TIREK_BACKUP_URL": self.backup,
        }


@contextmanager
def running(
    home: Home, environ: Mapping[str, str] = os.environ, *, durable: bool = True, database: str = DATABASE
) -> Iterator[Connections]:
    """The database's addresses while the block lasts: DATABASE_URL's server, else the embedded one, started if need be."""
    named = environ.get("DATABASE_URL", "").strip()
    if named and not of_home(home, named):
        external = external_connections(home, environ)
        assert external is not None
        check(external.app)
        yield external
        return
    if named:
        database = str(conninfo_to_dict(named).get("dbname") or database)
    home.prepare()
    secrets = credentials.load_or_create(home)
    cluster = Cluster(home, secrets.passwords["admin"], environ, durable)

    def start() -> None:
        for attempt in range(TRIES):
            cluster.ensure_running()
            try:
                ensure_database(cluster, secrets, database)
                break
            except Problem:  # a server that was killed a moment ago still looks alive
                if attempt == TRIES - 1:
                    raise
                time.sleep(0.3)

    with leaving_on_signals(), holders.held(home, start, cluster.stop):
        yield embedded_connections(cluster, secrets, database)


def of_home(home: Home, url: str) -> bool:
    """Whether an address is that of the home's own embedded server: who inherited it holds the server like any other."""
    host = Path(str(conninfo_to_dict(url).get("host") or "/"))
    return host in (Path(os.path.realpath(home.postgres)) / "socket", home.side / "socket")


def ensure_running(home: Home, environ: Mapping[str, str] = os.environ, *, durable: bool = True) -> bool:
    """For one who holds the embedded server: start it again if it was killed; True when it had to be."""
    cluster = Cluster(home, credentials.load_or_create(home).passwords["admin"], environ, durable)
    if cluster.pid() is not None:
        return False
    with holders.one_at_a_time(home):
        return cluster.ensure_running()


def ensure_database(cluster: Cluster, secrets: Secrets, database: str = DATABASE) -> None:
    """Install roles and database where a running embedded server does not have them yet."""
    admin_url = address(ADMIN, secrets.passwords["admin"], "postgres", cluster)
    try:
        with psycopg.connect(admin_url, autocommit=True, connect_timeout=10) as admin:
            done = roles.installed(admin, database)
    except psycopg.OperationalError as error:
        raise unreachable(error) from error
    if not done:
        roles.install_roles(admin_url, secrets.passwords, database=database, actor_key=secrets.actor_key)


def embedded_connections(cluster: Cluster, secrets: Secrets, database: str = DATABASE) -> Connections:
    """The embedded server's addresses; known before it runs."""

    def of(key: str) -> str:
        return address(roles.LOGINS[key], secrets.passwords[key], database, cluster)

    admin = address(ADMIN, secrets.passwords["admin"], database, cluster)
    return Connections(
        of("app"), of("migrator"), of("worker"), of("report"), of("backup"), admin, embedded=True
    )


def address(user: str, password: str, database: str, cluster: Cluster) -> str:
    """A libpq address through the server's socket."""
    socket = quote(str(cluster.socket_folder), safe="")
    return f"postgresql://{user}:{quote(password, safe='')}@/{quote(database, safe='')}?host={socket}&port={PORT}"


def external_connections(home: Home, environ: Mapping[str, str] = os.environ) -> Connections | None:
    """The addresses the environment gives; roles it does not name go by the passwords install-roles kept."""
    app = environ.get("DATABASE_URL", "").strip()
    if not app:
        return None
    kept = credentials.load(home)

    def of(key: str) -> str:
        named = environ.get(f"TIREK_{key.upper()}_URL", "").strip()
        return named or (with_login(app, roles.LOGINS[key], kept.passwords[key]) if kept else app)

    admin = environ.get("TIREK_ADMIN_URL", "").strip() or None
    return Connections(app, of("migrator"), of("worker"), of("report"), of("backup"), admin)


def with_login(url: str, user: str, password: str, database: str | None = None) -> str:
    """The same server and database under another login."""
    parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    parts.pop("user", None), parts.pop("password", None)
    name = database or parts.pop("dbname", DATABASE)
    parts.pop("dbname", None)
    query = "&".join(f"{key}={quote(value, safe='')}" for key, value in parts.items())
    return f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@/{quote(name, safe='')}?{query}"


def install_external(home: Home, environ: Mapping[str, str] = os.environ) -> str:
    """`tirek install-roles`: roles and database on the server of TIREK_ADMIN_URL; returns the DATABASE_URL to use."""
    admin = environ.get("TIREK_ADMIN_URL", "").strip()
    if not admin:
        raise Problem(
            words("TIREK_ADMIN_URL is not set.", "Переменная TIREK_ADMIN_URL не задана."),
            words(
                "Give it the address of a superuser, for example postgresql://postgres:…@host/postgres.",
                "Укажите в ней адрес суперпользователя, например postgresql://postgres:…@host/postgres.",
            ),
        )
    home.prepare()
    kept = credentials.load_or_create(home)
    passwords = dict(kept.passwords)
    app = environ.get("DATABASE_URL", "").strip()
    wanted = conninfo_to_dict(app) if app else {}
    if app and wanted.get("user") != roles.LOGINS["app"]:
        raise Problem(
            words("DATABASE_URL is not the app role's.", "DATABASE_URL указывает не на роль приложения."),
            words(
                f"Its user must be {roles.LOGINS['app']}.", f"Имя пользователя в ней: {roles.LOGINS['app']}."
            ),
        )
    passwords["app"] = str(wanted.get("password") or passwords["app"])
    for key in (one for one in roles.LOGINS if one != "app"):
        named = conninfo_to_dict(environ.get(f"TIREK_{key.upper()}_URL", ""))
        passwords[key] = str(named.get("password") or passwords[key])
    database = str(wanted.get("dbname") or DATABASE)
    try:
        roles.install_roles(admin, passwords, database=database, actor_key=kept.actor_key)
    except psycopg.OperationalError as error:
        raise unreachable(error) from error
    return app or with_login(admin, roles.LOGINS["app"], passwords["app"], database)


def check(url: str) -> int:
    """The server's major version, or a Problem when it does not answer or is none that Tirek supports."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            return roles.check_version(connection)
    except psycopg.OperationalError as error:
        raise unreachable(error) from error


def unreachable(error: Exception) -> Problem:
    """The database does not answer, or not to this login."""
    reason = (str(error).strip().splitlines() or [""])[-1]
    return Problem(
        words(f"The database does not answer: {reason}", f"База данных не отвечает: {reason}"),
        words("Check DATABASE_URL, or unset it to use the embedded server.",
              "Проверьте DATABASE_URL или уберите её, чтобы работал встроенный сервер."),
    )  # fmt: skip


def django_settings(url: str) -> dict[str, Any]:
    """An entry of Django's DATABASES for an address."""
    parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    entry: dict[str, Any] = {key: parts.pop(part, "") for key, part in names.items()}
    return {"ENGINE": "django.db.backends.postgresql", **entry, "OPTIONS": parts}


@contextmanager
def leaving_on_signals() -> Iterator[None]:
    """Turn TERM and HUP into an ordinary exit, so that what was started is stopped."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(number: int, _frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    ours = [n for n in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(n) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, leave)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)
