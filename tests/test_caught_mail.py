"""The demo's mail can be read; no other installation has such a page."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tirek.agencies.tests import make as staff
from tirek.outbox import actions
from tirek.outbox.catching import caught
from tirek.outbox.sending import attempt
from tirek.outbox.tests import make

pytestmark = pytest.mark.django_db


def test_the_demo_shows_the_mail_with_its_link(client: Client, tmp_path: Path) -> None:
    worker = staff.worker()
    client.force_login(worker.user)
    message = actions.put(
        kind="referral_link",
        to="a@clinic.example",
        text="Ответ: https://tirek.example/answer/x/",
        key="1",
        language="ru",
        by=worker.actor,
    )
    with make.caught_in(tmp_path / "mail") as folder:
        attempt(message.id, worker.actor)
        key = caught(folder)[0].key
        assert "a@clinic.example" in client.get(reverse("outbox:mails")).content.decode()
        page = client.get(reverse("outbox:mail", args=[key])).content.decode()
        assert '<a href="https://tirek.example/answer/x/"' in page
        assert client.get(reverse("outbox:mail", args=["..%2Fsecrets"])).status_code == 404
        assert client.get(reverse("outbox:file", args=[key, 0])).status_code == 404


def test_a_mail_is_dated_by_the_same_clock_as_the_pages(tmp_path: Path) -> None:
    worker = staff.worker()
    message = actions.put(
        kind="referral_link", to="a@clinic.example", text="Ответ", key="2", language="ru", by=worker.actor
    )
    with make.caught_in(tmp_path / "mail") as folder:
        attempt(message.id, worker.actor)
        at = caught(folder)[0].at
    assert abs(timezone.now() - at) < timedelta(minutes=5)


def test_no_other_installation_has_the_page(client: Client, for_real_people: None, tmp_path: Path) -> None:
    worker = staff.worker()
    staff.show_second_factor(client, worker)
    with make.caught_in(tmp_path / "mail"):
        assert client.get(reverse("outbox:mails")).status_code == 404
