"""What each figure counts, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tirek.gate.acting import acts
from tirek.grants import actions as grants
from tirek.grants.models import AgeBand, Event, Grant
from tirek.people import joining
from tirek.people.models import Person
from tirek.reports.figures import Figures, count_figures
from tirek.reports.indicators import PUBLISHED, REPORT, Listed, Participants, Reading, called
from tirek.reports.tests import make, pilot
from tirek.services.actions import Ending

pytestmark = pytest.mark.django_db


@pytest.fixture
def grant() -> Grant:
    return make.grant()


def counted(grant: Grant) -> Figures:
    return count_figures(grant)


def join(kept: Person, other: Person) -> None:
    """Two records of one person."""
    joining.join(one=kept, other=other, by=replace(acts(), roles=frozenset({"social_worker"})))


def test_a_service_is_one_person_and_one_kind_however_many_sessions(grant: Grant) -> None:
    person = make.entrant(grant)
    for day in (1, 2, 3):
        make.service(grant, person, happened_on=date(2017, 8, day))
    make.service(grant, person, "Социальный пакет")
    figures = counted(grant)
    assert figures.counts["services_total"] == 2
    assert figures.counts["sessions_total"] == 4


def test_two_records_of_one_person_are_one_person(grant: Grant) -> None:
    kept, other = make.entrant(grant, "Серикулы Нурлан"), make.entrant(grant, "Серікұлы Нурлан")
    make.service(grant, kept)
    make.service(grant, other)
    assert counted(grant).counts["entered"] == 2
    join(kept, other)
    figures = counted(grant)
    assert figures.counts["entered"] == 1
    assert figures.counts["people_in_registry"] == 1
    assert figures.counts["services_total"] == 1
    assert figures.counts["sessions_total"] == 2


def test_two_applications_of_one_person_are_one_participant(grant: Grant) -> None:
    make.programme(grant)
    person = make.entrant(grant)
    make.application(grant, person, applied_on=date(2017, 9, 1))
    assert counted(grant).counts["attendances"] == 1


def test_only_what_was_given_is_a_service(grant: Grant) -> None:
    person = make.entrant(grant)
    for ending in (
        Ending.REFUSED,
        Ending.DECLINED,
        Ending.NO_SHOW,
        Ending.LOST_CONTACT,
        Ending.UNMET,
        Ending.OPEN,
    ):
        make.service(grant, person, "Обучение", ending=ending)
    figures = counted(grant)
    assert figures.counts["services_total"] == 0
    assert figures.counts["service_rows"] == 6
    for key in ("refused_total", "declined", "not_attended", "contact_lost", "unmet_training"):
        assert figures.counts[key] == 1, key


def test_unmet_demand_for_training_counts_no_other_wish(grant: Grant) -> None:
    make.service(grant, make.entrant(grant), "Юридическая консультация", ending=Ending.UNMET, wish="нотариус")
    assert counted(grant).counts["unmet_training"] == 0


def test_least_kinds_is_counted_person_by_person_and_nobody_is_left_out(grant: Grant) -> None:
    rich, poor = make.entrant(grant, "Иванов Иван"), make.entrant(grant, "Петров Пётр")
    for kind in ("Юридическая консультация", "Социальный пакет", "Психологическая помощь"):
        make.service(grant, rich, kind)
    make.service(grant, poor)
    assert counted(grant).counts["min_kinds_per_beneficiary"] == 1
    make.entrant(grant, "Сидоров Сидор")
    assert counted(grant).counts["min_kinds_per_beneficiary"] == 0


def test_services_of_another_grant_are_not_counted(grant: Grant) -> None:
    person = make.entrant(grant)
    make.service(make.grant(title="Другой проект"), person)
    assert counted(grant).counts["service_rows"] == 0


def test_age_is_taken_on_the_first_day_of_the_event(grant: Grant) -> None:
    turned: dict[str, Any] = {"birth_on": date(1994, 9, 15)}
    make.attendance(make.event(grant, 1, starts_on=date(2017, 9, 14)), "Иванов Иван", **turned)
    make.attendance(make.event(grant, 2, starts_on=date(2017, 9, 15)), "Иванов Иван", **turned)
    figures = counted(grant)
    assert figures.part("age", "17-22") == 1
    assert figures.part("age", "23-27") == 1


def test_a_participant_born_on_29_february_is_a_year_older_in_march(grant: Grant) -> None:
    leap: dict[str, Any] = {"birth_on": date(1996, 2, 29)}
    days = {"ends_on": date(2019, 12, 31)}
    make.attendance(make.event(grant, 1, starts_on=date(2019, 2, 28), **days), "Иванов Иван", **leap)
    make.attendance(make.event(grant, 2, starts_on=date(2019, 3, 1), **days), "Иванов Иван", **leap)
    figures = counted(grant)
    assert figures.part("age", "17-22") == 1
    assert figures.part("age", "23-27") == 1


@pytest.mark.parametrize(
    ("low", "high", "band"),
    [(28, 32, "28-32"), (59, None, "59+"), (60, 65, "59+"), (20, 30, ""), (70, None, "59+")],
)
def test_a_band_instead_of_a_birth_date_counts_where_the_form_has_one_for_all_of_it(
    grant: Grant, low: int, high: int | None, band: str
) -> None:
    make.attendance(make.event(grant), birth_on=None, age_low=low, age_high=high)
    figures = counted(grant)
    assert {part.code: part.count for part in figures.tables["age"] if part.count} == (
        {band: 1} if band else {}
    )
    assert figures.unknown["age"] == (0 if band else 1)


def test_a_birth_year_alone_is_an_age_only_where_both_ages_fall_into_one_band(grant: Grant) -> None:
    make.programme(grant)
    make.entrant(grant, "Иванов Иван", birth_on=None, birth_year=1992)
    make.entrant(grant, "Петров Пётр", birth_on=None, birth_year=1989)
    figures = counted(grant)
    assert figures.part("age", "23-27") == 1
    assert figures.unknown["age"] == 1


def test_age_bands_are_those_in_force_when_the_grant_began(grant: Grant) -> None:
    AgeBand.objects.filter(code="13-16").update(valid_to=date(2016, 12, 31))
    assert "13-16" not in {part.code for part in counted(grant).tables["age"]}


def test_an_event_counted_from_the_programme_counts_who_entered(grant: Grant) -> None:
    make.programme(grant)
    make.entrant(grant, "Иванов Иван")
    make.application(grant, make.person("Петров Пётр"), entered=False)
    make.application(grant, make.person("Сидоров Сидор"), entered=None)
    figures = counted(grant)
    assert (figures.counts["applied"], figures.counts["entered"]) == (3, 1)
    assert figures.part("events", "3") == 1
    assert figures.part("status", "unemployed") == 1


def test_a_mailing_counts_different_organisations_and_nobody_takes_part_in_it(grant: Grant) -> None:
    make.event(grant, 5, form=Event.Form.PUBLICATION, counted_from=Event.CountedFrom.RECIPIENTS)
    for number, name in enumerate(("Служба пробации № 1", "служба  пробации № 1", "Центр «Қамқор»"), start=1):
        make.recipient(grant, number, name)
    figures = counted(grant)
    assert figures.part("events", "5") == 2
    assert figures.counts["attendances"] == 0


def test_somebody_at_two_meetings_is_two_attendances_and_one_person(grant: Grant) -> None:
    for number, name in enumerate(("Ахметов Ерлан", "АХМЕТОВ ЕРЛАН"), start=2):
        make.attendance(make.event(grant, number), name)
    figures = counted(grant)
    assert figures.counts["attendances"] == 2
    assert figures.counts["meeting_people"] == 1
    assert figures.counts["unique_people"] == 1


def test_two_people_of_one_name_with_different_birth_dates_are_two(grant: Grant) -> None:
    meeting = make.event(grant)
    make.attendance(meeting, "Ахметов Ерлан", birth_on=date(1980, 1, 1))
    make.attendance(meeting, "Ахметов Ерлан", birth_on=date(1990, 1, 1))
    assert counted(grant).counts["meeting_people"] == 2


def test_an_anonymous_survey_makes_different_people_not_knowable(grant: Grant) -> None:
    make.attendance(make.event(grant, 1, form=Event.Form.SURVEY))
    make.attendance(make.event(grant, 2), "Ахметов Ерлан")
    figures = counted(grant)
    assert figures.counts["unique_people"] is None
    assert figures.counts["survey_people"] is None
    assert figures.counts["meeting_people"] == 1


def test_people_who_are_helped_are_never_matched_to_the_programme(grant: Grant) -> None:
    make.programme(grant)
    make.entrant(grant, "Иванов Иван")
    make.attendance(make.event(grant, 1), "Ахметов Ерлан", side="staff")
    assert counted(grant).counts["unique_people"] == 2
    make.attendance(make.event(grant, 2), "Иванов Иван", side="helped")
    assert counted(grant).counts["unique_people"] is None


def test_a_declared_figure_that_agrees_is_no_mismatch(grant: Grant) -> None:
    make.service(grant, make.entrant(grant))
    for key, number in (("services_total", 1), ("entered", 2), ("nobody_knows_this", 9)):
        grants.declare(grant=grant, indicator=key, label=key, declared=number, by=make.actor())
    assert counted(grant).published(grant)["mismatches"] == {"entered": {"declared": 2, "counted": 1}}


def test_an_empty_grant_has_figures_too(grant: Grant) -> None:
    found = counted(grant).published(grant)
    assert list(found) == list(pilot.expected())
    assert found["services_total"] == 0


def test_rows_behind_every_figure_of_the_pilot_are_as_many_as_the_figure() -> None:
    of = pilot.load()
    figures, reading = counted(of), Reading(of, REPORT)
    other_unit = {"planned", "plan", "events:5", "meeting_people", "min_kinds_per_beneficiary"}
    for key, number in figures.numbers.items():
        if key in other_unit or key.startswith("plan:"):
            continue
        indicator, part = called(key)
        rows = indicator.rows(reading, part)
        assert isinstance(rows, Listed | Participants)
        assert rows.count() == number, key


def test_every_published_figure_is_a_number_or_a_table() -> None:
    for one in PUBLISHED:
        assert (one.count is None) != (one.parts is None), one.key
