"""Of two whom somebody keeps apart, a corrected row of the one is not put to the other; joined records are one to an import."""

from __future__ import annotations

from datetime import date

import pytest

from tirek.agencies.models import Worker
from tirek.exchange.models import Import, SourceRow
from tirek.exchange.tests import make
from tirek.people import joining
from tirek.people.models import Person
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db


def journal(worker: Worker, name: str, born: str) -> Import:
    lines = [(1, "05.08.2017", name, "", born, "Стрижка", "", "оказана", "")]
    return make.bring(make.workbook({"Услуги": [make.SERVICES, *lines]}), worker)


@pytest.mark.parametrize("are_apart", [False, True])
def test_a_corrected_row_is_not_put_to_whom_its_person_is_kept_apart_from(are_apart: bool) -> None:
    worker = make.hire()
    journal(worker, "Строкин Иван Петрович", "03.05.1988")
    known = Person.objects.get()
    other = people.person(worker, "Строкин Ивар Павлович", birth_on=date(1991, 2, 14))
    if are_apart:
        joining.keep_apart(one=known.pk, other=other.pk, why="братья", by=worker.actor)
    file = journal(worker, "Строкин Ивар Павлович", "14.02.1991")
    assert len(make.rows_of(file, "maybe")) == (not are_apart)
    if are_apart:
        assert SourceRow.objects.get().person_id == known.pk


def test_joined_records_are_one_candidate_and_not_two_rivals() -> None:
    worker = make.hire()
    one = people.person(worker, "Строкин Иван Петрович", birth_on=date(1988, 5, 3))
    two = people.person(worker, "Строкин Иван Петрович", birth_on=date(1988, 5, 3))
    assert make.rows_of(journal(worker, "Строкин Иван Петрович", "03.05.1988"), "maybe")
    people.joined(one, two, worker)
    again = make.bring(
        make.workbook(
            {
                "Услуги": [
                    make.SERVICES,
                    (
                        2,
                        "06.08.2017",
                        "Строкин Иван Петрович",
                        "",
                        "03.05.1988",
                        "Стрижка",
                        "",
                        "оказана",
                        "",
                    ),
                ]
            }
        ),
        worker,
    )
    assert [row.person_id for row in make.rows_of(again, "same")] == [one.pk]


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Сейтов Алмас Маратович", "15.08.1990"),
        ("Сейтов Марат Ержанович", "03.02.1965"),
        ("Сейтов Ержан Маратович", "30.11.2001"),
    ],
    ids=["a twin", "the father", "a namesake"],
)
def test_an_import_takes_nobody_alike_for_the_same(name: str, born: str) -> None:
    worker = make.hire()
    known = people.person(worker, "Сейтов Ержан Маратович", birth_on=date(1990, 8, 15), sex="m")
    file = journal(worker, name, born)
    assert not make.rows_of(file, "same")
    assert Person.objects.exclude(pk=known.pk).count() + len(make.rows_of(file, "maybe")) == 1
