"""Readings as they may have happened: put in by the superuser, since nobody else may write of another day."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from tirek.agencies.models import Worker


def read(
    addresses: Any,
    worker: Worker,
    at: datetime,
    person: UUID | None = None,
    action: str = "open",
    times: int = 1,
) -> None:
    """So many readings of a worker at one moment."""
    with psycopg.connect(addresses.admin) as admin:
        admin.execute(
            "INSERT INTO audit_reading (at, worker_id, agency_id, person_id, category, action, purpose, basis, rows, request)"
            " SELECT %s, %s, %s, %s, 1, %s, 'help', 'own', 1, '' FROM generate_series(1, %s)",
            [at, worker.id, worker.agency_id, person, action, times],
        )
