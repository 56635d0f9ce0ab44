"""Loaded by pytest before anything else (-p in pyproject.toml): sets the environment before Django's settings are read."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

from tirek.machine.testing import Scratch

SCRATCH = pytest.StashKey[Scratch]()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Plan the test server (it starts with the first test that asks for a database)."""
    scratch = Scratch.plan()
    early_config.stash[SCRATCH] = scratch
    for name in ("TIREK_ADMIN_URL", "TIREK_PG_BIN"):
        os.environ.pop(name, None)
    os.environ.update(scratch.environment())
    return (yield)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the test server and remove its folder."""
    scratch = config.stash.get(SCRATCH, None)
    if scratch is not None:
        scratch.destroy()
