"""A new person: search before create, nothing demanded but a name, one application for one form."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.cases.models import Application, EntryDecision, LegalGround
from tirek.cases.tests import make as cases
from tirek.desk.tests.asking import ask, save
from tirek.gate import fetching
from tirek.gate.acting import act_as
from tirek.people import queries
from tirek.people.models import MatchDecision, PairDecision, Paper, Person
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def page(client: Client, worker: Worker) -> Client:
    client.force_login(worker.user)
    return client


def test_a_name_alone_is_enough(page: Client) -> None:
    """No IIN, no birth date, no release date, no consent, no decision."""
    answer = save(page, ask(page, name="Ким Олег"))
    person = Person.objects.get()
    assert answer["Location"] == reverse("desk:person", args=[person.id])
    application = Application.objects.get()
    assert application.person == person
    assert application.consent_signed_on is None
    assert not LegalGround.objects.exists()
    assert not EntryDecision.objects.exists()


def test_nothing_is_written_before_the_second_step(page: Client) -> None:
    ask(page, name="Ким Олег")
    assert not Person.objects.exists()


def test_everything_that_was_typed_is_kept(page: Client) -> None:
    typed = {
        "name": "Ким Олег Петрович",
        "birth": "08.03.1989",
        "sex": "m",
        "iin": people.IIN,
        "phone": "+7 701 000 00 00",
        "place": "с. Глубокое",
    }
    said = {
        "referred_by": "probation",
        "referral_number": "12/3",
        "ground": "parole",
        "released_on": "21.07.2017",
        "consent": "on",
        "consent_signed_on": "02.08.2017",
        "entered": "yes",
    }
    save(page, ask(page, **typed), **said)
    person, application = Person.objects.select_related("contact").get(), Application.objects.get()
    assert (person.birth_on, person.sex, person.contact.place) == (date(1989, 3, 8), "m", "с. Глубокое")
    assert queries.iin_of([person.id]) == people.IIN
    assert fetching.fetch(queries.reached([person.id])).phones == ["+7 701 000 00 00"]
    assert (application.referred_by, application.referral_number) == ("probation", "12/3")
    assert application.consent_signed_on == date(2017, 8, 2)
    assert application.legal_ground.released_on == date(2017, 7, 21)
    assert application.decision.entered


def test_a_year_is_enough_for_a_birth_date(page: Client) -> None:
    save(page, ask(page, name="Ким Олег", birth="1989"))
    person = Person.objects.get()
    assert (person.birth_on, person.birth_year) == (None, 1989)


def test_a_person_who_is_here_already_is_shown_before_anything_is_written(
    page: Client, worker: Worker
) -> None:
    known = people.nurlan(worker)
    asked = ask(page, name="Серикулы Нурлан Габитулы", birth="08.03.1989")
    html = asked.content.decode()
    assert [guess.person for guess in asked.context["found"]] == [known]
    assert 'name="who"' in html
    assert known.name in html


def test_whoever_may_be_meant_must_be_answered_about(page: Client, worker: Worker) -> None:
    people.nurlan(worker)
    answer = save(page, ask(page, name="Серикулы Нурлан Габитулы", birth="08.03.1989"))
    assert answer.status_code == 422
    assert Person.objects.count() == 1


def test_this_is_the_person_adds_an_application_and_the_spelling(page: Client, worker: Worker) -> None:
    known = people.nurlan(worker)
    asked = ask(page, name="Серикулы Нурлан Габитулы", birth="08.03.1989", phone="+7 705 1")
    save(page, asked, who=str(known.id))
    assert Person.objects.get() == known
    assert Application.objects.get().person == known
    chosen = MatchDecision.objects.get(outcome=MatchDecision.Outcome.CHOSEN)
    assert chosen.reasons
    assert [spelling.name for spelling in fetching.fetch(queries.spellings_of([known.id]))][
        -1
    ] == "Серикулы Нурлан Габитулы"
    assert "+7 705 1" in fetching.fetch(queries.reached([known.id])).phones


def test_a_namesake_of_another_day_is_shown_before_somebody_new_is_registered(
    page: Client, worker: Worker
) -> None:
    known = people.nurlan(worker)
    asked = ask(page, name="Серікұлы Нұрлан", birth="01.12.1994")
    assert asked.context["found"] == []
    assert not asked.context["further"]
    again = save(page, asked)
    assert again.status_code == 422
    assert [guess.person for guess in again.context["found"]] == [known]
    assert [guess.outcome for guess in again.context["found"]] == ["maybe"]
    answer = save(page, again, who="new", further="True")
    assert answer.status_code == 302
    assert Person.objects.count() == 2


def test_nobody_new_is_registered_before_the_wider_search(page: Client, worker: Worker) -> None:
    """Somebody was shown by the usual keys, and nobody of them: then the looser ones are asked, once."""
    shown = people.person(worker, "Серікұлы Нұрлан Болатұлы", birth_on=date(1994, 12, 1))
    missed = people.nurlan(worker)
    asked = ask(page, name="Серікұлы Нұрлан", birth="01.12.1994")
    assert [guess.person for guess in asked.context["found"]] == [shown]
    again = save(page, asked, who="new", referral_number="12/3")
    assert again.status_code == 422
    assert Person.objects.count() == 2
    assert {guess.person for guess in again.context["found"]} == {shown, missed}
    assert again.context["form"]["referral_number"].value() == "12/3"
    assert save(page, again, who="new", further="True").status_code == 302
    assert Person.objects.count() == 3


def test_somebody_whom_only_the_wider_search_found_can_be_chosen(page: Client, worker: Worker) -> None:
    known = people.nurlan(worker)
    asked = ask(page, name="Серікұлы Нұрлан", birth="01.12.1994")
    answer = save(page, asked, who=str(known.id), further="True")
    assert answer["Location"] == reverse("desk:person", args=[known.id])
    assert Person.objects.count() == 1


def test_another_person_registers_a_namesake_who_is_never_taken_for_the_known_one(
    page: Client, worker: Worker
) -> None:
    known = people.nurlan(worker)
    save(page, ask(page, name="Серикулы Нурлан Габитулы", birth="08.03.1989"), who="new")
    assert Person.objects.count() == 2
    apart = PairDecision.objects.get(outcome=PairDecision.Outcome.APART)
    assert {apart.one_id, apart.other_id} == set(Person.objects.values_list("id", flat=True))
    assert (apart.other_id, apart.decided_by) == (known.id, worker.id)
    assert apart.bits and "birth_equal" in apart.reasons


def test_whoever_was_hardly_alike_is_not_told_apart_for_ever(page: Client, worker: Worker) -> None:
    people.nurlan(worker)
    again = save(page, ask(page, name="Серікұлы Нұрлан", birth="01.12.1994"))
    save(page, again, who="new", further="True")
    assert Person.objects.count() == 2
    assert not PairDecision.objects.exists()


def test_a_person_who_was_not_offered_cannot_be_chosen(page: Client, worker: Worker) -> None:
    people.nurlan(worker)
    stranger = people.person(worker, "Ким Олег")
    asked = ask(page, name="Серикулы Нурлан Габитулы", birth="08.03.1989")
    assert save(page, asked, who=str(stranger.id)).status_code == 422


def test_of_another_agencys_person_only_the_fact_is_said(page: Client) -> None:
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        known = people.nurlan(other)
    asked = ask(page, name="Серикулы Нурлан Габитулы", birth="08.03.1989")
    html = asked.content.decode()
    assert known.name not in html
    assert str(known.id) not in html
    assert asked.context["found"].elsewhere
    assert save(page, asked).status_code == 302


def test_the_same_form_sent_twice_enters_one_application(page: Client) -> None:
    asked = ask(page, name="Ким Олег")
    assert save(page, asked).status_code == save(page, asked).status_code == 302
    assert (Person.objects.count(), Application.objects.count()) == (1, 1)


def test_a_wrong_check_digit_is_a_clear_error(page: Client) -> None:
    answer = ask(page, name="Ким Олег", iin="890308399988", phone="+7 701 000 00 00")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "iin" in answer.context["form"].errors
    assert "890308399988" in html
    assert "+7 701 000 00 00" in html


def test_an_iin_against_the_birth_date_is_a_warning_that_can_be_accepted(page: Client) -> None:
    typed = {"name": "Ким Олег", "iin": people.IIN, "birth": "09.03.1989"}
    warned = ask(page, **typed)
    assert warned.status_code == 422
    assert list(warned.context["form"].errors) == ["accept"]
    save(page, ask(page, accept="on", **typed))
    person = Person.objects.get()
    assert person.birth_on == date(1989, 3, 9)
    assert queries.iin_of([person.id]) == people.IIN


@pytest.mark.parametrize("birth", ["13.25.1989", "31.02.1989", "вчера", "08.03.2090"])
def test_a_birth_date_nobody_can_read_is_refused_in_words(page: Client, birth: str) -> None:
    answer = ask(page, name="Ким Олег", birth=birth)
    assert answer.status_code == 422
    assert birth in answer.content.decode()


@pytest.mark.parametrize("name", ["", "123", "  ", "—"])
def test_a_person_without_a_name_is_refused(page: Client, name: str) -> None:
    assert ask(page, name=name).status_code == 422


def test_not_entering_without_a_reason_is_refused_and_loses_nothing(page: Client) -> None:
    answer = save(page, ask(page, name="Ким Олег"), entered="no", referral_number="12/3")
    assert answer.status_code == 422
    assert "12/3" in answer.content.decode()
    assert not Person.objects.exists()


def test_not_entering_with_a_reason_is_recorded_at_once(page: Client) -> None:
    save(page, ask(page, name="Ким Олег"), entered="no", reason=str(cases.reason().id))
    assert EntryDecision.objects.get().reason == cases.reason()


def test_going_back_keeps_what_was_typed(page: Client) -> None:
    html = page.post(
        reverse("desk:new"), {"step": "back", "name": "Ким Олег", "birth": "1989"}
    ).content.decode()
    assert 'value="Ким Олег"' in html
    assert 'value="1989"' in html


def test_the_day_of_the_application_is_today_unless_told(page: Client) -> None:
    asked = ask(page, name="Ким Олег")
    assert asked.context["form"].initial["applied_on"] == timezone.localdate()


def test_a_case_opens_without_an_iin_or_papers(page: Client) -> None:
    answer = save(page, ask(page, name="Ким Олег", sex="m"))
    html = page.get(answer["Location"]).content.decode()
    assert Paper.objects.count() == 0
    assert _("No paper is entered. Nothing here needs one: help does not wait for papers.") in html


def test_the_step_costs_the_same_however_many_may_be_meant(
    page: Client, worker: Worker, django_assert_max_num_queries: Any
) -> None:
    for patronymic in ("Болатұлы", "Серікұлы", "Ғабитұлы", "Ерланұлы", "Асқарұлы"):
        people.person(worker, f"Ким Олег {patronymic}")
    ask(page, name="Ким Олег")
    with django_assert_max_num_queries(22):
        assert len(ask(page, name="Ким Олег").context["compared"]) == 5
