"""Attempts at the entrance are counted in the database: passwords, links and searches by IIN end soon, and tell nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests import entering
from tirek.agencies.models import Worker
from tirek.agencies.tests import make
from tirek.gate.models import Tally
from tirek.gate.tallies import LOG_IN_ACCOUNT, LOG_IN_ADDRESS
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = "desk:people"


@pytest.fixture(autouse=True)
def _codes_are_new() -> None:
    """allauth remembers used codes in a cache as well."""
    cache.clear()


@pytest.fixture
def worker() -> Worker:
    return make.worker()


@pytest.fixture
def page(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


def test_wrong_passwords_are_counted_by_login(page: Client, worker: Worker) -> None:
    for _attempt in range(LOG_IN_ACCOUNT.times):
        assert (
            "are not correct" in entering.password_of(page, password="wrong", invented="on").content.decode()
        )
    refused = entering.password_of(page, invented="on").content.decode()
    assert "Too many attempts. Try again at" in refused
    assert entering.password_of(page, " AIGUL ", invented="on").status_code == 200, (
        "written otherwise it is the same"
    )
    assert not entering.opens(page)
    assert entering.journal().count("fail_log_in") == LOG_IN_ACCOUNT.times


def test_an_unknown_login_is_answered_like_a_known_one(page: Client, worker: Worker) -> None:
    def answers(login: str) -> list[str]:
        found = []
        for _attempt in range(LOG_IN_ACCOUNT.times + 1):
            html = entering.password_of(page, login, "wrong", invented="on").content.decode()
            found.append("often" if "Too many" in html else "wrong" if "are not correct" in html else "?")
        return found

    assert answers("aigul") == answers("nobody")


@pytest.mark.parametrize("login", ["aigul", "nobody"])
def test_an_unknown_login_costs_the_same_work(
    page: Client, worker: Worker, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []

    def watched(verb: str) -> Callable[..., Any]:
        real = getattr(Argon2PasswordHasher, verb)

        def done(*args: Any, **said: Any) -> Any:
            hashed.append(verb)
            return real(*args, **said)

        return done

    for verb in ("encode", "verify"):
        monkeypatch.setattr(Argon2PasswordHasher, verb, watched(verb))
    entering.password_of(page, login, "wrong", invented="on")
    assert len(hashed) == 1, hashed


def test_the_right_password_is_forgiven(page: Client, worker: Worker) -> None:
    for _attempt in range(LOG_IN_ACCOUNT.times - 1):
        entering.password_of(page, password="wrong", invented="on")
    assert entering.password_of(page, invented="on").status_code == 302
    assert not Tally.objects.filter(kind=LOG_IN_ACCOUNT.kind).exists()


def test_guessed_links_are_counted(page: Client) -> None:
    from tirek.gate.tallies import INVITATION

    for number in range(INVITATION.times):
        assert page.get(reverse("agencies:accept", args=[f"guess-{number}"])).status_code == 404
    assert page.get(reverse("agencies:accept", args=["another"])).status_code == 429


def test_searches_by_iin_are_counted(page: Client, worker: Worker) -> None:
    from tirek.gate.tallies import SEARCH_BY_IIN

    page.force_login(worker.user)
    for _attempt in range(SEARCH_BY_IIN.times):
        assert page.post(reverse(PEOPLE), {"q": people.IIN}).status_code == 200
    assert page.post(reverse(PEOPLE), {"q": people.IIN}).status_code == 302
    assert "Too many attempts" in page.get(reverse(PEOPLE)).content.decode()
    assert page.get(reverse(PEOPLE), {"q": "Ким"}).status_code == 200, "names are not"


def test_a_passkey_that_is_not_taken_leaves_a_row_and_ends_soon(page: Client, worker: Worker) -> None:
    address, nonsense = reverse("mfa_login_webauthn"), {"credential": '{"id": "x"}'}
    for _attempt in range(LOG_IN_ADDRESS.times):
        assert page.post(address, nonsense).status_code == 302
    assert entering.journal().count("fail_log_in") == LOG_IN_ADDRESS.times
    refused = page.post(address, nonsense, follow=True).content.decode()
    assert "Too many attempts. Try again at" in refused
    assert entering.journal().count("fail_log_in") == LOG_IN_ADDRESS.times
