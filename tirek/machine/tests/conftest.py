"""Homes thrown away after the test, and every PostgreSQL this machine can start."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tirek.machine import binaries, credentials
from tirek.machine.cluster import Cluster
from tirek.machine.home import Home
from tirek.machine.testing import remove

SERVERS = {"embedded": ""} | {
    f"of {folder.parts[-2]}": str(folder) for folder in binaries.distribution_folders()
}


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def home() -> Iterator[Home]:
    """An empty home that a borrowed account can reach."""
    root = Path(tempfile.mkdtemp(prefix="tirek-machine-"))
    if os.geteuid() == 0:
        root.chmod(0o711)
    made = Home(root / "home")
    yield made
    if made.secrets.exists() and (made.postgres / "data").exists():
        Cluster(made, "", {}, durable=False).stop()
    remove(made)
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(params=list(SERVERS.values()), ids=list(SERVERS))
def server(request: pytest.FixtureRequest) -> dict[str, str]:
    """The environment that chooses a server: the embedded one, then each of the distribution's."""
    return {"TIREK_PG_BIN": request.param}


@pytest.fixture
def cluster(home: Home) -> Cluster:
    """The embedded server of the home, not yet made."""
    home.prepare()
    return Cluster(home, credentials.load_or_create(home).passwords["admin"], {}, durable=False)
