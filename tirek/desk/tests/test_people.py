"""The list of people: pages, chips, and what is offered when nobody is written so."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import Reading
from tirek.cases.tests import make as cases
from tirek.gate.acting import act_as
from tirek.people import matching
from tirek.people.models import Person
from tirek.people.tests import make as people
from tirek.services.actions import Ending
from tirek.services.tests import make as services

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def page(client: Client, worker: Worker) -> Client:
    client.force_login(worker.user)
    return client


def names(page: Client, **said: str) -> list[str]:
    return [row["name"] for row in page.get(reverse("desk:people"), said).context["rows"]]


def test_the_pages_of_the_list_neither_lose_nor_double_a_person(page: Client, worker: Worker) -> None:
    """Namesakes are the trap: twenty people of one name stand across the border of two pages."""
    written = (
        [f"Асқаров {letter}" for letter in "АӘБВГҒДЕЖЗИКҚЛМНҢОӨПРСТ"]
        + ["Асқаров Б"] * 20
        + ["Ахметов Я"] * 25
    )
    for name in written:
        people.person(worker, name)
    seen: list[str] = []
    address = reverse("desk:people")
    while address:
        answer = page.get(address)
        seen += [str(row["person"].id) for row in answer.context["rows"]]
        further = answer.context["page"].next_query
        address = reverse("desk:people") + further if further else ""
    assert len(seen) == len(set(seen)) == len(written)
    in_order = [str(person.id) for person in Person.objects.order_by("sort_key", "id")]
    assert seen == in_order


def test_one_can_turn_back(page: Client, worker: Worker) -> None:
    for place in range(65):
        people.person(worker, f"Человек {'АБВГД'[place % 5]}{'абвгдежзиклмн'[place // 5]}")
    first = page.get(reverse("desk:people"))
    second = page.get(reverse("desk:people") + first.context["page"].next_query)
    back = page.get(reverse("desk:people") + second.context["page"].previous_query)
    assert [row["person"].id for row in back.context["rows"]] == [
        row["person"].id for row in first.context["rows"]
    ]


def test_a_page_of_the_list_costs_the_same_for_thirty_people_as_for_one(
    page: Client, worker: Worker, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for place in range(30):
        person = people.person(worker, f"Человек {place}", place="г. Риддер")
        services.service(worker, person)
    page.get(reverse("desk:people"))
    # Ten, the list of those seen on other grounds, the row of the access log, and whether the demo still is one.
    with django_assert_max_num_queries(13) as counted:  # type: ignore[operator]
        page.get(reverse("desk:people"))
    assert not [query for query in counted.captured_queries if "count(*)" in query["sql"].lower()[:60]]


def test_no_name_stands_in_the_address_of_the_next_page(page: Client, worker: Worker) -> None:
    for place in range(40):
        people.person(worker, f"Ахметов {place}")
    assert "sort" not in page.get(reverse("desk:people")).context["page"].next_query
    assert "%D0" not in page.get(reverse("desk:people")).context["page"].next_query


def test_a_row_says_what_was_given_last_and_how_much(page: Client, worker: Worker) -> None:
    person = people.nurlan(worker)
    services.service(worker, person, code="legal_advice")
    services.service(worker, person, Ending.NO_SHOW)
    row = page.get(reverse("desk:people")).context["rows"][0]
    assert (row["place"], row["services"], row["last_kind"]) == (
        "г. Риддер",
        "1",
        services.kind("legal_advice").name,
    )


def test_the_chips_show_those_of_one_lot(page: Client, worker: Worker) -> None:
    lots: dict[str, tuple[str, dict[str, Any], Ending | None]] = {
        "entered": ("Абаев А", {"entered": True}, None),
        "not_entered": ("Бабаев Б", {"entered": False, "reason_id": cases.reason().id}, None),
        "refused": ("Ваев В", {}, Ending.REFUSED),
        "unmet": ("Гаев Г", {}, Ending.UNMET),
        "lost": ("Даев Д", {}, Ending.LOST_CONTACT),
    }
    for name, said, ending in lots.values():
        person = people.person(worker, name)
        cases.application(worker, person, **said)
        if ending is not None:
            services.service(worker, person, ending)
    assert len(names(page)) == len(lots)
    for chip, (name, _said, _ending) in lots.items():
        assert names(page, show=chip) == [name]


def test_a_fact_about_a_joined_person_counts_for_the_canonical_one(page: Client, worker: Worker) -> None:
    first, second = people.person(worker, "Ким Олег"), people.nurlan(worker)
    cases.application(worker, second, entered=True)
    services.service(worker, second)
    services.service(worker, second, Ending.REFUSED)
    Person.objects.filter(pk=second.pk).update(canonical=first)
    assert names(page, show="entered") == names(page, show="refused") == ["Ким Олег"]
    assert page.get(reverse("desk:people")).context["rows"][0]["services"] == "1"


@pytest.mark.parametrize("text", ["Серікұлы", "серикулы нур", "Нурлан Серикулы", "890308399989", "№ 1"])
def test_the_search_finds_kazakh_letters_numbers_and_any_order(
    page: Client, worker: Worker, text: str
) -> None:
    people.nurlan(worker)
    people.person(worker, "Ким Олег")
    assert names(page, q=text) == ["Серікұлы Нұрлан Ғабитұлы"]


def test_a_misspelt_name_is_answered_with_scores_and_reasons(page: Client, worker: Worker) -> None:
    people.nurlan(worker)
    answer = page.get(reverse("desk:people"), {"q": "Сирикулы Нурлан Габитович 08.03.1989"})
    (guess,) = answer.context["guesses"]
    assert guess.person.name == "Серікұлы Нұрлан Ғабитұлы"
    assert guess.reasons
    assert str(guess.score) in answer.content.decode()


def test_nobody_found_offers_a_new_person(page: Client) -> None:
    html = page.get(reverse("desk:people"), {"q": "Совсем Другой"}).content.decode()
    assert reverse("desk:new") in html


def test_a_search_is_written_down_without_its_text(page: Client, worker: Worker) -> None:
    people.nurlan(worker)
    page.get(reverse("desk:people"), {"q": "Серікұлы"})
    searched = Reading.objects.get()
    assert (searched.action, searched.rows, searched.person_id) == ("search", 1, None)


def test_another_agencys_person_is_only_said_to_exist(page: Client) -> None:
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        people.nurlan(other)
    html = page.get(reverse("desk:people"), {"q": "Серикулы Нурлан Габитулы 08.03.1989"}).content.decode()
    assert "Ғабитұлы" not in html.replace('value="Серикулы Нурлан Габитулы 08.03.1989"', "")
    assert "Другой фонд" not in html


def test_a_typed_iin_never_stands_in_an_address(page: Client) -> None:
    named = page.post(reverse("desk:people"), {"q": "Серікұлы"})
    assert named.status_code == 302
    assert "q=" in named["Location"]
    by_iin = page.post(reverse("desk:people"), {"q": "890308399989"})
    assert by_iin.status_code == 200
    assert by_iin.content.count(b"890308399989") == 1


def test_a_page_says_when_more_namesakes_were_left_out(page: Client, worker: Worker) -> None:
    for _ in range(matching.MOST_COMPARED + 1):
        people.person(worker, birth_year=1989)
    shown = page.get("/people/", {"q": "Серикулы Нурлан Габитулы 1989"}).content.decode()
    assert "остальные не показаны" in shown
