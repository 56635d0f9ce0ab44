"""The database's roles and what each may do by default: the floor of access, the same embedded and external."""

from __future__ import annotations

from collections.abc import Mapping
from typing import LiteralString

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tirek.machine.problems import Problem, words

OWNER = "tirek_owner"
AUTHZ = "tirek_authz"
"""Owns the functions that see past row security; nobody logs in as it."""
LOGINS = {
    "migrator": "tirek_migrator",
    "app": "tirek_app",
    "worker": "tirek_worker",
    "report": "tirek_report",
    "backup": "tirek_backup",
}
EVERYONE = (OWNER, AUTHZ, *LOGINS.values())
PAST_ROW_SECURITY = (AUTHZ, LOGINS["backup"])
OLDEST, NEWEST = 15, 18
INSTALLING = 0x7469_7265  # advisory lock: two installations at once would race for CREATE ROLE

# Said to each database as admin; only what the owner makes is covered, and narrowing later is never undone by these.
FLOOR: tuple[LiteralString, ...] = (
    "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
    "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {migrator}, {app}, {worker}",
    "GRANT CONNECT ON DATABASE {database} TO {report}, {backup}",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT ALL ON SCHEMA public TO {owner}",
    "GRANT USAGE ON SCHEMA public TO {app}, {worker}, {report}, {backup}, {authz}",
    "CREATE SCHEMA IF NOT EXISTS authz AUTHORIZATION {authz}",
    "GRANT USAGE ON SCHEMA authz TO {owner}, {app}, {worker}, {report}, {backup}",
    "CREATE TABLE IF NOT EXISTS authz.actor_key (id smallint PRIMARY KEY, inner_pad bytea NOT NULL, outer_pad bytea NOT NULL)",
    "ALTER TABLE authz.actor_key OWNER TO {authz}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {authz}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {authz}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT ON TABLES TO {backup}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT ON SEQUENCES TO {backup}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {authz} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT EXECUTE ON FUNCTIONS TO {authz}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {authz}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {authz}",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {authz}",
    "GRANT SELECT ON ALL TABLES IN SCHEMA public TO {backup}",
    "GRANT SELECT ON ALL TABLES IN SCHEMA authz TO {backup}",
    "REVOKE SELECT ON authz.actor_key FROM {backup}",
    "GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {backup}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}, {worker}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT ON TABLES TO {report}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {app}, {worker}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT EXECUTE ON FUNCTIONS TO {app}, {worker}",
)


def install_roles(admin_url: str, passwords: Mapping[str, str], *, database: str, actor_key: str) -> None:
    """Make the roles, the database and its default privileges; repeating it changes nothing but passwords and key."""
    with psycopg.connect(admin_url, autocommit=True, connect_timeout=10) as admin:
        check_version(admin)
        admin.execute("SELECT pg_advisory_lock(%s)", [INSTALLING])
        _make_roles(admin, passwords)
        create_database(admin, database)
    with psycopg.connect(
        make_conninfo(admin_url, dbname=database), autocommit=True, connect_timeout=10
    ) as admin:
        set_floor(admin, database, actor_key)


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
        [list(EVERYONE), database],
    ).fetchone()
    return row == (len(EVERYONE), 1)


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


def set_floor(admin: psycopg.Connection, database: str, actor_key: str) -> None:
    """Set default privileges and the key of signed actors inside the database `admin` is connected to."""
    names = {"database": database, "owner": OWNER, "authz": AUTHZ, **LOGINS}
    identifiers = {key: sql.Identifier(name) for key, name in names.items()}
    for statement in FLOOR:
        admin.execute(sql.SQL(statement).format(**identifiers))
    inner, outer = (bytes(byte ^ pad for byte in _block(actor_key)) for pad in (0x36, 0x5C))
    # The two pads of HMAC (RFC 2104), so that the database verifies with its own sha256 and no extension.
    admin.execute(
        "INSERT INTO authz.actor_key VALUES (1, %s, %s) ON CONFLICT (id) DO UPDATE"
        " SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
        [inner, outer],
    )


def _block(key: str) -> bytes:
    return bytes.fromhex(key).ljust(64, b"\0")


def _make_roles(admin: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    owner, authz = sql.Identifier(OWNER), sql.Identifier(AUTHZ)
    _create(admin, OWNER)
    _create(admin, AUTHZ)
    for key, name in LOGINS.items():
        _create(admin, name)
        # The verifier is computed here, so that no password reaches the server's log.
        verifier = admin.pgconn.encrypt_password(
            passwords[key].encode(), name.encode(), b"scram-sha-256"
        ).decode()
        statement = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}")
        admin.execute(statement.format(sql.Identifier(name), sql.Literal(verifier)))
    migrator, report = sql.Identifier(LOGINS["migrator"]), sql.Identifier(LOGINS["report"])
    admin.execute(sql.SQL("GRANT {}, {} TO {}").format(owner, authz, migrator))
    _let_past_row_security(admin)
    # What the migrator makes belongs to the owner, so that default privileges apply and no login owns a table.
    admin.execute(sql.SQL("ALTER ROLE {} SET role = {}").format(migrator, sql.Literal(OWNER)))
    admin.execute(sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(report))
    superuser = admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if superuser != (True,):
        admin.execute(sql.SQL("GRANT {}, {} TO CURRENT_USER").format(owner, authz))


def _let_past_row_security(admin: psycopg.Connection) -> None:
    """Who may see past row security: the functions' owner and the backup; before 16 only a superuser may say so."""
    for name in PAST_ROW_SECURITY:
        row = admin.execute("SELECT rolbypassrls FROM pg_roles WHERE rolname = %s", [name]).fetchone()
        if row != (True,):
            admin.execute(sql.SQL("ALTER ROLE {} BYPASSRLS").format(sql.Identifier(name)))
    backup = sql.Identifier(LOGINS["backup"])
    admin.execute(sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(backup))


def _create(admin: psycopg.Connection, name: str) -> None:
    if admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone() is None:
        admin.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(name)))


def _locale(admin: psycopg.Connection) -> LiteralString:
    """The same letters everywhere: order and case of bytes, since names are compared on folded columns only."""
    if check_version(admin) >= 17:
        return "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'"
    known = admin.execute("SELECT 1 FROM pg_collation WHERE collname IN ('C.UTF-8', 'C.utf8')").fetchone()
    return "LOCALE_PROVIDER libc LOCALE 'C.UTF-8'" if known else "LOCALE_PROVIDER libc LOCALE 'C'"
