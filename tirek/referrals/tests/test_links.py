"""A partner without an account answers one referral by one link, once, and sees no more than the envelope."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tirek.agencies.models import Agency
from tirek.audit.models import JournalEntry, Reading
from tirek.documents.queries import body_of
from tirek.gate import tallies
from tirek.gate.acting import act_as
from tirek.gate.models import SealedValue
from tirek.outbox.catching import caught
from tirek.outbox.models import Message
from tirek.outbox.sending import attempt
from tirek.outbox.tests import make as mailing
from tirek.referrals import letter_jobs, links
from tirek.referrals.letter_models import Letterhead, ReferralLink
from tirek.referrals.letters import Reveals
from tirek.referrals.models import Outcome, Referral, ReferralMove
from tirek.referrals.tests import letter_make, make
from tirek.referrals.tests.make import Cast

pytestmark = pytest.mark.django_db
TO = "priemnaya@partner.example"


@pytest.fixture
def cast() -> Cast:
    return make.cast()


@pytest.fixture
def referral(cast: Cast) -> Referral:
    return make.sent(cast)


def given(cast: Cast, referral: Referral, purpose: str = "answer", **said: Any) -> tuple[ReferralLink, str]:
    terms = {"way": "mail", "language": "ru", "to": TO} | said
    return links.make(referral=referral, purpose=purpose, by=cast.sender.actor, **terms)


def address(token: str) -> str:
    return reverse("letters:answer", args=[token])


def accepting(referral: Referral, **more: str) -> dict[str, str]:
    said = {"accept-seen": make.seen(referral), "accept-receives": "Врач Омарова", "accept-note": ""}
    return {"verb": "accept"} | said | more


def refusing(referral: Referral, **more: str) -> dict[str, str]:
    said = {"refuse-reason": "out_of_stock", "refuse-next_step": "later", "refuse-note": "С 1 декабря"}
    return {"verb": "refuse", "refuse-seen": make.seen(referral)} | said | more


def test_the_mail_holds_the_link_and_nothing_of_the_person(
    client: Client, cast: Cast, referral: Referral, tmp_path: Path
) -> None:
    client.force_login(cast.sender.user)
    client.post(reverse("letters:partner", args=[referral.pk]), {"way": "mail", "to": TO, "language": "ru"})
    with mailing.caught_in(tmp_path / "mail") as folder:
        assert attempt(Message.objects.get().id, cast.sender.actor)
        (mail,) = caught(folder)
    assert mail.to == TO
    for word in (cast.person.surname, referral.initials, referral.asked_for, referral.kind.name_ru):
        assert word not in mail.text + mail.subject
    (url,) = re.findall(r"https?://\S+", mail.text)
    page = Client().get(urlparse(url).path).content.decode()
    assert referral.initials in page and referral.asked_for in page
    assert cast.person.surname not in page and cast.person.given not in page


def test_only_a_keyed_hash_of_the_token_is_kept(cast: Cast, referral: Referral) -> None:
    _link, token = given(cast, referral)
    assert len(token) >= 43
    kept = str(ReferralLink.objects.values().get())
    assert token not in kept and links.hash_of(token) in kept


def test_a_scanner_that_opens_the_link_answers_nothing(
    client: Client, cast: Cast, referral: Referral
) -> None:
    link, token = given(cast, referral)
    for _n in range(5):
        assert client.get(address(token)).status_code == 200
        assert client.head(address(token)).status_code == 200
    referral.refresh_from_db()
    link.refresh_from_db()
    assert (referral.status, link.used_at) == ("requested", None)


def test_opening_is_written_into_the_access_log(client: Client, cast: Cast, referral: Referral) -> None:
    link, token = given(cast, referral)
    client.get(address(token))
    with act_as(cast.provider.actor):
        assert Reading.objects.filter(worker_id=link.id, person_id=referral.person_id, action="open").exists()


def test_accepting_by_link_is_the_same_action_and_the_journal_says_by_link(
    client: Client, cast: Cast, referral: Referral
) -> None:
    link, token = given(cast, referral)
    tomorrow = timezone.localdate() + timedelta(days=1)
    day = {"accept-day": f"{tomorrow:%d.%m.%Y}", "accept-hour": "10:30"}
    answer = client.post(address(token), accepting(referral, **day))
    assert answer.status_code == 200, answer.content.decode()
    referral.refresh_from_db()
    assert (referral.status, referral.accepted_by) == ("accepted", "Врач Омарова")
    assert referral.appointment_at is not None
    assert timezone.localtime(referral.appointment_at).strftime("%H:%M") == "10:30"
    move = ReferralMove.objects.get(verb="accept")
    assert (move.worker, move.agency_id, move.by_side) == (link.id, cast.provider.agency_id, "provider")
    with act_as(cast.provider.actor):
        assert JournalEntry.objects.filter(action="referrals.accept", actor_id=link.id).exists()


def test_refusing_by_link_asks_for_a_reason_and_a_next_step(
    client: Client, cast: Cast, referral: Referral
) -> None:
    _link, token = given(cast, referral)
    assert client.post(address(token), refusing(referral, **{"refuse-next_step": ""})).status_code == 422
    assert client.post(address(token), refusing(referral, **{"refuse-reason": ""})).status_code == 422
    client.post(address(token), refusing(referral))
    referral.refresh_from_db()
    assert referral.status == "rejected"
    move = ReferralMove.objects.get(verb="refuse")
    assert (move.reason, move.next_step, move.note) == ("out_of_stock", "later", "С 1 декабря")


def test_a_link_works_once_and_then_shows_nothing(client: Client, cast: Cast, referral: Referral) -> None:
    _link, token = given(cast, referral)
    client.post(address(token), refusing(referral))
    again = client.post(address(token), accepting(referral))
    assert again.status_code == 410 and referral.initials not in again.content.decode()
    referral.refresh_from_db()
    assert referral.status == "rejected"


def test_after_the_acceptance_a_second_link_tells_the_outcome_and_nothing_else(
    client: Client, cast: Cast, referral: Referral
) -> None:
    _link, token = given(cast, referral)
    page = client.post(address(token), accepting(referral, **{"accept-email": TO})).content.decode()
    (second,) = set(re.findall(r"/letters/answer/[\w-]+/", page)) - {address(token)}
    assert client.post(second, accepting(referral)).status_code == 200  # no such form there
    assert not Outcome.objects.exists()
    said = {"verb": "outcome", "outcome-seen": make.seen(referral), "outcome-what": "received"}
    assert client.post(second, said).status_code == 200
    with act_as(cast.provider.actor):
        outcome = Outcome.objects.get()
        assert (outcome.status, outcome.came, outcome.received) == ("completed", True, True)
        assert Message.objects.get(kind="outcome_link").masked == "p…@partner.example"
    assert client.get(second).status_code == 410


@pytest.mark.parametrize(
    ("what", "reason", "expected"),
    [("came", "unsuitable", ("completed", True, False)), ("no_show", "", ("failed", False, False))],
)
def test_what_did_not_come_about_is_told_too(
    client: Client, cast: Cast, referral: Referral, what: str, reason: str, expected: tuple[Any, ...]
) -> None:
    make.doing(_accept(), referral, cast.provider, receives="Врач", appointment_at=None)
    referral.refresh_from_db()
    _link, token = given(cast, referral, "outcome")
    said = {"verb": "outcome", "outcome-seen": make.seen(referral), "outcome-what": what}
    with act_as(cast.provider.actor):
        said["outcome-seen"] = make.seen(referral)
    client.post(address(token), said | {"outcome-reason": reason})
    with act_as(cast.provider.actor):
        outcome = Outcome.objects.get()
        assert (outcome.status, outcome.came, outcome.received) == expected


def _accept() -> Callable[..., Any]:
    from tirek.referrals import actions

    return actions.accept


def test_of_two_answers_one_wins_and_the_other_is_told(
    client: Client, cast: Cast, referral: Referral
) -> None:
    _link, token = given(cast, referral)
    stale = accepting(referral)
    make.doing(_accept(), referral, cast.provider, receives="Другой врач", appointment_at=None)
    answer = client.post(address(token), stale)
    assert answer.status_code == 410
    referral.refresh_from_db()
    assert referral.accepted_by == "Другой врач"


def test_a_request_that_changed_meanwhile_is_shown_again_with_what_was_typed(
    client: Client, cast: Cast, referral: Referral
) -> None:
    _link, token = given(cast, referral)
    answer = client.post(address(token), accepting(referral, **{"accept-seen": "7.0"}))
    assert answer.status_code == 409 and "Врач Омарова" in answer.content.decode()
    seen = re.search(r'name="accept-seen" value="([\d.]+)"', answer.content.decode())
    assert seen is not None and seen.group(1) == make.seen(referral)
    referral.refresh_from_db()
    assert referral.status == "requested"


def test_an_expired_a_withdrawn_and_an_unknown_link_show_nothing(
    client: Client, cast: Cast, referral: Referral
) -> None:
    old, expired = given(cast, referral)
    ReferralLink.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    _link, first = given(cast, referral)
    given(cast, referral)  # a newer one withdraws it
    for token, status in ((expired, 410), (first, 410), ("x" * 43, 404)):
        answer = client.get(address(token))
        assert answer.status_code == status and referral.initials not in answer.content.decode()
        assert client.post(address(token), accepting(referral)).status_code == status


def test_guessing_is_bounded_and_a_known_link_still_works(
    client: Client, cast: Cast, referral: Referral
) -> None:
    for _n in range(tallies.REFERRAL_LINK.times):
        assert client.get(address("guess")).status_code == 404
    assert client.get(address("guess")).status_code == 429
    _link, token = given(cast, referral)
    assert client.get(address(token)).status_code == 200


def test_mistaken_answers_through_one_link_are_bounded(
    client: Client, cast: Cast, referral: Referral
) -> None:
    _link, token = given(cast, referral)
    for _n in range(tallies.ANSWER_BY_LINK.times):
        client.post(address(token), {"verb": "accept"})
    assert client.post(address(token), accepting(referral)).status_code == 429


def test_a_link_opens_nothing_but_its_own_referral(cast: Cast, referral: Referral) -> None:
    link, token = given(cast, referral)
    found = links.find(token)
    assert found is not None
    with act_as(found.actor):
        assert not type(cast.person).objects.filter(pk=cast.person.pk).exists()
        assert not ReferralLink.objects.exists(), "the sender's links are the sender's"
    assert found.actor.roles == frozenset() and found.actor.id == link.id


def test_only_the_sender_gives_a_link(client: Client, cast: Cast, referral: Referral) -> None:
    client.force_login(cast.provider.user)
    assert client.get(reverse("letters:partner", args=[referral.pk])).status_code == 404


def test_the_paper_carries_the_same_link_as_a_qr_and_a_slip_in_one_page(
    client: Client, cast: Cast, referral: Referral
) -> None:
    client.force_login(cast.sender.user)
    client.post(reverse("letters:partner", args=[referral.pk]), {"way": "paper", "language": "kk"})
    link = ReferralLink.objects.get()
    letter_jobs.set_slip(str(link.pk), *letter_make.as_job(cast.sender))
    link.refresh_from_db()
    assert link.paper is not None and link.token is None
    assert not SealedValue.objects.filter(kind="message").exists(), "the token stands in the paper alone"
    answer = client.get(reverse("letters:slip", args=[link.pk]))
    assert answer["Content-Type"] == "application/pdf" and answer.content == body_of(link.paper)
    document = pypdf.PdfReader(BytesIO(answer.content))
    assert len(document.pages) == 1
    text = document.pages[0].extract_text()
    assert referral.numbered in text and cast.person.surname not in text
    (token,) = re.findall(r"/letters/answer/([\w-]{40,})", text.replace("\n", ""))
    assert Client().get(address(token)).status_code == 200


def test_to_an_employer_nothing_goes_that_tells_of_a_record() -> None:
    cast = make.cast(sends=Agency.Kind.PROBATION, gives=Agency.Kind.EMPLOYER, category="education")
    Agency.objects.filter(pk=cast.sender.agency_id).update(name="Служба пробации")
    cast.sender.agency.names.update(name_ru="Служба пробации")
    referral = Referral.objects.select_related("from_agency", "to_agency", "kind").get(pk=make.sent(cast).pk)
    with pytest.raises(Reveals):
        links.check_link(referral, "ru")
    Letterhead.objects.create(agency=cast.sender.agency, neutral_ru="Центр помощи в трудоустройстве")
    assert links.check_link(referral, "ru") == "Центр помощи в трудоустройстве"
    referral.asked_for = "Принять осуждённого на практику"
    with pytest.raises(Reveals):
        links.check_link(referral, "ru")
