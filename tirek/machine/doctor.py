"""`tirek doctor`: what is wrong with an installation, each fault with what to do about it; nothing is changed."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import psycopg

from tirek.machine import database, environment, roles, supervisor
from tirek.machine.database import Connections
from tirek.machine.environment import Environment
from tirek.machine.frontend import Frontend
from tirek.machine.home import PROJECT, Home
from tirek.machine.problems import Problem, words

ROOM = 500_000_000
FACES = 3  # regular, semibold, bold: documents fail without them, since system fonts are never used

Pending = Callable[[Connections], Sequence[str]]


@dataclass(frozen=True)
class Check:
    """One thing looked at: `message` says what was found, `what_to_do` is empty when all is well."""

    name: str
    ok: bool
    message: str
    what_to_do: str = ""


def examine(
    home: Home, environ: Mapping[str, str] = os.environ, *, pending: Pending | None = None
) -> list[Check]:
    """Look at the machine, then at the database (started for the while); `pending` names migrations not yet applied."""
    found = [*machine_checks(home, environ)]
    try:
        with database.running(home, environ) as connections:
            found += database_checks(connections, pending)
    except Problem as problem:
        found.append(Check(words("database", "база данных"), False, problem.sentence, problem.what_to_do))
    return found


def machine_checks(home: Home, environ: Mapping[str, str] = os.environ) -> Iterator[Check]:
    """Everything that can be seen without a database."""
    yield _python()
    yield _packages(Environment())
    frontend = Frontend()
    yield _found(
        words("front-end build", "сборка интерфейса"),
        frontend.static.is_dir() and any(frontend.static.iterdir()),
    )
    faces = len(list(frontend.fonts.glob("*.ttf")))
    yield _found(words("fonts of documents", "шрифты документов"), faces >= FACES)
    yield _room(home)
    yield _permissions(home)
    yield _secrets(home)
    yield _port(home, environ)


def database_checks(connections: Connections, pending: Pending | None = None) -> Iterator[Check]:
    """The server, its roles and whether the database is up to date."""
    with psycopg.connect(connections.app, autocommit=True, connect_timeout=10) as app:
        row = app.execute("SELECT current_setting('server_version'), getdatabaseencoding()").fetchone()
        version, encoding = row or ("?", "?")
        yield Check(
            words("database server", "сервер базы данных"),
            encoding == "UTF8",
            f"PostgreSQL {version}, {encoding}",
        )
        yield _roles(app)
        yield _logins(connections)
        yield _owners(app)
    if pending is not None:
        yield _migrations(pending(connections))


def _python() -> Check:
    fits = environment.OLDEST <= sys.version_info[:2] <= environment.NEWEST
    advice = words("Use Python 3.11, 3.12 or 3.13.", "Используйте Python 3.11, 3.12 или 3.13.")
    return Check("Python", fits, ".".join(map(str, sys.version_info[:3])), "" if fits else advice)


def _packages(own: Environment) -> Check:
    name = words("Python packages", "пакеты Python")
    if not own.works():
        return _setup(name, words("there is no working .venv", "нет рабочего окружения .venv"))
    if not (own.up_to_date(dev=False) or own.up_to_date(dev=True)):
        return _setup(name, words("they differ from requirements.lock", "отличаются от requirements.lock"))
    return Check(name, True, words("as in requirements.lock", "как в requirements.lock"))


def _found(name: str, there: bool) -> Check:
    return Check(name, True, words("there", "есть")) if there else _setup(name, words("missing", "нет"))


def _setup(name: str, message: str) -> Check:
    return Check(name, False, message, words("Run `make setup`.", "Выполните `make setup`."))


def _room(home: Home) -> Check:
    place = home.root if home.root.exists() else PROJECT
    free = shutil.disk_usage(place).free
    message = words(f"{free / 1e9:.1f} GB free", f"свободно {free / 1e9:.1f} ГБ")
    advice = words(f"Free some on the disk of {place}.", f"Освободите место на диске с {place}.")
    return Check(words("disk", "диск"), free >= ROOM, message, "" if free >= ROOM else advice)


def _permissions(home: Home) -> Check:
    name = words("folder of the installation", "папка установки")
    folders = [folder for folder in (home.root, home.files, home.report, home.logs) if folder.exists()]
    closed = [folder for folder in folders if not os.access(folder, os.W_OK | os.X_OK)]
    if closed:
        return Check(name, False, words(f"no right to write to {closed[0]}", f"нет права записи в {closed[0]}"),
                     words("Give the user who runs Tirek that right.", "Дайте это право тому, кто запускает Tirek."))  # fmt: skip
    opened = [folder for folder in folders[1:] if folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    if opened:
        return Check(name, False, words(f"strangers may open {opened[0]}", f"посторонние могут открыть {opened[0]}"),
                     f"chmod 700 {opened[0]}")  # fmt: skip
    return Check(name, True, str(home.root))


def _secrets(home: Home) -> Check:
    name = words("passwords and keys", "пароли и ключи")
    if not home.secrets.exists():
        return Check(name, True, words("not made yet", "ещё не созданы"))
    closed = not home.secrets.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    message = (
        str(home.secrets) if closed else words("strangers may read them", "их могут прочитать посторонние")
    )
    return Check(name, closed, message, "" if closed else f"chmod 600 {home.secrets}")


def _port(home: Home, environ: Mapping[str, str]) -> Check:
    name = words("port", "порт")
    try:
        return Check(
            name,
            True,
            words(f"{supervisor.free_port(environ)} is free", f"{supervisor.free_port(environ)} свободен"),
        )
    except Problem as problem:
        if _served(home):
            return Check(name, True, words("in use by this Tirek", "его занимает этот Tirek"))
        return Check(name, False, problem.sentence, problem.what_to_do)


def _served(home: Home) -> bool:
    """Whether `tirek run` is at work in this home."""
    path = home.root / "run.lock"
    if not path.exists():
        return False
    lock = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _roles(app: psycopg.Connection) -> Check:
    """The roles exist, none of the logins may more than it should, and only the migrator is the owner's member."""
    rows = app.execute(
        "SELECT rolname, rolsuper OR rolcreaterole OR rolcreatedb, rolbypassrls,"
        " EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles o ON o.oid = m.roleid"
        "  WHERE m.member = r.oid AND o.rolname = %s) FROM pg_roles r WHERE rolname = ANY(%s)",
        [roles.OWNER, list(roles.EVERYONE)],
    ).fetchall()
    names = {row[0] for row in rows}
    faults = [f"{name}: {words('missing', 'нет')}" for name in roles.EVERYONE if name not in names]
    faults += [
        f"{name}: {words('may too much', 'слишком много прав')}"
        for name, strong, sees_past, _ in rows
        if strong or sees_past != (name in roles.PAST_ROW_SECURITY)
    ]
    faults += [
        f"{name}: {words('wrong membership', 'неверное членство')}"
        for name, _, _, member in rows
        if member != (name == roles.LOGINS["migrator"])
    ]
    return _installed(words("database roles", "роли базы данных"), faults)


def _logins(connections: Connections) -> Check:
    """Every role logs in with its own credentials."""
    faults = []
    for key, name in roles.LOGINS.items():
        try:
            with psycopg.connect(getattr(connections, key), connect_timeout=10) as connection:
                row = connection.execute("SELECT session_user").fetchone()
            if row != (name,):
                faults.append(
                    f"{name}: {words('another role logs in', 'входит другая роль')} ({row[0] if row else '?'})"
                )
        except psycopg.OperationalError:
            faults.append(f"{name}: {words('cannot log in', 'не может войти')}")
    return _installed(words("logins", "входы в базу"), faults)


def _owners(app: psycopg.Connection) -> Check:
    """All tables belong to the owner: privileges and row security hang on it."""
    rows = app.execute(
        "SELECT tablename, tableowner FROM pg_tables WHERE schemaname = 'public' AND tableowner <> %s ORDER BY 1 LIMIT 5",
        [roles.OWNER],
    ).fetchall()
    return _installed(
        words("owner of tables", "владелец таблиц"), [f"{table}: {owner}" for table, owner in rows]
    )


def _installed(name: str, faults: Sequence[str]) -> Check:
    advice = words(
        "Run `tirek install-roles` with TIREK_ADMIN_URL.",
        "Выполните `tirek install-roles`, задав TIREK_ADMIN_URL.",
    )
    return Check(
        name,
        not faults,
        "; ".join(faults) or words("as they should be", "как должно быть"),
        advice if faults else "",
    )


def _migrations(pending: Sequence[str]) -> Check:
    name = words("migrations", "миграции")
    if not pending:
        return Check(name, True, words("all applied", "все применены"))
    return Check(name, False, words(f"{len(pending)} to apply: ", f"не применено {len(pending)}: ") + ", ".join(pending[:5]),
                 words("Run `tirek prepare`.", "Выполните `tirek prepare`."))  # fmt: skip
