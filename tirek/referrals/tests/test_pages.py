"""The pages of referrals, as people press them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tirek.access.tests import make as access
from tirek.agencies.models import Agency, Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import Reading
from tirek.cases.tests import make as needs
from tirek.gate.acting import act_as
from tirek.grants import actions as grants
from tirek.people.models import Person
from tirek.people.tests import make as people
from tirek.referrals import actions, closing
from tirek.referrals.models import Outcome, Referral, ReferralMatter, ReferralMove
from tirek.referrals.tests import make
from tirek.services.models import Service
from tirek.services.tests import make as services

pytestmark = pytest.mark.django_db


def browser(worker: Worker) -> Client:
    """Somebody's browser."""
    client = Client()
    client.force_login(worker.user)
    return client


def asking(of: make.Cast, **said: object) -> dict[str, object]:
    """What is typed on «Направить»."""
    return {
        "to_agency": of.provider.agency_id,
        "kind": of.kind.id,
        "asked_for": "Помочь с заявлением",
        "why": "Дохода нет",
        "wish_of": "person",
        "speed": "usual",
        "channel": "online",
        "contact": "Айгүл, 8 7232 00-00-00",
        "escalate_to": of.sender.id,
        "language": "ru",
        "operator_bin": access.BIN,
        **said,
    }


def press(client: Client, referral: Referral, verb: str, **said: object) -> int:
    """Open the form of an answer and send it."""
    address = reverse("referrals:answer", args=[referral.id, verb])
    page = client.get(address).content.decode()
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found, page
    return client.post(address, {"seen": found[1], **said}).status_code


def test_one_page_asks_draws_up_the_consent_and_one_more_press_sends() -> None:
    of = make.cast()
    client = browser(of.sender)
    answer = client.post(reverse("referrals:new", args=[of.person.id]), asking(of))
    referral = Referral.objects.get()
    assert answer.url == reverse("referrals:referral", args=[referral.id])  # type: ignore[attr-defined]
    page = client.get(answer.url).content.decode()  # type: ignore[attr-defined]
    assert reverse("access:consent", args=[referral.consent]) in page
    refused = client.post(reverse("referrals:send", args=[referral.id]), {"seen": "1.0"})
    assert refused.status_code == 422
    sent = {"seen": "1.0", "signed_on": timezone.localdate().strftime("%d.%m.%Y")}
    assert client.post(reverse("referrals:send", args=[referral.id]), sent).status_code == 302
    referral.refresh_from_db()
    assert (referral.status, referral.number) == ("requested", 1)


def test_where_a_consent_stands_one_press_sends() -> None:
    of = make.cast()
    make.consent(of)
    browser(of.sender).post(reverse("referrals:new", args=[of.person.id]), asking(of))
    assert Referral.objects.get().status == "requested"


def test_that_all_is_given_out_is_said_before_the_person_is_sent() -> None:
    of = make.cast()
    of.kind = make.kind("material")
    make.consent(of)
    with act_as(of.provider.actor):
        offer = services.offer(of.provider, code=of.kind.code, stock=0)
    client, address = browser(of.sender), reverse("referrals:new", args=[of.person.id])
    told = client.post(address, asking(of))
    assert (told.status_code, Referral.objects.count()) == (422, 0)
    assert 'name="anyway"' in told.content.decode()
    assert client.post(address, asking(of, anyway="on")).status_code == 302
    assert Referral.objects.get().offer == offer.id


def test_the_same_form_sent_twice_makes_one_referral() -> None:
    of = make.cast()
    client, said = browser(of.sender), asking(of, channel="slip", id="0f0e6f6e-0000-4000-8000-000000000001")
    for _time in range(2):
        client.post(reverse("referrals:new", args=[of.person.id]), said)
    assert Referral.objects.count() == 1


def test_a_person_registered_elsewhere_goes_with_the_slip_or_not_at_all() -> None:
    of = make.cast()
    access.signed(of.person, of.sender, of.provider.agency, (1, 2, 3))
    third = access.centre(name="Третьи")
    client = browser(of.provider)
    answer = client.post(
        reverse("referrals:new", args=[of.person.id]),
        asking(of, to_agency=third.id, escalate_to=of.provider.id),
    )
    assert (answer.status_code, "slip" in answer.content.decode()) == (422, True)
    said = asking(of, to_agency=third.id, escalate_to=of.provider.id, channel="slip")
    assert client.post(reverse("referrals:new", args=[of.person.id]), said).status_code == 302


def test_the_inbox_tells_initials_and_no_name_before_acceptance() -> None:
    of = make.cast()
    referral = make.sent(of)
    client = browser(of.provider)
    for address in (reverse("referrals:incoming"), reverse("referrals:referral", args=[referral.id])):
        page = client.get(address).content.decode()
        assert "С. Н. Ғ." in page and "Серікұлы" not in page
    press(client, referral, "accept", receives="М. Ибраев", appointment_on="", note="")
    page = client.get(reverse("referrals:referral", args=[referral.id])).content.decode()
    assert "Серікұлы" in page


def test_a_referral_walks_to_its_outcome_by_pages_alone() -> None:
    of = make.cast()
    referral = make.sent(of)
    client = browser(of.provider)
    assert press(client, referral, "ask", question="Какое пособие?") == 302
    assert press(browser(of.sender), referral, "answer", text="По инвалидности") == 302
    assert press(client, referral, "accept", receives="М. Ибраев", appointment_on="31.12.2099", appointment_time="14:30") == 302  # fmt: skip
    assert press(client, referral, "start") == 302
    assert press(client, referral, "complete", received="yes", given_on=timezone.localdate().strftime("%d.%m.%Y")) == 302  # fmt: skip
    outcome = Outcome.objects.get()
    assert (outcome.status, outcome.received, Service.objects.count()) == ("completed", True, 1)


@pytest.mark.parametrize("missing", ["reason", "next_step"])
def test_a_refusal_without_reason_or_next_step_is_said_on_the_form(missing: str) -> None:
    of = make.cast()
    referral = make.sent(of)
    said = {"reason": "out_of_stock", "next_step": "later", missing: ""}
    assert press(browser(of.provider), referral, "refuse", **said) == 422
    assert press(browser(of.provider), referral, "refuse", **{**said, "reason": "out_of_stock", "next_step": "later"}) == 302  # fmt: skip


def test_the_second_of_two_answers_is_told_and_keeps_what_was_typed() -> None:
    of = make.cast()
    referral = make.sent(of)
    old = make.seen(referral)
    make.doing(actions.ask, referral, of.provider, question="Какое пособие?")
    make.doing(actions.answer, referral, of.sender, text="По инвалидности")
    address = reverse("referrals:answer", args=[referral.id, "refuse"])
    typed = {"seen": old, "reason": "out_of_stock", "next_step": "later", "note": "Напечатанное мной"}
    client = browser(of.provider)
    answer = client.post(address, typed)
    page = answer.content.decode()
    assert (answer.status_code, "Напечатанное мной" in page, "По инвалидности" in page) == (409, True, True)
    make.doing(actions.accept, referral, of.provider, receives="М. И.", appointment_at=None)
    answer = client.post(address, typed)
    assert (answer.status_code, "Напечатанное мной" in answer.content.decode()) == (409, True)
    referral.refresh_from_db()
    assert referral.status == "accepted"


def test_a_paper_is_registered_with_somebody_new_on_one_page() -> None:
    of = make.cast(sends=Agency.Kind.PROBATION)
    said = {
        "name": "Жұмабаева Сәуле Қайратқызы",
        "birth": "04.05.1979",
        "channel": "paper",
        "from_agency": of.sender.agency_id,
        "number": "12/345",
        "paper_on": "20.11.2026",
        "officer": "Д. Петров",
        "kind": of.kind.id,
        "asked_for": "Социальный пакет",
        "wish_of": "officer",
        "speed": "usual",
    }
    client = browser(of.provider)
    assert client.post(reverse("referrals:register"), said).status_code == 302
    with act_as(of.provider.actor):
        referral = Referral.objects.get()
        assert (referral.numbered, referral.officer, referral.paper_on) == (
            "12/345",
            "Д. Петров",
            date(2026, 11, 20),
        )
        person = Person.objects.get(pk=referral.person_id)
    again = client.post(reverse("referrals:register"), said)
    assert again.status_code == 422 and str(person.id) in again.content.decode()
    chosen = {**said, "who": str(person.id)}
    assert client.post(reverse("referrals:register"), chosen).status_code == 302
    with act_as(of.provider.actor):
        assert Person.objects.filter(registered_by=of.provider.agency).count() == 1


def test_probation_reads_closed_and_not_how() -> None:
    of = make.cast(sends=Agency.Kind.PROBATION)
    referral = make.accepted(of)
    make.doing(closing.fail, referral, of.provider, reason="no_show", note="Не пришёл на встречу")
    page = browser(of.sender).get(reverse("referrals:referral", args=[referral.id])).content.decode()
    assert "Не пришёл" not in page and "не пришёл" not in page
    assert "Закрыто" in page or "закрыто" in page


def test_every_page_of_a_referral_leaves_a_reading() -> None:
    of = make.cast()
    referral = make.sent(of)
    browser(of.provider).get(reverse("referrals:referral", args=[referral.id]))
    last = Reading.objects.latest("id")
    assert (last.person_id, last.worker_id) == (of.person.id, of.provider.id)


def test_lists_ask_a_fixed_number_of_queries(django_assert_max_num_queries: object) -> None:
    of = make.cast()
    client = browser(of.provider)
    for _time in range(5):
        make.sent(of, channel="slip")
    client.get(reverse("referrals:incoming"))
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        client.get(reverse("referrals:incoming"))


def test_the_reason_of_a_refusal_stands_where_its_sender_decides() -> None:
    of = make.cast()
    referral = make.sent(of)
    said = {"reason": make.reason(), "next_step": "talk", "note": "Пусть позвонит до пятницы"}
    make.doing(actions.refuse, referral, of.provider, **said)
    page = browser(of.sender).get(reverse("referrals:referral", args=[referral.id])).content.decode()
    what_now = page[page.index('id="do-title"') : page.index('id="history-title"')]
    assert "пакеты закончились" in what_now and "Пусть позвонит до пятницы" in what_now


@pytest.mark.parametrize(
    ("channel", "next_page"),
    [("link", "letters:partner"), ("slip", "letters:partner"), ("online", "referrals:referral")],
)
def test_whoever_sends_by_link_or_slip_stands_on_the_page_that_makes_it(channel: str, next_page: str) -> None:
    of = make.cast()
    make.consent(of)
    answer = browser(of.sender).post(
        reverse("referrals:new", args=[of.person.id]), asking(of, channel=channel)
    )
    assert answer.url == reverse(next_page, args=[Referral.objects.get().id])  # type: ignore[attr-defined]


def test_a_referral_begins_in_the_words_of_its_need() -> None:
    of = make.cast()
    with act_as(of.sender.actor):
        need = needs.need(of.sender, of.person, "Погасить долг по иску", "legal", wish_of="officer")
    client, address = browser(of.sender), reverse("referrals:new", args=[of.person.id])
    page = client.get(f"{address}?need={need.id}").content.decode()
    assert "Погасить долг по иску" in page and f'value="{need.id}"' in page
    client.post(f"{address}?need={need.id}", asking(of, need=need.id, channel="slip"))
    assert ReferralMatter.objects.get().need == need.id


def test_words_on_health_are_not_carried_into_an_envelope() -> None:
    of = make.cast()
    with act_as(of.sender.actor):
        access.signed(of.person, of.sender, of.sender.agency, (1, 5))
        need = needs.need(of.sender, of.person, "Лечь в стационар", "medical")
    address = reverse("referrals:new", args=[of.person.id])
    assert "стационар" not in browser(of.sender).get(f"{address}?need={need.id}").content.decode()


def test_help_that_is_written_down_names_the_grant_that_counts_it() -> None:
    of, today = make.cast(), timezone.localdate()
    with act_as(of.sender.actor):
        grant = grants.open_grant(
            agency=of.sender.agency,
            title="Возвращение",
            starts_on=today,
            ends_on=today,
            amount=Decimal(1),
            by=of.sender.actor,
        )
    referral = make.accepted(of, channel="link")
    make.doing(closing.complete, referral, of.provider, received=True)
    client, address = browser(of.sender), reverse("referrals:referral", args=[referral.id])
    assert f'<option value="{grant.id}" selected>' in client.get(address).content.decode()
    said = {"seen": make.seen(referral), "given_on": f"{today:%d.%m.%Y}", "grant": grant.id}
    for _twice in range(2):
        client.post(reverse("referrals:deliver", args=[referral.id]), said)
    assert Service.objects.get().grant_id == grant.id


def test_a_grant_manager_has_no_door_to_referrals() -> None:
    of = make.cast()
    manager = staff.worker("manager", of=of.sender.agency, name="Другой", roles={"grant_manager"})
    assert browser(manager).get(reverse("referrals:incoming")).status_code == 403


def test_somebody_elses_person_cannot_be_referred() -> None:
    of = make.cast()
    with act_as(of.provider.actor):
        theirs = people.person(of.provider, "Чужой Человек")
    assert browser(of.sender).get(reverse("referrals:new", args=[theirs.id])).status_code == 404
    assert ReferralMove.objects.count() == 0


def test_the_answer_of_whoever_was_asked_is_only_written_down_by_the_sender() -> None:
    of = make.cast()
    referral = make.sent(of, channel="slip")
    address = reverse("referrals:referral", args=[referral.id])
    sender, provider = (browser(who).get(address).context for who in (of.sender, of.provider))
    assert {code for code, _deed in sender["deeds"]} == {"withdraw", "mistake"}
    assert {"accept", "refuse"} <= {code for code, _deed in sender["relayed"]}
    assert "accept" in {code for code, _deed in provider["deeds"]} and not provider["relayed"]
