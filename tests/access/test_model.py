"""The database agrees with the model of ten lines, and no broken policy goes unnoticed."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import psycopg
import pytest

from tests.access import mutants
from tests.access.model import WHERE, Differs, World
from tirek.machine.database import Connections

pytestmark = pytest.mark.django_db(transaction=True)
STEPS = int(os.environ.get("TIREK_ACCESS_STEPS", "3000"))
TO_NOTICE = 12_000


@pytest.fixture
def world(addresses: Connections) -> Iterator[World]:
    assert addresses.admin is not None
    with (
        psycopg.connect(addresses.admin, autocommit=True) as admin,
        psycopg.connect(addresses.app, autocommit=True) as app,
    ):
        yield World(admin, app, random.Random(2017))


def test_the_database_agrees_with_the_model(world: World) -> None:
    world.go(STEPS)
    for table in WHERE:
        assert world.met[f"read {table}:True"] > 10, table
        assert world.met[f"read {table}:False"] > 10, table


@pytest.mark.parametrize("name", mutants.names())
def test_a_broken_policy_is_noticed(world: World, name: str) -> None:
    mend = mutants.apply(name, world.admin)
    try:
        with pytest.raises(Differs):
            world.go(TO_NOTICE)
    finally:
        for statement in mend:
            world.admin.execute(statement.encode())


def test_there_are_twenty_mutants_at_least() -> None:
    assert len(mutants.names()) >= 20
