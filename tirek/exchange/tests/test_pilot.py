"""The pilot of 2017 goes in whole, and every row lands on the right person."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest

from tirek.cases.models import Application, EntryDecision
from tirek.exchange.models import Import, ImportRow, SourceRow
from tirek.exchange.tests import make
from tirek.grants.models import (
    Attendance,
    DeclaredTotal,
    Event,
    Grant,
    MaterialRecipient,
    PlanLine,
    Reallocation,
)
from tirek.people.models import Person
from tirek.services.models import Delivery, NoShow, Refusal, Service, ServiceKind, UnmetDemand

pytestmark = pytest.mark.django_db


def wrong_links(file: Import) -> list[int]:
    """Rows of the services put to another person than the truth says."""
    truth = json.loads((make.PILOT / "truth.json").read_text())
    applications = {
        str(row.row_number): row.person_id
        for row in ImportRow.objects.filter(file=file, sheet="applications")
    }
    meant = {truth["people"][row]: person for row, person in applications.items()}
    services = ImportRow.objects.filter(file=file, sheet="services")
    return [
        row.row_number
        for row in services
        if row.person_id is not None and meant[truth["services"][str(row.row_number)]] != row.person_id
    ]


def test_every_row_lands_on_the_right_person_and_at_most_five_are_asked() -> None:
    file = make.bring(make.pilot(), make.hire())
    assert wrong_links(file) == []
    assert len(make.rows_of(file, "maybe")) <= 5
    assert ImportRow.objects.filter(file=file, sheet="services").count() == 373
    assert Person.objects.count() == 93


def test_taking_the_best_candidate_leaves_nobody_out() -> None:
    file = make.bring(make.pilot(), make.hire(), settle="best")
    assert wrong_links(file) == []
    assert Service.objects.count() == 373
    assert Person.objects.count() == 93


def test_the_sheets_become_the_records_of_their_domains() -> None:
    file = make.bring(make.pilot(), make.hire(), settle="best")
    grant = Grant.objects.get()
    assert file.grant == grant
    assert grant.agency.name == "Общественный фонд «Антарес А»"
    assert (Application.objects.count(), EntryDecision.objects.filter(entered=True).count()) == (93, 68)
    assert Delivery.objects.count() == 332
    assert Delivery.objects.values("service__person", "service__kind").distinct().count() == 190
    assert (Refusal.objects.count(), NoShow.objects.count(), UnmetDemand.objects.count()) == (13, 6, 21)
    assert Attendance.objects.count() == 189
    assert MaterialRecipient.objects.values("organisation").distinct().count() == 50
    assert (PlanLine.objects.count(), Event.objects.count(), DeclaredTotal.objects.count()) == (8, 5, 5)
    assert Reallocation.objects.get().amount == 139175
    assert not ServiceKind.objects.filter(proposed=True).exists()


def test_named_participants_of_meetings_are_counted_once() -> None:
    make.bring(make.pilot(), make.hire())
    meetings = Attendance.objects.filter(event__form="meeting")
    assert len({(one.name_folded, one.birth_on) for one in meetings}) == 33


def test_the_same_file_again_changes_nothing() -> None:
    worker = make.hire()
    make.bring(make.pilot(), worker, settle="best")
    before = (
        Person.objects.count(),
        Service.objects.count(),
        Attendance.objects.count(),
        SourceRow.objects.count(),
    )
    again = make.bring(make.pilot(), worker, settle="best")
    outcomes: defaultdict[str, int] = defaultdict(int)
    for row in ImportRow.objects.filter(file=again):
        outcomes[row.outcome] += 1
    assert dict(outcomes) == {"unchanged": 836}
    after = (
        Person.objects.count(),
        Service.objects.count(),
        Attendance.objects.count(),
        SourceRow.objects.count(),
    )
    assert before == after
    assert Reallocation.objects.count() == 1


def test_a_corrected_file_changes_what_was_corrected() -> None:
    worker = make.hire()
    make.bring(make.pilot(), worker, settle="best")
    corrected = make.changed_pilot({("Услуги", "H5"): "не явился", ("Участники", "F2"): "молодежь"})
    again = make.bring(corrected, worker, settle="best")
    assert [(row.sheet, row.row_number) for row in make.rows_of(again, "changed")] == [
        ("services", 5),
        ("participants", 2),
    ]
    assert (Service.objects.count(), Delivery.objects.count(), NoShow.objects.count()) == (373, 331, 7)
    assert Attendance.objects.count() == 189


def test_a_corrected_name_of_an_applicant_corrects_the_register() -> None:
    worker = make.hire()
    make.bring(make.pilot(), worker, settle="best")
    corrected = make.changed_pilot({("Обращения", "C4"): "Ткаченка Валерий Петрович"})
    again = make.bring(corrected, worker, settle="best")
    assert [row.row_number for row in make.rows_of(again, "changed")] == [4]
    assert Person.objects.count() == 93
    assert Person.objects.filter(name="Ткаченка Валерий Петрович").exists()
