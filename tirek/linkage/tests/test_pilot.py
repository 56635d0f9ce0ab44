"""The pilot of 2017: every row of the workbook lands on the right person."""

from typing import Literal

import pytest

from tirek.linkage.tests.pilot import Landing, land, truth

Way = Literal["hold", "best"]


@pytest.fixture(scope="module", params=["hold", "best"])
def landing(request: pytest.FixtureRequest) -> Landing:
    return land(request.param)


def test_applications_are_ninety_three_people(landing: Landing) -> None:
    assert len(landing.applications) == len(set(landing.applications.values())) == 93


def test_nobody_new_looks_like_somebody_else(landing: Landing) -> None:
    assert landing.not_new == []


def test_every_service_row_is_read(landing: Landing) -> None:
    assert set(landing.services) == set(truth()["services"])
    assert len(landing.services) == 373


def test_no_service_lands_on_the_wrong_person(landing: Landing) -> None:
    true = truth()
    wrong = {
        row: person
        for row, person in landing.services.items()
        if person is not None and true["people"][person] != true["services"][row]
    }
    assert wrong == {}


def test_hold_asks_about_five_rows_at_most() -> None:
    assert len(land("hold").asked) <= 5


def test_best_leaves_nobody_out() -> None:
    assert all(person is not None for person in land("best").services.values())


def test_records_of_services_change_no_answer() -> None:
    """The lookup may keep only what the application said: the answers are the same."""
    assert land("hold", remember=False).services == land("hold").services
