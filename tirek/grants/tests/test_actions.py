"""What is said of a grant can be said twice and stands once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tirek.agencies.actions import name_agency
from tirek.audit.actors import MACHINE
from tirek.audit.models import JournalEntry
from tirek.grants import actions
from tirek.grants.models import AgeBand, Grant, Reallocation, SocialStatus
from tirek.grants.naming import plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def grant() -> Grant:
    return actions.open_grant(
        agency=name_agency(name="Фонд", by=MACHINE),
        title="Социальная адаптация",
        starts_on=date(2017, 7, 21),
        ends_on=date(2017, 11, 21),
        amount=Decimal(2485260),
        by=MACHINE,
    )


def test_a_grant_opened_again_is_corrected(grant: Grant) -> None:
    again = actions.open_grant(
        agency=grant.agency,
        title=grant.title,
        starts_on=grant.starts_on,
        ends_on=date(2017, 12, 1),
        amount=grant.amount,
        by=MACHINE,
    )
    assert again.pk == grant.pk
    assert Grant.objects.get().ends_on == date(2017, 12, 1)


def test_a_corrected_title_or_start_is_the_same_grant(grant: Grant) -> None:
    for title, starts_on in (
        ("Социальная  адаптация", date(2017, 7, 21)),
        ("социальная адаптация", date(2017, 7, 20)),
    ):
        again = actions.open_grant(
            agency=grant.agency,
            title=title,
            starts_on=starts_on,
            ends_on=grant.ends_on,
            amount=grant.amount,
            by=MACHINE,
        )
        assert again.pk == grant.pk


def test_the_same_title_in_another_year_is_another_grant(grant: Grant) -> None:
    actions.open_grant(
        agency=grant.agency,
        title=grant.title,
        starts_on=date(2018, 7, 21),
        ends_on=date(2018, 11, 21),
        amount=grant.amount,
        by=MACHINE,
    )
    assert Grant.objects.count() == 2


def test_a_grant_cannot_end_before_it_starts(grant: Grant) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(ends_on=date(2017, 1, 1))


def test_money_is_not_moved_beyond_what_was_planned(grant: Grant) -> None:
    leisure = actions.budget(grant=grant, article="Досуг", planned=Decimal(100), spent=Decimal(0), by=MACHINE)
    medical = actions.budget(
        grant=grant, article="Медицина", planned=Decimal(10), spent=Decimal(0), by=MACHINE
    )
    with pytest.raises(actions.MoneyMissing):
        actions.reallocate(
            grant=grant, source=leisure, target=medical, amount=Decimal(101), reason="нет спроса", by=MACHINE
        )
    for _ in range(2):
        actions.reallocate(
            grant=grant, source=leisure, target=medical, amount=Decimal(60), reason="нет спроса", by=MACHINE
        )
    assert Reallocation.objects.count() == 1


def test_every_write_leaves_a_journal_row(grant: Grant) -> None:
    actions.declare(grant=grant, indicator="services_total", label="Оказано услуг", declared=188, by=MACHINE)
    assert set(JournalEntry.objects.values_list("action", flat=True)) >= {
        "grants.open_grant",
        "grants.declare",
    }


def test_the_state_form_is_data_with_validity() -> None:
    assert [band.code for band in AgeBand.objects.on(date(2017, 7, 21))] == [
        "13-16",
        "17-22",
        "23-27",
        "28-32",
        "33-45",
        "46-58",
        "59+",
    ]
    AgeBand.objects.filter(code="13-16").update(valid_to=date(2016, 12, 31))
    assert "13-16" not in [band.code for band in AgeBand.objects.on(date(2017, 7, 21))]
    assert SocialStatus.objects.on(date(2017, 7, 21)).count() == 10


def test_bands_meet_without_gap_or_overlap() -> None:
    bands = list(AgeBand.objects.all())
    for age in range(13, 100):
        assert sum(band.holds(age) for band in bands) == 1


def test_names_are_the_same_words_whatever_case_quotes_and_yo() -> None:
    assert plain("Обучение в ТОО «Практикум»") == plain('обучение  в тоо "практикум"')
    assert plain("учёба") == plain("учеба")
