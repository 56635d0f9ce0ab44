"""The catalogue before a person is sent: how an offer stands, when it is open, for whom it is and under which name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import JournalEntry
from tirek.cases.tests import make as cases
from tirek.gate.acting import act_as
from tirek.people.tests import make as people
from tirek.services import eligibility, offering, queueing
from tirek.services.eligibility import BadCondition, PersonFacts
from tirek.services.hours import Hours
from tirek.services.models import Offer, OfferName, Waiting
from tirek.services.offering import Changed, NameOutOfOrder, Names, NotOffered, OfferFacts
from tirek.services.offers import Closed, facts_of, state_of, why_not
from tirek.services.queueing import NoConsent
from tirek.services.tests import make

DAY = date(2026, 11, 26)


@pytest.fixture
def worker(db: None) -> Worker:
    return staff.worker()


def offer(**said: Any) -> Offer:
    """An offer that stands nowhere."""
    return Offer(**{"starts_on": date(2026, 1, 1), **said})


@pytest.mark.parametrize(
    ("said", "kind", "why"),
    [
        ({}, "open", None),
        ({"limit": "stock", "total": 45, "left": 1}, "open", None),
        ({"limit": "stock", "total": 45, "left": 0}, "closed", Closed.GIVEN_OUT),
        ({"limit": "places", "total": 12, "left": 0}, "closed", Closed.NO_PLACES),
        ({"limit": "places", "total": 12, "left": 0, "keeps_queue": True}, "waiting", None),
        ({"limit": "places", "total": 12, "left": 0, "next_on": date(2027, 1, 12)}, "waiting", None),
        ({"limit": "places", "total": 12, "left": 0, "next_on": DAY}, "closed", Closed.NO_PLACES),
        ({"starts_on": date(2027, 1, 1)}, "closed", Closed.NOT_BEGUN),
        ({"ends_on": date(2026, 11, 25)}, "closed", Closed.ENDED),
        ({"ends_on": DAY}, "open", None),
        ({"closed_on": DAY, "closed_why": "ремонт"}, "closed", Closed.BY_AGENCY),
    ],
)
def test_how_an_offer_stands_is_known_before_a_person_is_sent(
    said: dict[str, Any], kind: str, why: Closed | None
) -> None:
    state = state_of(offer(**said), DAY)
    assert (state.kind, state.why) == (kind, why)
    assert state.words


def test_all_given_out_is_said_in_those_words() -> None:
    state = state_of(offer(limit="stock", total=45, left=0), DAY)
    for language, words in (("ru", "закрыто: всё роздано"), ("kk", "жабық: бәрі таратылды")):
        with translation.override(language):
            assert state.words == words


OFFICE = Hours(frozenset(range(5)), time(9), time(18), time(13), time(14))
SHELTER = Hours(frozenset(range(7)), time(18), time(9), works_on_holidays=True)


@pytest.mark.parametrize(
    ("hours", "now", "is_open"),
    [
        (OFFICE, datetime(2026, 11, 26, 10), True),
        (OFFICE, datetime(2026, 11, 26, 13, 30), False),
        (OFFICE, datetime(2026, 11, 26, 18), False),
        (OFFICE, datetime(2026, 11, 28, 10), False),
        (OFFICE, datetime(2026, 12, 16, 10), False),  # Independence Day, a Wednesday
        (SHELTER, datetime(2026, 12, 16, 3), True),
        (SHELTER, datetime(2026, 12, 16, 10), False),
        (SHELTER, datetime(2026, 12, 16, 22), True),
        (Hours(frozenset(), is_round_the_clock=True), datetime(2026, 12, 16, 3), True),
        (Hours(frozenset()), datetime(2026, 11, 26, 10), False),
    ],
)
def test_whether_it_is_open_now(hours: Hours, now: datetime, is_open: bool) -> None:
    assert hours.is_open(now) is is_open


def test_a_night_begins_on_the_day_it_opens() -> None:
    only_friday = Hours(frozenset({4}), time(18), time(9))
    assert only_friday.is_open(datetime(2026, 11, 28, 8))  # Saturday morning of Friday's night
    assert not only_friday.is_open(datetime(2026, 11, 28, 19))


def test_the_next_opening_steps_over_a_holiday() -> None:
    assert OFFICE.opens_next(datetime(2026, 12, 15, 19)) == datetime(2026, 12, 17, 9)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1))
weeks = st.builds(
    Hours,
    st.frozensets(st.integers(0, 6), min_size=1),
    st.times(time(6), time(12)),
    st.times(time(13), time(20)) | st.just(time(5)),
)


@given(hours=weeks, now=moments)
def test_what_opens_next_is_shut_before_and_open_then(hours: Hours, now: datetime) -> None:
    opens = hours.opens_next(now)
    assert opens is not None
    assert opens > now
    assert hours.is_open(opens)
    until = hours.open_until(now)
    if until is not None:
        assert now < until
        assert hours.is_open(until - timedelta(microseconds=1))


PERSON = PersonFacts(
    birth_on=date(1989, 3, 8),
    sex="m",
    place="г. Усть-Каменогорск",
    released_on=DAY - timedelta(days=30),
    on_probation=True,
)


@pytest.mark.parametrize(
    ("code", "value", "met"),
    [
        ("age_from", 18, True),
        ("age_from", 40, False),
        ("age_to", 40, True),
        ("age_to", 36, False),
        ("sex", "m", True),
        ("sex", "f", False),
        ("place", "Усть-Каменогорск", True),
        ("place", "Риддер", False),
        ("released_within", 90, True),
        ("released_within", 29, False),
        ("on_probation", True, True),
        ("in_hardship", True, None),
        ("not_working", True, None),
        ("no_home", True, None),
    ],
)
def test_every_condition_is_met_or_not_or_a_question(code: str, value: Any, met: bool | None) -> None:
    reasons = eligibility.why_not([{"code": code, "value": value}], [], PERSON, DAY)
    assert [reason.is_question for reason in reasons] == ([] if met else [met is None])


def test_every_code_has_a_case_above_and_asks_about_strangers() -> None:
    samples = {int: 18, bool: True, str: "Риддер"}
    for code, condition in eligibility.CODES.items():
        value = samples.get(condition.takes, "m")
        (reason,) = eligibility.why_not([{"code": code, "value": value}], [], PersonFacts(), DAY)
        assert reason.is_question
        assert "%" not in reason.words


def test_whoever_works_and_lives_with_parents_is_told_before_the_way(worker: Worker) -> None:
    """Eleven of thirteen refusals of 2017."""
    package = make.offer(worker, conditions=[{"code": "in_hardship", "value": True}])
    (reason,) = why_not(package, PersonFacts(in_hardship=False))
    assert not reason.is_question
    with translation.override("ru"):
        assert eligibility.in_words(package.conditions) == ["находится в трудной жизненной ситуации"]


def test_somebody_whose_year_alone_is_known_is_asked_only_where_it_matters() -> None:
    born = PersonFacts(birth_year=DAY.year - 18)
    (reason,) = eligibility.why_not([{"code": "age_from", "value": 18}], [], born, DAY)
    assert reason.is_question
    assert not eligibility.why_not([{"code": "age_from", "value": 17}], [], born, DAY)


def test_missing_papers_are_said_and_unknown_ones_asked() -> None:
    (missing,) = eligibility.why_not([], ["id_card"], PersonFacts(papers=frozenset()), DAY)
    assert not missing.is_question
    (asked,) = eligibility.why_not([], ["id_card"], PersonFacts(), DAY)
    assert asked.is_question
    assert not eligibility.why_not([], ["id_card"], PersonFacts(papers=frozenset({"id_card"})), DAY)


@pytest.mark.parametrize(
    "said",
    [
        [{"code": "nonsense", "value": True}],
        [{"code": "age_from", "value": "18"}],
        [{"code": "age_from", "value": True}],
        [{"code": "sex", "value": "x"}],
        [{"code": "on_probation", "value": False}],
        [{"code": "place", "value": " "}],
        [{"code": "age_from", "value": 18}, {"code": "age_from", "value": 21}],
    ],
)
def test_a_condition_nobody_can_judge_is_not_kept(said: list[dict[str, Any]]) -> None:
    with pytest.raises(BadCondition):
        eligibility.checked(said)


def test_what_is_known_of_a_person_answers_the_conditions(worker: Worker) -> None:
    person = people.nurlan(worker)
    cases.application(worker, person, ground="parole", released_on=date(2017, 7, 1))
    facts = facts_of(person)
    assert facts.birth_on == person.birth_on
    assert facts.on_probation
    assert facts.released_on == date(2017, 7, 1)
    assert facts.works is None


def test_a_stranger_with_no_permit_tells_nothing(worker: Worker) -> None:
    person = people.nurlan(worker)
    cases.application(worker, person, ground="parole", released_on=date(2017, 7, 1))
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        facts = facts_of(person)
    assert (facts.released_on, facts.on_probation, facts.place) == (None, None, "")


days = st.dates(date(2017, 1, 1), date(2019, 12, 31))


@given(renamed=st.lists(days, max_size=6), asked=st.lists(days, min_size=1, max_size=6))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_day_has_one_name_and_no_renaming_changes_the_past(
    worker: Worker, renamed: list[date], asked: list[date]
) -> None:
    one = make.offer(worker, name="имя 0")
    known = dict.fromkeys(asked, "имя 0")
    for number, since in enumerate(renamed, start=1):
        try:
            offering.rename_offer(offer=one, names=Names(ru=f"имя {number}"), since=since, by=worker.actor)
        except NameOutOfOrder:
            continue
        known |= {day: f"имя {number}" for day in asked if day >= since}
    for day in asked:
        assert [name.name_ru for name in OfferName.objects.filter(offer=one).on(day)] == [known[day]]


def test_a_corrected_name_is_no_renaming(worker: Worker) -> None:
    one = make.offer(worker, name="Социльный пакет")
    offering.rename_offer(offer=one, names=Names(ru="Социальный пакет"), by=worker.actor)
    assert OfferName.objects.get(offer=one).name_ru == "Социальный пакет"


def test_two_who_change_an_offer_do_not_write_over_each_other(worker: Worker) -> None:
    one = make.offer(worker)
    facts = OfferFacts(kind_id=one.kind_id, starts_on=one.starts_on, place="Риддер")
    offering.change_offer(offer=one, facts=facts, version=one.version, by=worker.actor)
    with pytest.raises(Changed):
        offering.change_offer(offer=one, facts=facts, version=one.version, by=worker.actor)


def test_another_agency_reads_an_offer_and_changes_nothing_of_it(worker: Worker) -> None:
    one = make.offer(worker)
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        assert Offer.objects.get(pk=one.pk).name == one.name
        with pytest.raises(NotOffered):
            offering.close_offer(offer=one, why="ремонт", by=other.actor)
        assert not OfferName.objects.filter(offer=one).update(name_ru="чужое")


def test_who_waits_is_seen_by_whoever_offers(worker: Worker) -> None:
    one = make.offer(worker, keeps_queue=True)
    person = people.nurlan(worker)
    waiting = queueing.wait(offer=one, person=person, by=worker.actor)
    assert queueing.wait(offer=one, person=person, by=worker.actor) == waiting
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        assert not Waiting.objects.exists()
    queueing.end_waiting(waiting=waiting, how="given", by=worker.actor)
    assert queueing.wait(offer=one, person=person, by=worker.actor) != waiting
    assert JournalEntry.objects.filter(action="services.wait", person_id=person.id).count() == 2


def test_who_sees_nothing_of_that_category_puts_nobody_into_a_queue(worker: Worker) -> None:
    """The agency may, a clerk who sees names alone may not: said, and not left to the database."""
    clerk = replace(worker.actor, categories=frozenset({1}))
    with pytest.raises(NoConsent):
        queueing.wait(offer=make.offer(worker, keeps_queue=True), person=people.nurlan(worker), by=clerk)


def test_a_queue_for_treatment_is_a_matter_of_health(worker: Worker) -> None:
    """The permit on social data of a person does not open it, nor does row security."""
    one = make.offer(worker, code="alcohol_treatment", keeps_queue=True)
    person = people.nurlan(worker)
    with pytest.raises(NoConsent):
        queueing.wait(offer=one, person=person, by=worker.actor)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Waiting.objects.create(offer=one, person=person, agency_id=worker.agency_id, category=5)
