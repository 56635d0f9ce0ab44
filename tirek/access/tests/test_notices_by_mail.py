"""A notice is told by mail to the organisation it is for, once, and the mail says neither of whom nor what."""

from __future__ import annotations

import json

import pytest

from tirek.access import actions, exceptional
from tirek.access.models import Notice
from tirek.access.notices_by_mail import mail_notices
from tirek.access.tests import make
from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.gate import vault
from tirek.gate.acting import act_as
from tirek.outbox.models import Message
from tirek.people.models import Person
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db
REASON = "Человек без сознания, нужен телефон родных"


@pytest.fixture
def holder() -> Worker:
    worker = staff.worker()
    worker.agency.email = "fond@senim.example"
    worker.agency.save()
    return worker


@pytest.fixture
def opened(holder: Worker) -> Person:
    """Somebody of the holder's whose contacts another agency opened in an emergency."""
    person = people.nurlan(holder)
    other = make.other_worker()
    with act_as(other.actor):
        exceptional.open_in_emergency(
            person_id=person.id,
            agency=other.agency,
            category=2,
            reason=REASON,
            is_confirmed=True,
            by=other.actor,
        )
    return person


def test_the_holder_is_told_once_and_nothing_of_the_person(holder: Worker, opened: Person) -> None:
    assert mail_notices() == Notice.objects.count() == 2
    assert mail_notices() == 0
    for message in Message.objects.all():
        assert (message.agency_id, message.masked, message.kind) == (
            holder.agency_id,
            "f…@senim.example",
            "access_notice",
        )
        assert message.content is not None
        text = json.loads(vault.read_text(message.content))["text"]
        for word in (opened.surname, opened.given, REASON, str(opened.id)):
            assert word not in text


def test_what_was_taken_note_of_is_told_no_more(holder: Worker, opened: Person) -> None:
    for notice in Notice.objects.all():
        actions.note_told(notice=notice, by=holder.actor)
    assert mail_notices() == 0


def test_without_an_address_nothing_is_put(holder: Worker, opened: Person) -> None:
    holder.agency.email = ""
    holder.agency.save()
    assert mail_notices() == 0 and not Message.objects.exists()
