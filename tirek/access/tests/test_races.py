"""Withdrawal against readers on connections of their own: a statement sent after it sees nothing, however old the transaction."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import Final
from uuid import UUID

import psycopg
import pytest

from tirek.access.tests import make
from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.gate.acting import act_as, token_of
from tirek.gate.tests.stay import leave
from tirek.machine.database import Connections
from tirek.people.models import Person
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db(transaction=True)
RACES: Final = int(os.environ.get("TIREK_RACES", "2000"))


def token(worker: Worker, connection: psycopg.Connection) -> str:
    """Whoever reads on a connection that Django does not know."""
    wrapped = SimpleNamespace(connection=connection, ensure_connection=lambda: None)
    return token_of(worker.actor, wrapped)


def sees(reader: psycopg.Connection, person: UUID) -> bool:
    """One statement of a reader."""
    row = reader.execute("SELECT count(*) FROM people_person WHERE id = %s", [person]).fetchone()
    return row == (1,)


@pytest.fixture
def pair() -> tuple[Worker, Worker]:
    worker = staff.worker()
    other = make.other_worker()
    leave()
    return worker, other


def test_the_next_statement_after_a_withdrawal_sees_nothing(
    pair: tuple[Worker, Worker], addresses: Connections
) -> None:
    worker, other = pair
    with act_as(worker.actor):
        person: Person = people.nurlan(worker)
    stale = 0
    with psycopg.connect(addresses.app) as reader:
        for _ in range(RACES):
            with act_as(worker.actor):
                consent = make.signed(person, worker, other.agency, (1,))
            with reader.transaction():  # begins before the withdrawal and reads on after it
                reader.execute("SELECT set_config('tirek.actor', %s, true)", [token(other, reader)])
                assert sees(reader, person.id)
                with act_as(worker.actor):
                    make.withdrawn(consent, worker)
                stale += sees(reader, person.id)
    assert stale == 0
