"""The page of one person: everything that is recorded, and a row of the journal for every reading."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import JournalEntry, Reading
from tirek.cases.models import LegalGround
from tirek.cases.tests import make as cases
from tirek.gate.acting import act_as
from tirek.gate.fetching import fetch
from tirek.people import actions
from tirek.people import queries as people_queries
from tirek.people.models import MatchDecision, Person
from tirek.people.registering import Sighting
from tirek.people.tests import make as people
from tirek.services.actions import Ending
from tirek.services.tests import make as services

pytestmark = pytest.mark.django_db
OTHER_IIN = "890308399007"


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def person(worker: Worker) -> Person:
    return people.nurlan(worker)


@pytest.fixture
def page(client: Client, worker: Worker) -> Client:
    client.force_login(worker.user)
    return client


def html_of(page: Client, person: Person, **said: str) -> str:
    return page.get(reverse("desk:person", args=[person.id]), said).content.decode()


def test_every_reading_of_the_page_is_written_down(page: Client, worker: Worker, person: Person) -> None:
    for _ in range(3):
        html_of(page, person)
    opened = Reading.objects.filter(action="open", person_id=person.id)
    assert opened.count() == 3
    assert {(one.worker_id, one.agency_id, one.basis) for one in opened} == {
        (worker.id, worker.agency_id, "own")
    }
    assert len({one.request for one in opened}) == 3


def test_a_denial_outlives_the_page_that_is_not_there(page: Client) -> None:
    nobody = uuid4()
    assert page.get(reverse("desk:person", args=[nobody])).status_code == 404
    denied = Reading.objects.get()
    assert (denied.action, denied.person_id, denied.basis, denied.rows) == ("denied", nobody, "", 0)


def test_the_iin_is_masked_on_the_page(page: Client, person: Person) -> None:
    html = html_of(page, person)
    assert people.IIN not in html
    assert people.IIN[:8] not in html
    assert "9989" in html


def test_the_iin_is_shown_once_and_written_down(page: Client, person: Person) -> None:
    shown = page.post(reverse("desk:reveal_iin", args=[person.id])).content.decode()
    assert people.IIN in shown
    assert Reading.objects.filter(action="reveal", person_id=person.id).count() == 1
    assert people.IIN not in html_of(page, person)


def test_the_iin_is_not_shown_by_following_a_link(page: Client, person: Person) -> None:
    assert page.get(reverse("desk:reveal_iin", args=[person.id])).status_code == 405


def test_htmx_gets_only_the_number(page: Client, person: Person) -> None:
    shown = page.post(reverse("desk:reveal_iin", args=[person.id]), headers={"HX-Request": "true"})
    assert people.IIN in shown.content.decode()
    assert "<html" not in shown.content.decode()


def test_another_agencys_person_is_not_there(page: Client) -> None:
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        stranger = people.person(other, "Ким Олег")
    for name in ("desk:person", "desk:correct"):
        assert page.get(reverse(name, args=[stranger.id])).status_code == 404
    assert page.post(reverse("desk:reveal_iin", args=[stranger.id])).status_code == 404


def test_nothing_is_needed_for_a_page_but_a_name(page: Client, worker: Worker) -> None:
    """Neither birth date, IIN, release date, application nor service."""
    assert page.get(reverse("desk:person", args=[people.person(worker, "Ким").id])).status_code == 200


def test_services_refusals_and_wishes_stand_apart(page: Client, worker: Worker, person: Person) -> None:
    for day in (1, 2):
        services.service(worker, person, code="legal_advice", happened_on=date(2017, 9, day))
    services.service(worker, person, Ending.REFUSED, detail="работает")
    services.service(worker, person, Ending.UNMET, code="training", wish="курсы сварщиков")
    shown = page.get(reverse("desk:person", args=[person.id])).context["page"]
    assert (shown.given, shown.sessions) == (1, 2)
    assert [line.ending for line in shown.not_given] == ["refused"]
    assert [line.ended.wish for line in shown.unmet] == ["курсы сварщиков"]
    html = html_of(page, person)
    assert services.reason().name in html
    assert "курсы сварщиков" in html


def test_an_application_shows_ground_and_decision_with_its_reason(
    page: Client, worker: Worker, person: Person
) -> None:
    cases.application(
        worker,
        person,
        ground=LegalGround.Ground.PAROLE,
        entered=False,
        reason_id=cases.reason("changed_mind").id,
    )
    html = html_of(page, person)
    assert cases.reason("changed_mind").name in html
    assert str(LegalGround.Ground.PAROLE.label) in html


def test_the_timeline_is_narrowed_without_a_script(page: Client, worker: Worker, person: Person) -> None:
    cases.application(
        worker, person, entered=True, ground=LegalGround.Ground.SERVED, released_on=date(2017, 7, 21)
    )
    services.service(worker, person)
    services.service(worker, person, Ending.NO_SHOW, happened_on=date(2017, 10, 2))
    counts = {}
    for show in ("", "given", "not_given", "applications"):
        months = page.get(reverse("desk:person", args=[person.id]), {"show": show}).context["months"]
        counts[show] = sum(len(month.happenings) for month in months)
    assert counts == {"": 5, "given": 1, "not_given": 1, "applications": 3}


def test_the_timeline_goes_from_the_newest_back(page: Client, worker: Worker, person: Person) -> None:
    cases.application(worker, person, entered=True)
    services.service(worker, person)
    months = page.get(reverse("desk:person", args=[person.id])).context["months"]
    days = [event.on for month in months for event in month.happenings]
    assert days == sorted(days, reverse=True)
    assert [month.on for month in months] == [date(2017, 9, 1), date(2017, 8, 1)]


def test_other_spellings_are_shown_with_why_they_were_linked(
    page: Client, worker: Worker, person: Person
) -> None:
    seen = Sighting(
        person_id=person.id,
        name="Серикулы Нурлан",
        source="services",
        outcome=MatchDecision.Outcome.SAME,
        bits=31.5,
        reasons=["surname_equal", "given_equal"],
    )
    actions.note_sightings(sightings=[seen], by=worker.actor)
    written = page.get(reverse("desk:person", args=[person.id])).context["page"].spellings
    assert [one.spelling.name for one in written] == [person.name, "Серикулы Нурлан"]
    assert len(written[1].reasons) == 2
    assert "surname_equal" not in html_of(page, person)


def test_facts_of_a_joined_person_stand_on_the_canonical_page(
    page: Client, worker: Worker, person: Person
) -> None:
    joined = people.person(worker, "Ким Олег")
    services.service(worker, joined)
    cases.application(worker, joined)
    people.joined(person, joined, worker)
    answer = page.get(reverse("desk:person", args=[joined.id]))
    assert answer["Location"] == reverse("desk:person", args=[person.id])
    shown = page.get(answer["Location"]).context["page"]
    assert shown.sessions == len(shown.applications) == 1


def test_the_page_costs_the_same_however_much_happened(
    page: Client, worker: Worker, person: Person, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for ending in Ending:
        for _ in range(4):
            services.service(worker, person, ending)
    for _ in range(4):
        cases.application(worker, person, entered=True)
    html_of(page, person)
    with django_assert_max_num_queries(13):  # type: ignore[operator]
        html_of(page, person)


def test_a_correction_keeps_the_former_spelling(page: Client, worker: Worker, person: Person) -> None:
    said = {"name": "Серікұлы Нұрлан", "birth": "1989", "sex": "m", "phone": "+7 705 111 11 11"}
    assert page.post(reverse("desk:correct", args=[person.id]), said).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.birth_on, person.birth_year) == ("Серікұлы Нұрлан", None, 1989)
    assert fetch(people_queries.reached([person.id])).phones == ["+7 701 000 00 00", "+7 705 111 11 11"]
    assert people_queries.iin_of([person.id]) == people.IIN
    assert JournalEntry.objects.filter(action="people.correct", person_id=person.id).count() == 1


def test_a_known_iin_is_not_in_the_correction_form(page: Client, person: Person) -> None:
    assert people.IIN not in page.get(reverse("desk:correct", args=[person.id])).content.decode()


def test_an_iin_typed_in_a_correction_takes_the_place_of_the_wrong_one(page: Client, person: Person) -> None:
    said = {"name": person.name, "birth": "08.03.1989", "sex": "m", "iin": OTHER_IIN}
    assert page.post(reverse("desk:correct", args=[person.id]), said).status_code == 302
    assert people_queries.iin_of([person.id]) == OTHER_IIN
    assert OTHER_IIN[-4:] in html_of(page, person)
    assert people.IIN[-4:] not in html_of(page, person)


def test_a_correction_without_an_iin_leaves_it_as_it_was(page: Client, person: Person) -> None:
    said = {"name": person.name, "birth": "08.03.1989", "sex": "m", "iin": ""}
    assert page.post(reverse("desk:correct", args=[person.id]), said).status_code == 302
    assert people_queries.iin_of([person.id]) == people.IIN


def test_an_iin_can_be_added_later(page: Client, worker: Worker) -> None:
    person = people.person(worker, "Ким Олег")
    said = {"name": "Ким Олег", "birth": "08.03.1989", "iin": people.IIN}
    assert page.post(reverse("desk:correct", args=[person.id]), said).status_code == 302
    assert people_queries.iin_of([person.id]) == people.IIN
