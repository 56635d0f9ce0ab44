"""The command that asks whether a person is already in the registry."""

from __future__ import annotations

from datetime import date

import pytest

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import Reading
from tirek.desk.lookup import run_lookup
from tirek.gate import tallies
from tirek.gate.acting import act_as
from tirek.people import matching
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.mark.parametrize(
    "text",
    [
        "Серікұлы Нурлан 1989",
        "Серикулы Нурлан 08.03.1989",
        "Нурлан Серикулы 08.03.1989",
        people.IIN,
        f"Серикулы {people.IIN}",
        "Серикулы Н. 1989",
    ],
)
def test_a_line_with_a_name_a_date_or_an_iin_is_answered_with_score_and_reasons(
    worker: Worker, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    person = people.nurlan(worker)
    assert run_lookup(text, worker) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head.split()[:2] == ["Score", "Name"]
    assert person.name in row
    assert "08.03.1989" in row
    assert str(person) in row
    assert "the same" in row


def test_the_likeliest_comes_first(worker: Worker, capsys: pytest.CaptureFixture[str]) -> None:
    people.person(worker, "Серікұлы Нұрлан Ғабитұлы", birth_on=date(1991, 1, 2))
    people.nurlan(worker)
    run_lookup("Серікұлы Нұрлан Ғабитұлы 08.03.1989", worker)
    assert "08.03.1989" in capsys.readouterr().out.splitlines()[1]


def test_nobody_found_says_so(worker: Worker, capsys: pytest.CaptureFixture[str]) -> None:
    people.nurlan(worker)
    assert run_lookup("Совсем Другой Человек 1970", worker) == 1
    assert "nobody" in capsys.readouterr().out


def test_nothing_to_look_up_by_is_said(worker: Worker, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_lookup("1990", worker) == 2
    assert "name" in capsys.readouterr().err


def test_a_wrong_iin_is_said_and_the_name_still_asked(
    worker: Worker, capsys: pytest.CaptureFixture[str]
) -> None:
    people.nurlan(worker)
    assert run_lookup("Серикулы Нурлан Габитулы 1989 890308399988", worker) == 0
    assert "IIN" in capsys.readouterr().err


def test_the_log_holds_how_many_were_found_and_never_what_was_asked(worker: Worker) -> None:
    people.nurlan(worker)
    run_lookup("Серикулы Нурлан 1989", worker)
    asked = Reading.objects.get()
    assert (asked.worker_id, asked.action, asked.rows) == (worker.id, "search", 1)


def test_of_another_agencys_person_only_the_fact_is_printed(
    worker: Worker, capsys: pytest.CaptureFixture[str]
) -> None:
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        people.nurlan(other)
    run_lookup("Серикулы Нурлан 08.03.1989", worker)
    printed = capsys.readouterr().out
    assert "Ғабитұлы" not in printed
    assert "another agency" in printed


def test_searches_by_iin_are_limited_as_on_the_page(
    worker: Worker, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    people.nurlan(worker)
    monkeypatch.setattr(tallies, "SEARCH_BY_IIN", tallies.Limit("search.iin.test", 1, 3600))
    assert [run_lookup(people.IIN, worker) for _ in range(2)] == [0, 2]
    assert "Too many attempts" in capsys.readouterr().err
    assert run_lookup("Серікұлы Нұрлан 1989", worker) == 0


def test_a_name_that_many_have_says_that_somebody_was_left_out(
    worker: Worker, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(matching.MOST_COMPARED + 1):
        people.person(worker)
    run_lookup("Серікұлы Нұрлан Ғабитұлы", worker)
    assert "are not shown" in capsys.readouterr().out


def test_the_answer_is_russian_unless_the_terminal_speaks_otherwise(
    worker: Worker, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    people.nurlan(worker)
    run_lookup("Серикулы Нурлан 1989", worker)
    assert capsys.readouterr().out.split()[0] != "Score"
