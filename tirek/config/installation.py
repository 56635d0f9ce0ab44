"""An installation made ready for a command: environment, migrations, the first administrator."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg

from tirek.machine import credentials, keyring
from tirek.machine.database import Connections, running
from tirek.machine.home import Home

ADMINISTRATOR: Final = "admin"


def set_environment(home: Home, connections: Connections, acting: str = "app") -> None:
    """Put addresses and keys where the settings read them."""
    kept = credentials.load_or_create(home)
    os.environ[keyring.VARIABLE] = keyring.fitting(home, connections.app).as_text()
    os.environ["TIREK_HOME"] = str(home.root)
    os.environ.update(connections.environment(acting))
    os.environ.setdefault("TIREK_SECRET_KEY", kept.django_secret_key)
    os.environ.setdefault("TIREK_INDEX_KEY", kept.blind_index_key)
    os.environ.setdefault("TIREK_ACTOR_KEY", kept.actor_key)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tirek.config.settings")


def pending_migrations() -> list[str]:
    """The migrations that the database does not have yet; Django must be set up."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate(connections: Connections) -> None:
    """Bring the database up to date under the migrator's own login, in a process of its own."""
    environment = os.environ | {
        "DATABASE_URL": connections.migrator,
        "TIREK_REPORT_URL": connections.migrator,
    }
    command = [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity", "0"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"The database could not be brought up to date:\n{done.stderr.strip()}")


def ensure_administrator(home: Home) -> tuple[str, str] | None:
    """Make the first worker of an empty installation; returns login and password while they are as made."""
    from tirek.agencies.actions import hire, name_agency
    from tirek.agencies.models import Agency, Worker
    from tirek.agencies.roles import FIRST
    from tirek.audit.actors import MACHINE

    kept = home.root / "first-login.json"
    if not Worker.objects.exists():
        password = secrets.token_urlsafe(9)
        agency = name_agency(name="Tirek", kind=Agency.Kind.NGO, by=MACHINE)
        hire(
            login=ADMINISTRATOR,
            password=password,
            name="Администратор",
            agency=agency,
            roles=FIRST,
            by=MACHINE,
        )
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            json.dump({"login": ADMINISTRATOR, "password": password}, stream)
    if not kept.exists():
        return None
    found = json.loads(kept.read_text())
    return found["login"], found["password"]


def begin_demo(connections: Connections) -> bool:
    """Make an installation without people one for invented people only, as its owner; whether it is one now."""
    with psycopg.connect(connections.migrator, autocommit=True) as owner:
        owner.execute("SELECT authz.begin_demo()")
        return kind_of(owner) == "demo"


def kind_of(database: psycopg.Connection) -> str:
    """`demo` or `real`; what is not certainly a demo is real."""
    row = database.execute("SELECT kind FROM gate_installation WHERE kind = 'demo'").fetchone()
    return "real" if row is None else "demo"


@contextmanager
def ready(home: Home | None = None, acting: str = "app") -> Iterator[Connections]:
    """Django set up on a running, up-to-date database while the block lasts."""
    import django

    home = home or Home.from_environment()
    with running(home) as connections:
        set_environment(home, connections, acting)
        django.setup()
        from django.db import connections as opened

        try:
            if pending_migrations():
                opened.close_all()
                migrate(connections)
            ensure_administrator(home)
            yield connections
        finally:
            opened.close_all()
