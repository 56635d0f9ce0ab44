"""Demo or real: the one becomes the other and never the other way, and whatever is not certainly a demo is real."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import psycopg
import pytest
from django.db import Error, connection, transaction

from tirek.gate import installation
from tirek.gate.models import Installation
from tirek.machine.database import Connections

pytestmark = pytest.mark.django_db


def test_tests_run_as_a_demo_that_becomes_real() -> None:
    assert installation.is_demo() and installation.is_settled()
    assert installation.found_real()
    assert not installation.is_demo()
    assert not installation.found_real(), "said twice it is no news"


@pytest.mark.django_db(transaction=True)
def test_without_the_row_it_is_real(addresses: Connections) -> None:
    with psycopg.connect(addresses.admin or "", options="-c session_replication_role=replica") as admin:
        admin.execute("DELETE FROM gate_installation")
    assert not installation.is_demo() and not installation.is_settled()
    assert installation.found_real() and not installation.is_demo()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE gate_installation SET kind = 'demo'",
        "DELETE FROM gate_installation",
        "INSERT INTO gate_installation (id, kind, since) VALUES (1, 'demo', now()) ON CONFLICT (id) DO UPDATE SET kind = 'demo'",
        "TRUNCATE gate_installation",
    ],
)
@pytest.mark.parametrize("role", ["app", "worker", "migrator"])
@pytest.mark.django_db(transaction=True)
def test_nobody_turns_a_real_one_back(addresses: Connections, statement: str, role: str) -> None:
    installation.found_real()
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(getattr(addresses, role), autocommit=True) as database, refused:
        database.execute(statement.encode())
    assert not installation.is_demo()


@pytest.mark.parametrize("role", ["app", "worker", "report"])
@pytest.mark.django_db(transaction=True)
def test_a_demo_is_begun_by_the_owner_alone(addresses: Connections, role: str) -> None:
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(getattr(addresses, role), autocommit=True) as database, refused:
        database.execute("SELECT authz.begin_demo()")


@pytest.mark.django_db(transaction=True)
def test_a_real_one_is_asked_once_a_process_and_a_demo_each_time(
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    with django_assert_num_queries(2):
        assert installation.is_demo() and installation.is_demo()
    installation.found_real()
    with django_assert_num_queries(1):
        assert not installation.is_demo() and not installation.is_demo()


def test_what_a_rollback_takes_back_is_not_remembered() -> None:
    with transaction.atomic():
        installation.found_real()
        assert not installation.is_demo()
        transaction.set_rollback(True)
    assert installation.is_demo()


def test_there_is_one_row() -> None:
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO gate_installation (id, kind, since) VALUES (2, 'demo', now())")
    assert Installation.objects.count() == 1
