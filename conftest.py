"""Tests' database: created as admin, migrated as migrator, used as app (see tirek/machine/testing.py)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tirek.machine.database import Connections, django_settings
from tirek.machine.pytest_plugin import SCRATCH
from tirek.machine.testing import Scratch, Snapshot

# No test is about time: a busy machine is no reason to fail (speed is shown by `make bench`).
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

REPORT = "report"
BESIDE = (REPORT, "apart")
DB_FIXTURES = {
    "db",
    "transactional_db",
    "django_db_reset_sequences",
    "admin_user",
    "admin_client",
    "live_server",
}
COMMITTING = {"transactional_db", "live_server", "django_db_reset_sequences"}


@pytest.fixture(scope="session")
def scratch(request: pytest.FixtureRequest) -> Scratch:
    """The temporary server of this test run."""
    return request.config.stash[SCRATCH]


@pytest.fixture(scope="session")
def addresses(scratch: Scratch) -> Connections:
    """The test database's address for every role, the server running (empty unless `django_db_setup` came first)."""
    return scratch.start()


@pytest.fixture(scope="session")
def django_db_setup(addresses: Connections, django_test_environment: None, django_db_blocker: Any) -> None:
    """Migrate as migrator and let every flush go back to what the migrations left."""
    from django.core.management import call_command
    from django.db import connections

    assert addresses.admin is not None
    with django_db_blocker.unblock():
        with _default_as(addresses.migrator):
            call_command("migrate", verbosity=0, interactive=False)
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT authz.begin_demo()")
        snapshot = Snapshot(addresses.admin)
        operations: Any = connections["default"].ops
        operations.execute_sql_flush = lambda _statements: snapshot.restore()


@contextmanager
def _default_as(url: str) -> Iterator[None]:
    """Let the default connection log in as another role for a while."""
    from django.db import connections

    connection = connections["default"]
    before = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update({key: django_settings(url)[key] for key in before})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def _has_report() -> bool:
    from django.conf import settings

    return bool(settings.configured) and REPORT in settings.DATABASES


def _uses_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or bool(DB_FIXTURES & _fixtures(item))


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or bool(COMMITTING & _fixtures(item))


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the database (`-m database` runs it again on another version) and open the report's alias to it."""
    for item in items:
        if not _uses_database(item) and not {"scratch", "addresses"} & _fixtures(item):
            continue
        item.add_marker("database")
        marker = item.get_closest_marker("django_db")
        if _uses_database(item) and _has_report() and not (marker and "databases" in marker.kwargs):
            known = marker.kwargs if marker else {}
            item.add_marker(pytest.mark.django_db(**known, databases="__all__"), append=False)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Where a test is rolled back, all aliases are one connection: another one would not see its rows."""
    if not _uses_database(item) or not _has_report():
        return
    from django.db import connections

    own = item.config.stash.setdefault(OWN, {alias: connections[alias] for alias in BESIDE})
    for alias in BESIDE:
        connections[alias] = own[alias] if _commits(item) else connections["default"]


@pytest.fixture
def for_real_people(db: None) -> None:
    """Tests run as a demo; this one as an installation for real people, where the second factor is asked."""
    from tirek.gate.installation import found_real

    found_real()


@pytest.fixture(autouse=True)
def _nobody_acts() -> Iterator[None]:
    """Whoever acted in a test acts no longer after it, and what one installation is says nothing of the next."""
    yield
    if "tirek.gate.acting" in sys.modules:
        from tirek.gate.tests.stay import leave

        leave()
    if "tirek.gate.installation" in sys.modules:
        from tirek.gate import installation

        installation._known.clear()


OWN = pytest.StashKey[dict[str, Any]]()
