"""A worker of the NGO, logged in; the pilot."""

from __future__ import annotations

import pytest
from django.test import Client

from tirek.agencies.actions import hire
from tirek.agencies.models import Worker
from tirek.agencies.roles import FIRST
from tirek.gate.tests.stay import stay
from tirek.grants.models import Grant
from tirek.reports.tests import make, pilot


@pytest.fixture
def worker(db: None) -> Worker:
    """Somebody of the NGO."""
    hired = hire(
        login="aigul",
        password="x",
        name="Айгуль Смагулова",
        agency=make.agency(),
        roles=FIRST,
        by=make.actor(),
    )
    stay(hired.actor)
    return hired


@pytest.fixture
def logged_in(client: Client, worker: Worker) -> Client:
    """That worker's browser."""
    client.force_login(worker.user)
    return client


@pytest.fixture
def the_pilot(db: None) -> Grant:
    """The pilot of 2017."""
    return pilot.load()
