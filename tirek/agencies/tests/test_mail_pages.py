"""The administrator sees what was not delivered, and sends it again or gives it up."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tirek.agencies.models import Agency, Worker
from tirek.agencies.roles import Role
from tirek.agencies.tests import make
from tirek.outbox import actions
from tirek.outbox.models import Message
from tirek.outbox.sending import attempt
from tirek.outbox.tests import make as mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Worker:
    worker = make.worker()
    client.force_login(worker.user)
    return worker


def dead(worker: Worker) -> Message:
    message = actions.put(
        kind="letter",
        to="ktoto@school.example",
        text="Секретный текст",
        key="letter:1",
        language="ru",
        by=worker.actor,
    )
    with mail.refusing("550 no such user here"):
        attempt(message.id, worker.actor)
    return message


def test_the_page_says_what_was_not_delivered_and_neither_address_nor_text(
    client: Client, administrator: Worker
) -> None:
    dead(administrator)
    said = client.get(reverse("agencies:mail")).content.decode()
    assert "k…@school.example" in said and "smtp.550" in said
    assert "ktoto" not in said and "Секретный" not in said


def test_a_button_sends_again_and_another_gives_up(client: Client, administrator: Worker) -> None:
    message = dead(administrator)
    client.post(reverse("agencies:mail_again", args=[message.id]))
    message.refresh_from_db()
    assert message.state == "waiting"
    with mail.refusing("550 no such user here"):
        attempt(message.id, administrator.actor)
    client.post(reverse("agencies:mail_drop", args=[message.id]))
    message.refresh_from_db()
    assert message.state == "dropped"


def test_only_an_administrator_of_the_agency_comes_here(client: Client, administrator: Worker) -> None:
    message = dead(administrator)
    client.force_login(make.worker("dana", roles={Role.SOCIAL_WORKER}).user)
    assert client.get(reverse("agencies:mail")).status_code == 403
    other = make.worker(
        "yerlan", of=make.agency("Колледж", kind=Agency.Kind.TRAINING), roles={Role.AGENCY_ADMIN}
    )
    client.force_login(other.user)
    assert client.post(reverse("agencies:mail_again", args=[message.id])).status_code == 404
