"""The tests' own database: empty of what a test left, whole in what migrations brought, gone after a killed run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from tirek.machine import credentials, holders
from tirek.machine.testing import Scratch, Snapshot, create_test_database, sweep

LEAVE = """
import os, signal
from tirek.machine.testing import Scratch
scratch = Scratch.plan({})
scratch.start()
print(scratch.home.root, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def own_server() -> Iterator[Scratch]:
    planned = Scratch.plan({})
    planned.start()
    yield planned
    planned.destroy()


def test_nothing_starts_before_it_is_asked_for() -> None:
    planned = Scratch.plan({})
    try:
        assert planned.environment()["DATABASE_URL"].startswith("postgresql://tirek_app:")
        assert not holders.in_use(planned.home)
        assert not planned.home.postgres.exists()
    finally:
        planned.destroy()
    assert not planned.home.root.exists()


def test_a_flush_keeps_reference_rows_and_ends_the_rest_whatever_triggers_say(own_server: Scratch) -> None:
    admin = own_server.connections.admin
    assert admin is not None
    with psycopg.connect(own_server.connections.migrator, autocommit=True) as owner:
        owner.execute(
            "CREATE TABLE kind (code text PRIMARY KEY, name text, folded text GENERATED ALWAYS AS (lower(name)) STORED)"
        )
        owner.execute("CREATE TABLE entry (kind text REFERENCES kind, word text)")
        owner.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'append only'; END$$"
        )
        owner.execute("CREATE TRIGGER keep BEFORE DELETE OR TRUNCATE ON entry EXECUTE FUNCTION refuse()")
        owner.execute("INSERT INTO kind VALUES ('Қ', E'tab\\there')")
    snapshot = Snapshot(admin)
    with psycopg.connect(own_server.connections.app, autocommit=True) as app:
        app.execute("INSERT INTO entry VALUES ('Қ', 'left by a test')")
        app.execute("UPDATE kind SET name = 'changed'")
        app.execute("INSERT INTO kind VALUES ('new', 'new')")
        snapshot.restore()
        assert app.execute("SELECT code, name FROM kind").fetchall() == [("Қ", "tab\there")]
        assert app.execute("SELECT count(*) FROM entry").fetchone() == (0,)


def test_a_test_database_is_made_anew_and_belongs_to_the_owner(own_server: Scratch) -> None:
    admin = own_server.connections.admin
    assert admin is not None
    create_test_database(admin, credentials.load_or_create(own_server.home).actor_key)
    with psycopg.connect(own_server.connections.migrator) as migrator:
        assert migrator.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (
            0,
        )
        owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
        assert migrator.execute(owner).fetchone() == ("tirek_owner",)


def test_what_a_killed_run_left_is_swept_away_and_a_living_one_is_spared(own_server: Scratch) -> None:
    said = subprocess.run([sys.executable, "-c", LEAVE], capture_output=True, text=True, check=False)
    left = own_server.home.root.with_name(said.stdout.strip().rpartition("/")[2])
    assert (left / "postgres" / "data" / "postmaster.pid").exists()
    sweep()
    assert not left.exists()
    assert own_server.cluster.pid() is not None
