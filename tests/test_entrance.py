"""The entrance of an installation for real people: the second factor is made, shown and asked again, and nobody acts before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    get_default_password_validators,
    password_validators_help_texts,
)
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from tests import entering
from tests.test_login import URLS
from tirek.agencies.entering import forget_second_factor
from tirek.agencies.forms import AcceptForm
from tirek.agencies.models import Worker
from tirek.agencies.policies import NotYours
from tirek.agencies.tests import make
from tirek.audit.models import JournalEntry
from tirek.config.entrance import ENROLLING, PASSING
from tirek.gate.acting import NobodyActs, acts
from tirek.gate.installation import is_demo
from tirek.gate.models import Session
from tirek.gate.tallies import SECOND_FACTOR
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


def age_records(client: Client, seconds: int) -> None:
    """Let so many seconds have gone by since whatever was shown."""
    session = client.session
    records = session[AUTHENTICATION_METHODS_SESSION_KEY]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{**one, "at": one["at"] - seconds} for one in records]
    session.save()


# Making one


def test_without_a_second_factor_every_page_leads_to_making_one(
    for_real_people: None, page: Client, worker: Worker
) -> None:
    page.force_login(worker.user)
    for name, arguments in URLS:
        if name in ENROLLING:
            continue
        for method in (page.get, page.post):
            answer = method(reverse(name, kwargs=arguments))
            assert answer.status_code == 302 and answer["Location"] == reverse("mfa_index"), name


def test_with_one_that_was_not_shown_every_page_leads_to_it(
    for_real_people: None, page: Client, worker: Worker
) -> None:
    entering.give_phone(worker.user)
    page.force_login(worker.user)
    shows = reverse("mfa_reauthenticate")
    for name, arguments in URLS:
        if name in PASSING:
            continue
        for method in (page.get, page.post):
            answer = method(reverse(name, kwargs=arguments))
            assert answer.status_code == 302 and answer["Location"].startswith(shows), name


def test_nobody_acts_on_the_pages_of_the_entrance(
    for_real_people: None, page: Client, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tirek.gate.tests.stay import leave

    leave()
    seen: list[str] = []

    def note(_request: Any) -> dict[str, Any]:
        try:
            seen.append(str(acts().id))
        except NobodyActs:
            seen.append("nobody")
        return {}

    monkeypatch.setattr(
        "tirek.ui.navigation._person",
        lambda request: note(request) or dict.fromkeys(("name", "post", "agency", "place"), ""),
    )
    page.force_login(worker.user)
    for name in ("mfa_index", "mfa_activate_totp"):
        page.get(reverse(name))
    assert set(seen) == {"nobody"}


def test_the_app_is_set_up_and_opens_everything(for_real_people: None, page: Client, worker: Worker) -> None:
    assert entering.password_of(page).status_code == 302
    assert not entering.opens(page)
    secret = entering.planned_secret(page)
    answer = entering.code_of(page, entering.digits(secret), "mfa_activate_totp")
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    shown = page.get(answer["Location"]).content.decode()
    assert shown.count("<code>") == 10
    assert page.get(answer["Location"]).content.decode().count("<code>") == 0, "shown once"
    assert entering.opens(page)
    kept, opened = entering.kept_secret(worker.user)
    assert opened == secret and secret not in kept
    seed = Authenticator.objects.get(type="recovery_codes").data["seed"]
    assert seed.partition(":")[0].isdigit(), "sealed"
    assert entering.journal() == ["log_in", "add_second_factor", "add_second_factor"]


def test_a_wrong_code_sets_nothing_up(for_real_people: None, page: Client, worker: Worker) -> None:
    entering.password_of(page)
    entering.planned_secret(page)
    assert entering.code_of(page, "000000", "mfa_activate_totp").status_code == 200
    assert not Authenticator.objects.exists() and not entering.opens(page)


def test_the_first_one_is_made_by_whoever_gave_the_password_just_now(
    for_real_people: None, page: Client, worker: Worker
) -> None:
    entering.password_of(page)
    age_records(page, 11 * 60)
    answer = page.get(reverse("mfa_activate_totp"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    page.post(answer["Location"], {"password": entering.PASSWORD})
    assert entering.opens(page, "mfa_activate_totp")


# Showing it


def test_the_log_in_asks_for_the_digits(for_real_people: None, page: Client, worker: Worker) -> None:
    entering.give_phone(worker.user)
    assert entering.password_of(page)["Location"] == reverse("mfa_authenticate")
    assert page.get(reverse(PEOPLE))["Location"].startswith(reverse("account_login")), (
        "nobody is logged in yet"
    )
    assert entering.code_of(page, "000000").status_code == 200
    assert entering.code_of(page, entering.digits()).status_code == 302
    assert entering.opens(page)
    assert entering.journal() == ["fail_log_in", "pass_second_factor", "log_in"]


def test_digits_open_once(for_real_people: None, page: Client, worker: Worker) -> None:
    entering.give_phone(worker.user)
    code = entering.digits()
    entering.password_of(page)
    assert entering.code_of(page, code).status_code == 302
    cache.clear()  # as another process would see it
    other = Client()
    entering.password_of(other)
    assert entering.code_of(other, code).status_code == 200
    assert entering.code_of(other, entering.digits(steps=1)).status_code == 302


def test_a_recovery_code_opens_once(for_real_people: None, page: Client, worker: Worker) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    entering.give_phone(worker.user)
    code = RecoveryCodes.activate(worker.user).get_unused_codes()[0]
    entering.password_of(page)
    assert entering.code_of(page, code).status_code == 302 and entering.opens(page)
    other = Client()
    entering.password_of(other)
    assert entering.code_of(other, code).status_code == 200


def test_guessing_the_digits_ends_soon(for_real_people: None, page: Client, worker: Worker) -> None:
    entering.give_phone(worker.user)
    entering.password_of(page)
    for _attempt in range(SECOND_FACTOR.times):
        entering.code_of(page, "000000")
    refused = entering.code_of(page, entering.digits()).content.decode()
    assert "Too many attempts. Try again at" in refused
    assert not entering.opens(page)


def test_a_session_from_before_the_turn_shows_it_and_goes_on(page: Client, worker: Worker) -> None:
    from tirek.gate.installation import found_real

    entering.password_of(page, invented="on")
    assert entering.opens(page)
    found_real()
    assert page.get(reverse(PEOPLE))["Location"] == reverse("mfa_index")
    entering.give_phone(worker.user)
    led = page.get(reverse(PEOPLE))["Location"]
    assert page.get(led).status_code == 200
    assert page.post(led, {"code": entering.digits()})["Location"] == reverse(PEOPLE)
    assert entering.opens(page)


def test_a_page_of_the_demo_refuses_a_real_iin_with_a_sentence(page: Client, worker: Worker) -> None:
    page.force_login(worker.user)
    said = {"step": "who", "name": "Ким Олег", "iin": people.REAL_LOOKING_IIN}
    answer = page.post(reverse("desk:new"), said)
    assert answer.status_code == 422
    assert "only IINs of invented people" in answer.content.decode()
    assert is_demo()


def test_whoever_brings_somebody_real_otherwise_is_asked_with_the_next_page(
    page: Client, worker: Worker
) -> None:
    page.force_login(worker.user)
    assert entering.opens(page)
    people.person(worker, iin=people.REAL_LOOKING_IIN)
    assert page.get(reverse(PEOPLE))["Location"] == reverse("mfa_index")


# The demo


def test_a_demo_asks_for_the_promise_and_for_no_second_factor(page: Client, worker: Worker) -> None:
    refused = entering.password_of(page)
    assert refused.status_code == 200 and "invented people only" in refused.content.decode()
    assert entering.password_of(page, invented="on").status_code == 302
    answer = page.get(reverse(PEOPLE)).content.decode()
    assert "all the people here are invented" in answer
    assert JournalEntry.objects.get(action="agencies.log_in").detail == {"demo": True}


def test_an_installation_for_real_people_says_nothing_of_a_demo(
    for_real_people: None, page: Client, worker: Worker
) -> None:
    assert "invented" not in page.get(reverse("account_login")).content.decode()
    entering.come_in(page, worker.user)
    assert "invented" not in page.get(reverse(PEOPLE)).content.decode()


# Once more


def confirmed(worker: Worker) -> list[tuple[str, str, list[Any], dict[str, Any]]]:
    """Pages that ask for the second factor again."""
    some = str(uuid4())
    return [
        ("get", "access:emergency", [], {}),
        ("post", "desk:reveal_iin", [some], {}),
        ("get", "desk:extract", [some], {}),
        ("get", "agencies:worker", [worker.id], {}),
        ("post", "agencies:worker", [worker.id], {"roles": ["auditor"]}),
        ("post", "agencies:forget_second_factor", [worker.id], {}),
        ("get", "agencies:invite", [], {}),
    ]


@pytest.mark.parametrize("number", range(7))
def test_what_does_most_harm_asks_once_more(
    for_real_people: None, page: Client, worker: Worker, number: int
) -> None:
    entering.come_in(page, worker.user)
    method, name, arguments, said = confirmed(worker)[number]
    address = reverse(name, args=arguments)
    asks = reverse("mfa_reauthenticate")
    assert not getattr(page, method)(address, said).headers.get("Location", "").startswith(asks)
    if name == "agencies:forget_second_factor":
        return
    age_records(page, 10 * 60 + 1)
    answer = getattr(page, method)(address, said)
    assert answer.status_code == 302 and answer["Location"].startswith(asks), name
    back = entering.code_of(page, entering.digits(steps=1), "mfa_reauthenticate")
    assert back.status_code == 302
    assert not getattr(page, method)(address, said).headers.get("Location", "").startswith(asks)


def test_a_form_is_not_sent_behind_the_senders_back(
    for_real_people: None, page: Client, worker: Worker
) -> None:
    colleague = make.worker("marat", name="Марат")
    entering.come_in(page, worker.user)
    age_records(page, 10 * 60 + 1)
    address = reverse("agencies:worker", args=[colleague.id])
    asked = page.post(address, {"roles": ["auditor"]}, headers={"referer": f"http://testserver{address}"})
    answer = page.post(asked["Location"], {"code": entering.digits(steps=1)})
    assert answer["Location"] == address
    assert colleague.roles.count() == 3


def test_the_password_alone_changes_no_key(for_real_people: None, page: Client, worker: Worker) -> None:
    entering.come_in(page, worker.user)
    age_records(page, 10 * 60 + 1)
    asked = page.get(reverse("mfa_deactivate_totp"))
    assert asked["Location"].startswith(reverse("mfa_reauthenticate"))
    assert page.get(reverse("account_reauthenticate"))["Location"].startswith(reverse("mfa_reauthenticate"))


# Losing it


def test_a_lost_phone_is_forgotten_by_the_administrator(
    for_real_people: None, page: Client, worker: Worker
) -> None:
    other = make.worker("marat", name="Марат", roles=["social_worker"])
    entering.come_in(page, other.user)
    assert forget_second_factor(worker=other, by=worker.actor) == 1
    assert not Authenticator.objects.exists()
    assert page.get(reverse(PEOPLE))["Location"].startswith(reverse("account_login"))
    row = JournalEntry.objects.get(action="agencies.forget_second_factor")
    assert row.subject_id == str(other.id) and row.detail == {"kinds": ["totp"], "sessions": 1}
    entering.password_of(page, "marat")
    assert page.get(reverse(PEOPLE))["Location"] == reverse("mfa_index")


def test_nobody_else_forgets_it(for_real_people: None, worker: Worker) -> None:
    other = make.worker("marat", name="Марат", roles=["social_worker"])
    with pytest.raises(NotYours):
        forget_second_factor(worker=worker, by=other.actor)


def test_removing_the_last_one_leads_to_a_new_one_and_ends_the_others(
    for_real_people: None, page: Client, worker: Worker
) -> None:
    entering.come_in(page, worker.user)
    other = Client()
    entering.password_of(other)
    entering.code_of(other, entering.digits(steps=1))
    assert entering.opens(other)
    page.post(reverse("mfa_deactivate_totp"))
    assert page.get(reverse(PEOPLE))["Location"] == reverse("mfa_index")
    assert other.get(reverse(PEOPLE))["Location"].startswith(reverse("account_login"))
    assert "remove_second_factor" in entering.journal()


# Sessions


def test_own_sessions_are_seen_and_the_others_ended(page: Client, worker: Worker) -> None:
    browser = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
    other = Client()
    for client in (page, other):
        entering.password_of(client, invented="on")
    page.get(reverse(PEOPLE), headers=browser)
    html = page.get(reverse("agencies:sessions"), headers=browser).content.decode()
    assert "Firefox · Linux" in html and html.count("this device") == 1
    page.post(reverse("agencies:end_others"), headers=browser)
    assert entering.opens(page) and not entering.opens(other)
    assert Session.objects.count() == 1


def test_an_idle_session_leads_to_the_log_in(page: Client, worker: Worker) -> None:
    entering.password_of(page, invented="on")
    assert entering.opens(page)
    Session.objects.update(seen_at=timezone.now() - timedelta(minutes=21))
    assert page.get(reverse(PEOPLE))["Location"].startswith(reverse("account_login"))


def test_leaving_is_written_down(page: Client, worker: Worker) -> None:
    entering.password_of(page, invented="on")
    page.post(reverse("account_logout"))
    assert (
        entering.journal() == ["log_in", "log_out"]
        and not Session.objects.filter(user_id=worker.user_id).exists()
    )
    row = JournalEntry.objects.get(action="agencies.log_out")
    assert row.actor_id == worker.id and row.agency_id == worker.agency_id


def test_passwords_are_kept_by_argon2id(worker: Worker) -> None:
    assert worker.user.password.startswith("argon2$argon2id$")


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_what_a_password_must_be_is_said_in_each_language_as_it_is_checked(language: str) -> None:
    checks = get_default_password_validators()
    least = next(one.min_length for one in checks if isinstance(one, MinimumLengthValidator))
    with translation.override("en"):
        english = password_validators_help_texts()
    with translation.override(language):
        said = password_validators_help_texts()
        promised = str(AcceptForm().fields["password"].help_text)
    with translation.override("kk" if language == "ru" else "ru"):
        assert not set(said) & {*english, *password_validators_help_texts()}
    assert str(least) in said[0]
    assert f" {least} " in promised
