"""An agency is renamed, split and reorganised, and stays findable under every name it had."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tirek.agencies import actions, queries
from tirek.agencies.models import Agency, AgencyName
from tirek.agencies.policies import NotYours
from tirek.agencies.roles import Role
from tirek.agencies.tests import make
from tirek.audit.actors import MACHINE, Actor
from tirek.audit.models import JournalEntry

pytestmark = pytest.mark.django_db
OLD, NEW, NEW_KK = "Центр занятости населения", "Карьерный центр", "Мансап орталығы"
SINCE = date(2023, 7, 1)


@pytest.fixture
def career() -> Agency:
    return make.agency(OLD, Agency.Kind.EMPLOYMENT)


@pytest.fixture
def coordinator() -> Actor:
    akimat = make.agency("Акимат области", Agency.Kind.AKIMAT)
    return make.worker("region", of=akimat, roles=[Role.COORDINATOR]).actor


def test_a_paper_says_the_name_of_its_day(career: Agency) -> None:
    actions.rename(agency=career, name=NEW, name_kk=NEW_KK, since=SINCE, by=MACHINE)
    assert queries.name_on(career, SINCE - timedelta(days=1), "ru") == OLD
    assert queries.name_on(career, SINCE, "ru") == NEW == career.name
    assert queries.name_on(career, SINCE, "kk") == NEW_KK
    assert queries.name_on(career, date(2017, 3, 1), "kk") == OLD


@pytest.mark.parametrize("name", [OLD, NEW, NEW_KK])
def test_an_old_spreadsheet_finds_the_renamed_agency(career: Agency, name: str) -> None:
    actions.rename(agency=career, name=NEW, name_kk=NEW_KK, since=SINCE, by=MACHINE)
    assert actions.name_agency(name=name, by=MACHINE) == career
    assert dict(queries.every_name())[name] == career.id


def test_a_name_taken_over_by_another_agency_means_that_one(career: Agency) -> None:
    actions.rename(agency=career, name=NEW, since=SINCE, by=MACHINE)
    heir = actions.add_agency(name=OLD, kind=Agency.Kind.EMPLOYMENT, since=SINCE, by=MACHINE)
    assert actions.name_agency(name=OLD, by=MACHINE) == heir
    assert dict(queries.every_name())[OLD] == heir.id


@pytest.mark.parametrize("days", [0, -1])
def test_a_name_begins_after_the_one_before_it(career: Agency, days: int) -> None:
    actions.rename(agency=career, name=NEW, since=SINCE, by=MACHINE)
    with pytest.raises(actions.NameOutOfOrder):
        actions.rename(agency=career, name="Третье имя", since=SINCE + timedelta(days=days), by=MACHINE)
    assert career.names.count() == 2


def test_a_name_does_not_begin_in_the_future(career: Agency) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(actions.NameOutOfOrder):
        actions.rename(agency=career, name=NEW, since=tomorrow, by=MACHINE)


def test_two_agencies_are_not_called_the_same(career: Agency) -> None:
    other = make.agency("Другой центр")
    with pytest.raises(actions.NameTaken):
        actions.rename(agency=other, name=OLD, since=SINCE, by=MACHINE)


def test_an_agency_has_one_name_now(career: Agency) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AgencyName.objects.create(agency=career, name_ru="Второе имя")


def test_a_correction_is_no_renaming(career: Agency) -> None:
    actions.describe_agency(agency=career, name=NEW, name_kk=NEW_KK, kind=career.kind, by=MACHINE)
    assert list(career.names.values_list("name_ru", "name_kk")) == [(NEW, NEW_KK)]


def test_a_successor_knows_where_it_came_from(career: Agency, coordinator: Actor) -> None:
    first = actions.add_agency(
        name="Второй", kind=career.kind, predecessor=career, since=SINCE, by=coordinator
    )
    second = actions.add_agency(name="Третий", kind=career.kind, predecessor=first, by=coordinator)
    assert queries.forerunners(second) == [first, career]
    assert career.names.get().valid_to is None, "a part was split off: the rest goes on"


def test_a_reorganised_agency_ends_on_the_first_day_of_its_successor(
    career: Agency, coordinator: Actor
) -> None:
    actions.add_agency(
        name=NEW, kind=career.kind, predecessor=career, since=SINCE, ends_predecessor=True, by=coordinator
    )
    assert career.names.get().valid_to == SINCE
    assert JournalEntry.objects.filter(action="agencies.end", subject_id=str(career.id)).exists()


def test_only_a_coordinator_adds_agencies(career: Agency) -> None:
    manager = make.worker("manager", of=make.agency()).actor
    with pytest.raises(NotYours):
        actions.add_agency(name=NEW, kind=Agency.Kind.NGO, by=manager)


def test_a_branch_is_of_its_heads_kind_and_only_the_head_adds_it(career: Agency) -> None:
    head = make.worker("head", of=career, roles=[Role.AGENCY_ADMIN]).actor
    branch = actions.add_branch(parent=career, name="Филиал", by=head)
    assert (branch.parent, branch.kind) == (career, career.kind)
    with pytest.raises(NotYours):
        actions.add_branch(parent=make.agency("Чужая"), name="Чужой филиал", by=head)


def test_only_an_own_administrator_renames(career: Agency) -> None:
    stranger = make.worker("stranger", of=make.agency("Чужая")).actor
    with pytest.raises(NotYours):
        actions.rename(agency=career, name=NEW, since=SINCE, by=stranger)
