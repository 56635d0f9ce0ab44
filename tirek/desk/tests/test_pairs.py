"""The queue of possible pairs: who waits there, in which order, what each answer does, and what is never shown."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tirek.agencies.models import Worker
from tirek.agencies.roles import Role
from tirek.agencies.tests import make as staff
from tirek.cases.tests import make as cases
from tirek.gate.acting import act_as
from tirek.people import joining, pairing
from tirek.people.models import JoinRequest, PairDecision, PairSearch, Person, PossiblePair
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db
QUEUE = "desk:pairs"


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def page(client: Client, worker: Worker) -> Client:
    client.force_login(worker.user)
    return client


@pytest.fixture
def pair(worker: Worker) -> PossiblePair:
    return waiting(worker, "Беляев Олег Петрович", "Биляев Олег Петрович")


def waiting(worker: Worker, one: str, other: str, born: date = date(1988, 5, 3)) -> PossiblePair:
    people.person(worker, one, birth_on=born, sex="m")
    people.person(worker, other, birth_on=born, sex="m")
    pairing.search(agency_id=worker.agency_id)
    return PossiblePair.objects.latest("found_at")


def decide(page: Client, pair: PossiblePair, answer: str, **said: str) -> str:
    response = page.post(reverse("desk:decide_pair", args=[pair.pk]), {"answer": answer, **said})
    assert response.status_code in (302, 422)
    return response["Location"] if response.status_code == 302 else response.context["refusal"]


def test_an_empty_queue_says_so(page: Client) -> None:
    assert "Нечего решать" in page.get(reverse(QUEUE)).content.decode()


def test_a_pair_stands_in_two_columns_with_what_differs_in_words(page: Client, pair: PossiblePair) -> None:
    answer = page.get(reverse("desk:pair", args=[pair.pk]))
    text = answer.content.decode()
    assert "Беляев Олег Петрович" in text and "Биляев Олег Петрович" in text
    facts = {fact.label: fact.is_same for fact in answer.context["facts"] if fact.is_known}
    assert list(facts.values())[:2] == [False, True]  # the name differs, the birth date is the same
    assert "отличается" in text and "совпадает" in text
    assert any(one.is_for for one in answer.context["evidence"])


def test_joining_leads_to_the_next_pair_and_is_undone_there(
    page: Client, worker: Worker, pair: PossiblePair
) -> None:
    other = waiting(worker, "Ткаченко Валерий Ильич", "Ткаченка Валерий Ильич", date(1990, 1, 14))
    assert decide(page, pair, "join") == reverse("desk:pair", args=[other.pk])
    made = PairDecision.objects.get()
    assert Person.objects.filter(canonical=made.one).count() == 1
    undo = reverse("desk:undo_decision", args=[made.pk])
    assert undo in page.get(reverse("desk:pair", args=[other.pk])).content.decode()
    page.post(undo)
    assert not Person.objects.filter(canonical__isnull=False).exists()
    pair.refresh_from_db()
    assert pair.decided == ""


def test_never_these_two_is_not_offered_again_until_lifted(
    page: Client, worker: Worker, pair: PossiblePair
) -> None:
    assert decide(page, pair, "apart", why="разные люди") == reverse(QUEUE)
    pair.delete()
    everything_again(worker)
    assert not PossiblePair.objects.exists()
    page.post(reverse("desk:undo_decision", args=[PairDecision.objects.get().pk]))
    everything_again(worker)
    assert PossiblePair.objects.exists()


def everything_again(worker: Worker) -> None:
    PairSearch.objects.all().delete()
    pairing.search(agency_id=worker.agency_id)


def test_a_pair_put_off_waits_until_its_day(page: Client, pair: PossiblePair) -> None:
    decide(page, pair, "later")
    assert page.get(reverse(QUEUE)).context["total"] == 0
    page.post(reverse("desk:take_up", args=[pair.pk]))
    assert page.get(reverse(QUEUE)).context["total"] == 1


def test_what_a_decision_unlocks_comes_first(page: Client, worker: Worker, pair: PossiblePair) -> None:
    later = waiting(worker, "Ткаченко Валерий Ильич", "Ткаченка Валерий Ильич", date(1990, 1, 14))
    first = [line.pair.pk for line in page.get(reverse(QUEUE)).context["lines"]]
    assert set(first) == {pair.pk, later.pk}
    cases.application(worker, later.person)
    lines = page.get(reverse(QUEUE)).context["lines"]
    assert [line.pair.pk for line in lines] == [later.pk, pair.pk]
    assert lines[0].behind == 1


def test_a_record_elsewhere_shows_only_that_it_exists(page: Client, worker: Worker) -> None:
    other = staff.worker("marat", of=staff.agency("Центр помощи г. Риддер"), name="Марат Ибраев")
    with act_as(other.actor):
        theirs = people.person(other, "Тайнов Олег Петрович", birth_on=date(1988, 5, 3), place="с. Скрытое")
    people.person(worker, "Тайнов Олег Петрович", birth_on=date(1988, 5, 3))
    pairing.search(agency_id=worker.agency_id)
    pair = PossiblePair.objects.get()
    assert (pair.is_elsewhere, pair.bits, pair.reasons) == (True, None, [])
    for address in (reverse(QUEUE), reverse("desk:pair", args=[pair.pk])):
        text = page.get(address).content.decode()
        assert "Скрытое" not in text and "Риддер" not in text and str(theirs) not in text
    assert decide(page, pair, "join").startswith("Одна из записей")
    assert decide(page, pair, "ask", why="мало").startswith("Напишите")
    decide(page, pair, "ask", why="Назвал ту же дату и место рождения")
    assert JoinRequest.objects.get().other_id == theirs.pk


def test_the_other_agency_sees_its_own_record_and_the_words_of_who_asks(
    client: Client, worker: Worker
) -> None:
    other = staff.worker("marat", of=staff.agency("Центр помощи г. Риддер"), name="Марат Ибраев")
    mine = people.person(worker, "Беляев Олег Петрович", birth_on=date(1988, 5, 3), place="с. Скрытое")
    with act_as(other.actor):
        theirs = people.person(other, "Биляев Олег Петрович", birth_on=date(1988, 5, 3))
    asked = joining.ask_to_join(one=mine, other_id=theirs.pk, why="Назвал ту же дату", by=worker.actor)
    client.force_login(other.user)
    text = client.get(reverse("desk:join_request", args=[asked.pk])).content.decode()
    assert "Биляев" in text and "Назвал ту же дату" in text and "Сенім" in text
    assert "Беляев" not in text and "Скрытое" not in text
    client.post(reverse("desk:answer_join", args=[asked.pk]), {"answer": "agree"})
    page = client.get(reverse("desk:person", args=[theirs.pk])).content.decode()
    assert "Биляев" in page and "Беляев" not in page and "Скрытое" not in page


def test_a_longer_queue_asks_the_database_no_more(
    page: Client, worker: Worker, pair: PossiblePair, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for number in range(5):
        waiting(
            worker, f"Ткаченко Валерий {number}", f"Ткаченка Валерий {number}", date(1990 - number, 1, 14)
        )
    with django_assert_max_num_queries(24) as counted:  # type: ignore[operator]
        assert page.get(reverse(QUEUE)).context["total"] > 5
    with django_assert_max_num_queries(26):  # type: ignore[operator]
        page.get(reverse("desk:pair", args=[pair.pk]))
    assert len(counted) > 5


def test_a_pair_that_the_other_agency_asks_about_does_not_wait_twice(client: Client, worker: Worker) -> None:
    other = staff.worker("marat", of=staff.agency("Центр помощи г. Риддер"), name="Марат Ибраев")
    mine = people.person(worker, "Беляев Олег Петрович", birth_on=date(1988, 5, 3))
    with act_as(other.actor):
        theirs = people.person(other, "Беляев Олег Петрович", birth_on=date(1988, 5, 3))
    pairing.search(agency_id=worker.agency_id)
    pairing.search(agency_id=other.agency_id)
    joining.ask_to_join(one=mine, other_id=theirs.pk, why="Назвал ту же дату", by=worker.actor)
    client.force_login(other.user)
    answer = client.get(reverse(QUEUE))
    assert (answer.context["total"], len(answer.context["of_us"])) == (0, 1)


def test_figures_and_strangers_find_no_queue(client: Client, worker: Worker, pair: PossiblePair) -> None:
    manager = staff.worker("ainur", of=worker.agency, roles=[Role.GRANT_MANAGER])
    client.force_login(manager.user)
    assert client.get(reverse(QUEUE)).status_code == 404
    stranger = staff.worker("stranger", of=staff.agency("Третьи"))
    client.force_login(stranger.user)
    assert client.get(reverse("desk:pair", args=[pair.pk])).status_code == 404
    assert client.post(reverse("desk:decide_pair", args=[pair.pk]), {"answer": "join"}).status_code == 404


def test_a_join_is_told_in_the_history_of_the_person(page: Client, pair: PossiblePair) -> None:
    decide(page, pair, "join", why="Тот же паспорт")
    text = page.get(reverse("desk:person", args=[pair.person_id])).content.decode()
    assert "Записи объединены" in text and "Тот же паспорт" in text


BORN = date(1990, 8, 15)
ALIKE = {
    "a twin": (("Сейтов Ержан Маратович", BORN), ("Сейтов Алмас Маратович", BORN)),
    "a father and his son": (("Сейтов Марат Ержанович", date(1965, 2, 3)), ("Сейтов Ержан Маратович", BORN)),
    "a namesake of another age": (
        ("Ким Олег Иванович", date(1971, 3, 4)),
        ("Ким Олег Иванович", date(1994, 11, 30)),
    ),
}


@pytest.mark.parametrize("who", ALIKE)
def test_two_people_who_are_alike_are_not_offered_as_one(worker: Worker, who: str) -> None:
    for name, born in ALIKE[who]:
        people.person(worker, name, birth_on=born, sex="m")
    pairing.search(agency_id=worker.agency_id)
    assert not PossiblePair.objects.exists()


def test_twins_whose_names_look_alike_are_for_a_person_and_the_page_says_what_speaks_against(
    page: Client, worker: Worker
) -> None:
    pair = waiting(worker, "Сейтов Ержан Маратович", "Сейтов Ерлан Маратович", BORN)
    assert pair.outcome == "maybe"
    evidence = page.get(reverse("desk:pair", args=[pair.pk])).context["evidence"]
    assert "два разных, но похожих имени" in [one.words for one in evidence if not one.is_for]
