"""`tirek check-rls`: the guard of every table, looked at in this installation's database or in an empty, migrated one."""

from __future__ import annotations

import os

import psycopg

from tirek.config.installation import migrate, set_environment
from tirek.machine.database import Connections, running
from tirek.machine.home import Home
from tirek.machine.testing import Scratch


def check_rls(*, scratch: bool) -> int:
    """Print what is not guarded; 1 when anything is not."""
    if not scratch:
        home = Home.from_environment()
        with running(home) as connections:
            set_environment(home, connections)
            return _look(connections)
    os.environ.pop("DATABASE_URL", None)
    planned = Scratch.plan()
    try:
        os.environ.update(planned.environment())
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tirek.config.settings")
        connections = planned.start()
        migrate(connections)
        return _look(connections)
    finally:
        planned.destroy()


def _look(connections: Connections) -> int:
    import django

    django.setup()
    from tirek.gate.guarding import faults

    with psycopg.connect(connections.app) as app, app.cursor() as cursor:
        found = faults(cursor)
    for fault in found:
        print(f"FAIL  {fault}")
    if not found:
        print("ok    every table of person data is under row security")
    return int(bool(found))
