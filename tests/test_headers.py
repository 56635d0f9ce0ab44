"""Security headers, walked over every URL the program has: nothing inline, nothing framed, nothing left in a cache."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.test_login import named_urls
from tirek.agencies.models import Worker
from tirek.agencies.roles import Role
from tirek.agencies.tests import make

pytestmark = pytest.mark.django_db
URLS = list(named_urls())
EXPECTED = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FORBIDDEN = ("unsafe-", "http:", "https:", "*", "blob:", "strict-dynamic")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE
)


@pytest.fixture
def worker() -> Worker:
    """Somebody with every role an organisation of this kind has."""
    return make.worker(roles=[Role.AGENCY_ADMIN, Role.SOCIAL_WORKER, Role.GRANT_MANAGER, Role.AUDITOR])


def check(answer: Any, name: str) -> None:
    """The headers of one answer, and no inline script or style in it."""
    for header, value in EXPECTED.items():
        assert answer[header] == value, (name, header)
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'", name
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'", name
    assert policy["require-trusted-types-for"] == "'script'", name
    assert not any(word in answer["Content-Security-Policy"] for word in FORBIDDEN), name
    for power in ("camera", "geolocation", "microphone", "payment", "usb"):
        assert f"{power}=()" in answer["Permissions-Policy"], name
    if "html" in answer.get("Content-Type", ""):
        assert not INLINE.search(answer.content.decode()), name


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_answer_to_somebody_logged_in_has_the_headers(
    client: Client, worker: Worker, method: str
) -> None:
    client.force_login(worker.user)
    for name, arguments in URLS:
        if name == "account_logout":
            continue
        answer = getattr(client, method)(reverse(name, kwargs=arguments))
        check(answer, name)
        assert name == "health" or "no-store" in answer["Cache-Control"], name


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_answer_to_nobody_has_them(client: Client, worker: Worker, method: str) -> None:
    for name, arguments in URLS:
        check(getattr(client, method)(reverse(name, kwargs=arguments)), name)


@pytest.mark.parametrize("address", ["/nowhere/", "/people/nobody/"])
def test_an_unknown_address_has_them_too(client: Client, worker: Worker, address: str) -> None:
    client.force_login(worker.user)
    answer = client.get(address)
    assert answer.status_code == 404
    check(answer, address)
    assert "no-store" in answer["Cache-Control"]


def test_the_pages_history_is_kept_nowhere() -> None:
    script = Path(settings.PROJECT / "assets" / "js" / "quicker-forms.js").read_text("utf-8")
    for rule in ("historyCacheSize: 0", "allowEval: false", "selfRequestsOnly: true"):
        assert rule in script


def test_behind_https_cookies_and_transport_are_shut() -> None:
    """Settings are read once a process, so they are read in one of its own."""
    asked = "HSTS={s.SECURE_HSTS_SECONDS} {s.SESSION_COOKIE_NAME} {s.CSRF_COOKIE_NAME} {s.SESSION_COOKIE_SECURE} {s.CSRF_COOKIE_SECURE}"
    program = f"from tirek.config import settings as s; print(f'{asked}')"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "TIREK_HTTPS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["HSTS=31536000", "__Host-tirek", "__Host-csrf", "True", "True"]
