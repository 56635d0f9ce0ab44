"""The database's roles and what each may do by default: the floor of access, the same embedded and external."""

from __future__ import annotations

from collections.abc import Mapping
from typing import LiteralString

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tirek.machine.problems import Problem, words

OWNER = "tirek_owner"
LOGINS = {
    "migrator": "tirek_migrator",
    "app": "tirek_app",
    "worker": "tirek_worker",
    "report": "tirek_report",
}
OLDEST, NEWEST = 15, 18
INSTALLING = 0x7469_7265  # advisory lock: two installations at once would race for CREATE ROLE

# Said to each database as admin; only what the owner makes is covered, and narrowing later is never undone by these.
FLOOR: tuple[LiteralString, ...] = (
    "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
    "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {migrator}, {app}, {worker}",
    "GRANT CONNECT ON DATABASE {database} TO {report}",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT ALL ON SCHEMA public TO {owner}",
    "GRANT USAGE ON SCHEMA public TO {app}, {worker}, {report}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}, {worker}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT ON TABLES TO {report}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {app}, {worker}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT EXECUTE ON FUNCTIONS TO {app}, {worker}",
)


def install_roles(admin_url: str, passwords: Mapping[str, str], *, database: str) -> None:
    """Make the roles, the database and its default privileges; repeating it changes nothing but the passwords."""
    with psycopg.connect(admin_url, autocommit=True, connect_timeout=10) as admin:
        check_version(admin)
        admin.execute("SELECT pg_advisory_lock(%s)", [INSTALLING])
        _make_roles(admin, passwords)
        create_database(admin, database)
    with psycopg.connect(
        make_conninfo(admin_url, dbname=database), autocommit=True, connect_timeout=10
    ) as admin:
        set_floor(admin, database)


def check_version(connection: psycopg.Connection) -> int:
    """The server's major version, or a Problem when Tirek does not support it."""
    major = connection.info.server_version // 10000
    if not OLDEST <= major <= NEWEST:
        raise Problem(
            words(f"The database server is PostgreSQL {major}.", f"Сервер базы данных: PostgreSQL {major}."),
            words(
                f"Tirek works with versions {OLDEST} to {NEWEST}: give DATABASE_URL one of these.",
                f"Tirek работает с версиями от {OLDEST} до {NEWEST}: укажите такой сервер в DATABASE_URL.",
            ),
        )
    return major


def installed(connection: psycopg.Connection, database: str) -> bool:
    """Whether the roles and the database are there (a kill between start and installation leaves them out)."""
    row = connection.execute(
        "SELECT (SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)),"
        " (SELECT count(*) FROM pg_database d WHERE datname = %s"
        "  AND has_database_privilege('public', d.oid, 'CONNECT') IS NOT TRUE)",
        [[OWNER, *LOGINS.values()], database],
    ).fetchone()
    return row == (1 + len(LOGINS), 1)


def create_database(admin: psycopg.Connection, database: str) -> None:
    """Make an empty UTF-8 database that belongs to the owner, unless it is there."""
    encoding = admin.execute(
        "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = %s", [database]
    ).fetchone()
    name, owner = sql.Identifier(database), sql.Identifier(OWNER)
    if encoding is None:
        admin.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' {}").format(
                name, owner, sql.SQL(_locale(admin))
            )
        )
    elif encoding[0] != "UTF8":
        raise Problem(
            words(
                f"The database {database} is not in UTF-8.", f"База данных {database} не в кодировке UTF-8."
            ),
            words("Name another one in DATABASE_URL.", "Укажите в DATABASE_URL другую."),
        )
    else:
        admin.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(name, owner))


def set_floor(admin: psycopg.Connection, database: str) -> None:
    """Set the default privileges inside the database `admin` is connected to."""
    names = {"database": database, "owner": OWNER, **LOGINS}
    identifiers = {key: sql.Identifier(name) for key, name in names.items()}
    for statement in FLOOR:
        admin.execute(sql.SQL(statement).format(**identifiers))


def _make_roles(admin: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    owner = sql.Identifier(OWNER)
    _create(admin, OWNER)
    for key, name in LOGINS.items():
        _create(admin, name)
        # The verifier is computed here, so that no password reaches the server's log.
        verifier = admin.pgconn.encrypt_password(
            passwords[key].encode(), name.encode(), b"scram-sha-256"
        ).decode()
        statement = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}")
        admin.execute(statement.format(sql.Identifier(name), sql.Literal(verifier)))
    migrator, report = sql.Identifier(LOGINS["migrator"]), sql.Identifier(LOGINS["report"])
    admin.execute(sql.SQL("GRANT {} TO {}").format(owner, migrator))
    # What the migrator makes belongs to the owner, so that default privileges apply and no login owns a table.
    admin.execute(sql.SQL("ALTER ROLE {} SET role = {}").format(migrator, sql.Literal(OWNER)))
    admin.execute(sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(report))
    superuser = admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if superuser != (True,):
        admin.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(owner))


def _create(admin: psycopg.Connection, name: str) -> None:
    if admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone() is None:
        admin.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(name)))


def _locale(admin: psycopg.Connection) -> LiteralString:
    """The same letters everywhere: order and case of bytes, since names are compared on folded columns only."""
    if check_version(admin) >= 17:
        return "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'"
    known = admin.execute("SELECT 1 FROM pg_collation WHERE collname IN ('C.UTF-8', 'C.utf8')").fetchone()
    return "LOCALE_PROVIDER libc LOCALE 'C.UTF-8'" if known else "LOCALE_PROVIDER libc LOCALE 'C'"
