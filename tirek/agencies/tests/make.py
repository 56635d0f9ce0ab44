"""Agencies and workers for tests."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Any, TypeVar

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from tirek.agencies import actions
from tirek.agencies.models import Agency, Worker
from tirek.agencies.roles import FIRST
from tirek.audit.actors import MACHINE, Actor
from tirek.gate.acting import act_as
from tirek.gate.confirming import SECOND
from tirek.gate.tests.stay import stay

Answer = TypeVar("Answer")


def agency(name: str = "Общественный фонд «Сенім»", kind: str = Agency.Kind.NGO) -> Agency:
    """An agency; said twice it is the same."""
    return actions.name_agency(name=name, kind=kind, by=MACHINE)


def worker(
    login: str = "aigul",
    *,
    of: Agency | None = None,
    name: str = "Айгүл Смағұлова",
    roles: Collection[str] = FIRST,
) -> Worker:
    """A member of an agency's staff who may log in; without roles said, one who does all of an NGO's work."""
    hired = actions.hire(
        login=login, password="only for tests", name=name, agency=of or agency(), roles=roles, by=MACHINE
    )
    stay(hired.actor)
    return hired


def staff_of(of: Agency, **roles: Collection[str]) -> dict[str, Worker]:
    """Colleagues of one agency by their logins, each with the roles said."""
    return {login: worker(login, of=of, name=login.title(), roles=codes) for login, codes in roles.items()}


def show_second_factor(client: Client, worker: Worker, *, minutes_ago: int = 0) -> None:
    """Log somebody in who showed the second factor so long ago."""
    client.force_login(worker.user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": SECOND, "at": time.time() - minutes_ago * 60}]
    session["account_authentication_methods_user"] = str(worker.user.pk)
    session.save()


def acting(action: Callable[..., Answer], *, by: Actor, **said: Any) -> Answer:
    """Do an action as whoever does it, in a transaction of its own."""
    with act_as(by):
        return action(**said, by=by)
