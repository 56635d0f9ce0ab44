"""The whole loop with a partner who never logs in: asked by mail, refused by link, a letter, returned, accepted, helped, told, counted once."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from urllib.parse import urlparse

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tirek.gate.acting import act_as
from tirek.outbox.catching import Caught, caught
from tirek.outbox.models import Message
from tirek.outbox.sending import attempt
from tirek.outbox.tests import make as mailing
from tirek.referrals import actions as referrals
from tirek.referrals.models import Outcome, Referral
from tirek.referrals.tests import letter_make, make
from tirek.referrals.tests.make import Cast

pytestmark = pytest.mark.django_db
PARTNER, SENDER = "partner@clinic.example", "fond@senim.example"


@pytest.fixture
def cast() -> Cast:
    return make.cast()


def post(folder: Path, cast: Cast) -> Caught:
    """Everything that waits is sent; the latest mail."""
    before = {one.message_id for one in caught(folder)}
    for worker in (cast.sender, cast.provider):
        with act_as(worker.actor):
            waiting = list(Message.objects.filter(state="waiting"))
        for message in waiting:
            assert attempt(message.id, worker.actor)
    (new,) = [one for one in caught(folder) if one.message_id not in before]
    return new


def link_in(mail: Caught) -> str:
    (found,) = re.findall(r"https?://\S+/letters/answer/\S+", mail.text)
    return str(urlparse(found).path)


def asked_by_mail(staff: Client, referral: Referral, folder: Path, cast: Cast) -> str:
    said = {"way": "mail", "to": PARTNER, "language": "ru"}
    assert staff.post(reverse("letters:partner", args=[referral.pk]), said).status_code == 302
    return link_in(post(folder, cast))


def test_the_loop_closes_with_a_partner_who_never_logs_in(cast: Cast, tmp_path: Path) -> None:
    referral = make.sent(cast)
    staff, partner = Client(), Client()
    staff.force_login(cast.sender.user)
    with mailing.caught_in(tmp_path / "mail") as folder:
        first = asked_by_mail(staff, referral, folder, cast)
        refusal = {
            "refuse-reason": "not_asked",
            "refuse-next_step": "talk",
            "refuse-note": "Спросите его самого",
        }
        said = {"verb": "refuse", "refuse-seen": make.seen(referral)} | refusal
        assert partner.post(first, said).status_code == 200
        assert _status(referral) == "rejected"

        with act_as(cast.provider.actor):
            letter = letter_make.letter_of(referral, cast.provider, "refusal")
        office = Client()
        office.force_login(cast.provider.user)
        send = reverse("letters:send", args=[letter.pk])
        assert office.post(send, {"version": letter.version, "to": SENDER}).status_code == 302
        (_name, _mime, body) = post(folder, cast).files[0]
        text = " ".join(pypdf.PdfReader(BytesIO(body)).pages[0].extract_text().split())
        assert "Спросите его самого" in text and referral.numbered in text

        make.doing(referrals.give_back, referral, cast.sender, why="Он просил сам, заявление есть")
        second = asked_by_mail(staff, referral, folder, cast)
        assert partner.get(first).status_code == 410
        accepting = {"accept-receives": "Юрист Омарова", "accept-email": PARTNER}
        said = {"verb": "accept", "accept-seen": make.seen(referral)} | accepting
        assert partner.post(second, said).status_code == 200
        assert _status(referral) == "accepted"

        third = link_in(post(folder, cast))
        said = {"verb": "outcome", "outcome-seen": make.seen(referral), "outcome-what": "received"}
        assert partner.post(third, said).status_code == 200
        assert partner.post(third, said).status_code == 410
    with act_as(cast.provider.actor):
        assert Outcome.objects.filter(status="completed", received=True).count() == 1
    page = staff.get(reverse("referrals:referral", args=[referral.pk])).content.decode()
    assert "Юрист Омарова" in page
    assert Referral.objects.get().closed_at <= timezone.now()  # type: ignore[operator]


def _status(referral: Referral) -> str:
    referral.refresh_from_db()
    return referral.status
