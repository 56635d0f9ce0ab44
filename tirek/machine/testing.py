"""A database for tests: its own server in a folder thrown away afterwards, addresses known before it starts."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tirek.machine import credentials, database, holders, keyring, roles
from tirek.machine.cluster import Cluster
from tirek.machine.database import Connections
from tirek.machine.home import Home

PREFIX = "tirek-test-"
KEPT = "django_migrations"


@dataclass
class Scratch:
    """A server in a temporary home; nothing starts before `start`, nothing stays after `destroy`."""

    home: Home
    cluster: Cluster
    connections: Connections
    _held: ExitStack = field(default_factory=ExitStack)
    _started: bool = False

    @classmethod
    def plan(cls, environ: Mapping[str, str] = os.environ, *, name: str = "tirek_test") -> Scratch:
        """Choose folder, passwords and addresses; TIREK_TEST_PG_BIN chooses another version of PostgreSQL."""
        sweep()
        root = Path(tempfile.mkdtemp(prefix=PREFIX))
        if os.geteuid() == 0:
            root.chmod(0o711)
        home = Home(root)
        home.prepare()
        secrets = credentials.load_or_create(home)
        programs = environ.get("TIREK_TEST_PG_BIN", "")
        cluster = Cluster(home, secrets.passwords["admin"], {"TIREK_PG_BIN": programs}, durable=False)
        return cls(home, cluster, database.embedded_connections(cluster, secrets, name))

    def environment(self) -> dict[str, str]:
        """What Django's settings must find in the environment."""
        key = credentials.load_or_create(self.home).actor_key
        ring = keyring.load(self.home) or keyring.create(self.home)
        return {
            "TIREK_HOME": str(self.home.root),
            "TIREK_ACTOR_KEY": key,
            keyring.VARIABLE: ring.as_text(),
            **self.connections.full_environment(),
        }

    def start(self) -> Connections:
        """Start the server and make the empty test database as admin; a second call changes nothing."""
        if self._started:
            return self.connections

        def start() -> None:
            self.cluster.ensure_running()
            database.ensure_database(self.cluster, credentials.load_or_create(self.home))

        self._held.enter_context(holders.held(self.home, start, self.cluster.stop))
        assert self.connections.admin is not None
        create_test_database(self.connections.admin, credentials.load_or_create(self.home).actor_key)
        self._started = True
        return self.connections

    def destroy(self) -> None:
        """Stop the server and remove the folder."""
        self._held.close()
        remove(self.home)


def create_test_database(url: str, actor_key: str) -> None:
    """As admin, make the database `url` names anew: empty, the owner's, with the floor of privileges."""
    name = str(psycopg.conninfo.conninfo_to_dict(url)["dbname"])
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        roles.create_database(admin, name)
    with psycopg.connect(url, autocommit=True) as admin:
        roles.set_floor(admin, name, actor_key)


def remove(home: Home) -> None:
    """Remove a home that is thrown away, with what lies beside it under /var/tmp."""
    shutil.rmtree(home.side, ignore_errors=True)
    shutil.rmtree(home.root, ignore_errors=True)


def sweep() -> None:
    """Stop and remove the servers of test runs that were killed."""
    for root in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        home = Home(root)
        try:
            if root.stat().st_uid != os.geteuid() or not home.users.exists():
                continue
            with holders.one_at_a_time(home):
                if not holders.in_use(home):
                    Cluster(home, "", os.environ, durable=False).stop()
                    remove(home)
        except OSError:
            continue


class Snapshot:
    """The reference rows migrations leave; `restore` brings the database back to exactly them, as the owner of its tables."""

    def __init__(self, admin_url: str) -> None:
        self.admin_url = admin_url
        self.rows: dict[str, bytes] = {}
        with psycopg.connect(admin_url, autocommit=True) as admin:
            self.tables = [row[0] for row in admin.execute(_TABLES, [KEPT]).fetchall()]
            for table in self._filled(admin):
                with admin.cursor().copy(self._copy(table, "TO STDOUT")) as copy:
                    self.rows[table] = b"".join(bytes(part) for part in copy)

    def restore(self) -> None:
        """Truncate what tests filled, with triggers off, and put the reference rows back, in one transaction."""
        with psycopg.connect(
            self.admin_url, options="-c session_replication_role=replica -c lock_timeout=20s"
        ) as admin:
            filled = self._filled(admin)
            if filled:
                admin.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(roles.OWNER)))
                names = sql.SQL(", ").join(sql.Identifier("public", table) for table in filled)
                admin.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))
                admin.execute("RESET ROLE")
            for table, rows in self.rows.items():
                with admin.cursor().copy(self._copy(table, "FROM STDIN")) as copy:
                    copy.write(rows)

    def _filled(self, admin: psycopg.Connection) -> list[str]:
        if not self.tables:
            return []
        one = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
        parts = [one.format(sql.Literal(table), sql.Identifier("public", table)) for table in self.tables]
        return [row[0] for row in admin.execute(sql.SQL(" UNION ALL ").join(parts)).fetchall()]

    @staticmethod
    def _copy(table: str, direction: Literal["TO STDOUT", "FROM STDIN"]) -> sql.Composed:
        return sql.SQL("COPY {} {}").format(sql.Identifier("public", table), sql.SQL(direction))


_TABLES = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    " AND NOT relispartition AND relname <> %s ORDER BY relname"
)
