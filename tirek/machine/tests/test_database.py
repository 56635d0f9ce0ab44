"""The database is found or started, serves several commands at once, and stops with the last of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tirek.machine import credentials, database, holders, processes
from tirek.machine.cluster import Cluster
from tirek.machine.database import Connections, running
from tirek.machine.home import Home
from tirek.machine.problems import Problem

HOLD = """
import sys, time
from pathlib import Path
from tirek.machine.database import running
from tirek.machine.home import Home
with running(Home(Path(sys.argv[1])), {}, durable=False):
    print("up", flush=True)
    sys.stdin.readline()
print("down", flush=True)
"""


def holder(home: Home) -> subprocess.Popen[str]:
    """Another command that uses the home's server until a line is sent to it."""
    command = [sys.executable, "-c", HOLD, str(home.root)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    while processes.alive(pid):
        time.sleep(0.01)


def pid_of(home: Home) -> int | None:
    return Cluster(home, "", {}).pid()


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
        return row[0] if row else None


def test_a_fresh_home_gets_a_server_that_stops_with_its_only_user(home: Home, server: dict[str, str]) -> None:
    with running(home, server, durable=False) as connections:
        assert connections.embedded
        assert ask(connections.app, "SELECT session_user") == "tirek_app"
        assert ask(connections.app, "SELECT lower('ҚАЙТА ӘЛЕУМЕТТЕНУ')") == "қайта әлеуметтену"
        assert ask(connections.app, "SHOW server_encoding") == "UTF8"
        assert ask(connections.app, "SHOW data_checksums") == "on"
        assert ask(connections.app, "SHOW listen_addresses") == ""
        assert ask(connections.app, "SHOW password_encryption") == "scram-sha-256"
    assert pid_of(home) is None


def test_a_wrong_password_is_refused_on_the_socket_too(home: Home, server: dict[str, str]) -> None:
    with running(home, server, durable=False) as connections:
        wrong = database.with_login(connections.app, "tirek_app", "guess")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)


def test_the_second_start_takes_less_than_a_second_and_keeps_the_rows(home: Home) -> None:
    with running(home, {}) as connections, psycopg.connect(connections.migrator, autocommit=True) as migrator:
        migrator.execute("CREATE TABLE kept AS SELECT 7 AS number")
    began = time.monotonic()
    with running(home, {}) as connections:
        seconds = time.monotonic() - began
        assert ask(connections.app, "SELECT number FROM kept") == 7
    assert seconds < 1


def test_the_first_user_to_leave_does_not_stop_the_server_under_the_second(home: Home) -> None:
    first, second = holder(home), holder(home)
    pid = pid_of(home)
    assert pid is not None
    first.communicate("\n", timeout=20)
    assert pid_of(home) == pid
    second.communicate("\n", timeout=20)
    assert pid_of(home) is None


def test_many_commands_at_once_share_one_server(home: Home) -> None:
    commands = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD, str(home.root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    said = [command.communicate("\n", timeout=60)[0] for command in commands]
    assert said == ["up\ndown\n"] * 4
    assert pid_of(home) is None


def test_a_user_that_was_killed_is_forgotten(home: Home) -> None:
    killed = holder(home)
    killed.kill()
    killed.wait()
    pid = pid_of(home)
    assert pid is not None  # nobody was left to stop it
    assert not holders.in_use(home)
    with running(home, {}, durable=False):
        assert pid_of(home) == pid
    assert pid_of(home) is None


def test_term_ends_a_command_in_an_orderly_way(home: Home) -> None:
    command = holder(home)
    command.send_signal(signal.SIGTERM)
    assert command.wait(20) == 128 + signal.SIGTERM
    assert pid_of(home) is None


def test_committed_rows_survive_kill_9_of_the_server(home: Home, server: dict[str, str]) -> None:
    with running(home, server) as connections:
        with psycopg.connect(connections.migrator, autocommit=True) as migrator:
            migrator.execute("CREATE TABLE entry (number int)")
        app = psycopg.connect(connections.app)
        app.execute("INSERT INTO entry VALUES (1)")
        app.commit()
        app.execute("INSERT INTO entry VALUES (2)")
        pid = pid_of(home)
        assert pid is not None
        kill(pid)
        assert database.ensure_running(home, server)
        assert ask(connections.app, "SELECT array_agg(number) FROM entry") == [1]
        assert not database.ensure_running(home, server)


def test_the_next_command_recovers_after_everything_was_killed(home: Home) -> None:
    command = holder(home)
    pid = pid_of(home)
    assert pid is not None
    command.kill()
    kill(pid)
    command.wait()
    with running(home, {}, durable=False) as connections:
        assert ask(connections.app, "SELECT 1") == 1
        assert pid_of(home) != pid


@pytest.mark.parametrize("reused", [os.getpid(), 1, 4_000_000], ids=["ours", "first", "nobody"])
def test_a_pid_that_is_somebody_elses_now_does_not_keep_the_server_from_starting(
    cluster: Cluster, reused: int
) -> None:
    cluster.ensure_running()
    text = (cluster.data / "postmaster.pid").read_text()
    cluster.stop()
    stale = "\n".join([str(reused), *text.splitlines()[1:]]) + "\n"
    cluster.account.write(cluster.data / "postmaster.pid", stale)
    cluster.account.write(cluster.socket_folder / ".s.PGSQL.5432.lock", stale)
    assert cluster.pid() is None
    assert cluster.ensure_running()
    assert cluster.pid() not in (None, reused)


def test_a_database_left_half_made_is_made_anew(cluster: Cluster) -> None:
    cluster.account.make_private(cluster.folder)
    cluster.account.make_private(cluster.folder / "draft")
    cluster.account.write(cluster.folder / "draft" / "PG_VERSION", "18\n")
    assert cluster.ensure_running()
    assert not (cluster.folder / "draft").exists()
    assert not (cluster.folder / "draft-password").exists()


def test_a_kill_between_start_and_roles_is_made_good(home: Home, cluster: Cluster) -> None:
    cluster.ensure_running()
    with running(home, {}, durable=False) as connections:
        assert ask(connections.worker, "SELECT session_user") == "tirek_worker"


def test_another_version_of_the_server_is_a_plain_sentence(home: Home, cluster: Cluster) -> None:
    cluster.ensure_running()
    cluster.stop()
    cluster.account.write(cluster.data / "PG_VERSION", "14\n")
    with (
        pytest.raises(Problem, match="made by PostgreSQL 14, and version 18"),
        running(home, {}, durable=False),
    ):
        pass


def test_a_home_with_a_long_name_gets_a_short_socket(home: Home) -> None:
    deep = Home(home.root / ("deep-" * 12) / ("deeper-" * 9))
    try:
        with running(deep, {}, durable=False) as connections:
            assert str(deep.side) in connections.app.replace("%2F", "/")
            assert ask(connections.app, "SELECT 1") == 1
            assert deep.side.stat().st_mode & 0o777 == 0o700
    finally:
        Cluster(deep, "", {}).stop()
        subprocess.run(["rm", "-rf", str(deep.side)], check=True)


def test_lost_secrets_are_never_replaced_under_a_database(home: Home, cluster: Cluster) -> None:
    cluster.ensure_running()
    cluster.stop()
    home.secrets.unlink()
    with pytest.raises(Problem, match="missing or damaged") as told, running(home, {}, durable=False):
        pass
    assert "backup" in told.value.what_to_do
    assert not home.secrets.exists()


def test_an_external_database_is_used_as_it_is(home: Home) -> None:
    with running(home, {}, durable=False) as inner:
        elsewhere = Home(home.root / "elsewhere")
        elsewhere.prepare()
        elsewhere.secrets.write_bytes(home.secrets.read_bytes())
        with running(elsewhere, {"DATABASE_URL": inner.app}) as connections:
            assert not connections.embedded
            assert connections.app == inner.app
            for key in ("migrator", "worker", "report"):  # by the passwords install-roles kept
                assert ask(getattr(connections, key), "SELECT session_user") == f"tirek_{key}"
        assert not elsewhere.postgres.exists()
        assert pid_of(home) is not None


@pytest.mark.parametrize("role", ["app", "worker"])
def test_an_inherited_address_of_the_embedded_server_starts_and_holds_it(home: Home, role: str) -> None:
    with running(home, {}, durable=False) as first:
        assert pid_of(home) is not None
    with running(home, {"DATABASE_URL": getattr(first, role)}, durable=False) as connections:
        assert connections == first
        assert holders.in_use(home)
        assert ask(connections.app, "SELECT session_user") == "tirek_app"
    assert pid_of(home) is None


def test_an_external_database_that_does_not_answer_is_a_plain_sentence(home: Home) -> None:
    environ = {"DATABASE_URL": f"postgresql://tirek_app@/tirek?host={home.root}"}
    with pytest.raises(Problem, match="does not answer"), running(home, environ):
        pass
    assert not home.root.exists()


def test_django_gets_the_same_address_in_its_own_words() -> None:
    url = "postgresql://tirek_app:p%40ss@/tirek?host=%2Fvar%2Fsocket&port=5432&sslmode=disable"
    settings = database.django_settings(url)
    assert (settings["NAME"], settings["USER"], settings["PASSWORD"]) == ("tirek", "tirek_app", "p@ss")
    assert (settings["HOST"], settings["PORT"]) == ("/var/socket", "5432")
    assert settings["OPTIONS"] == {"sslmode": "disable"}


def test_a_child_is_given_its_own_address_and_the_reports_only() -> None:
    connections = Connections("a", "m", "w", "r", "b", "root")
    assert connections.environment("worker") == {"DATABASE_URL": "w", "TIREK_REPORT_URL": "r"}
    assert "root" not in connections.full_environment().values()


def test_passwords_are_random_and_closed_to_strangers(home: Home) -> None:
    home.prepare()
    secrets = credentials.load_or_create(home)
    assert home.secrets.stat().st_mode & 0o777 == 0o600
    everything = {
        *secrets.passwords.values(),
        secrets.django_secret_key,
        secrets.blind_index_key,
        secrets.actor_key,
    }
    assert len(everything) == len(secrets.passwords) + 3
    assert credentials.load_or_create(home) == secrets


def test_a_dead_process_nobody_reaped_is_dead() -> None:
    child = subprocess.Popen(["true"])
    time.sleep(0.2)
    assert not processes.alive(child.pid)
    child.wait()
    assert not processes.works_in(os.getpid(), Path("/nonexistent"))
