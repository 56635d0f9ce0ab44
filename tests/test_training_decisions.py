"""What people decided in the register trains the weights when somebody asks for it, and comes out as shares alone."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.config import training
from tirek.config.keys import seeing_all
from tirek.gate.acting import act_as
from tirek.linkage.training.lists import Lists
from tirek.machine.database import Connections
from tirek.machine.problems import Problem
from tirek.people import joining, stating
from tirek.people.models import MatchDecision, PersonRecord
from tirek.people.registering import Statement
from tirek.people.tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


def decided(addresses: Connections, fewest: int, monkeypatch: pytest.MonkeyPatch) -> Lists:
    monkeypatch.setattr(training, "FEWEST_LABELS", fewest)
    with seeing_all(addresses.migrator) as database:
        return training.decided(database)


def test_rows_given_to_a_person_and_joined_records_are_labels(
    worker: Worker, addresses: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = make.person(worker, "Беляев Олег Петрович", birth_on=date(1980, 5, 4))
    first = PersonRecord.objects.get(person=chosen)
    said = Statement(id=uuid4(), source="words", name="Биляев Олег Петрович", birth_on=date(1980, 5, 4))
    with act_as(worker.actor):
        row = stating.state(person=chosen, said=said, by=worker.actor)
    one, other, split = (
        make.person(worker, f"{name} Павел Ильич") for name in ("Громов", "Грамов", "Громоф")
    )
    make.joined(one, other, worker)
    joining.split(decision=make.joined(one, split, worker), by=worker.actor)
    named = {who: str(PersonRecord.objects.get(person=who).pk) for who in (one, other, split)}
    lists = decided(addresses, 2, monkeypatch)
    assert set(lists.labels) == {(str(first.pk), str(row.pk)), (named[one], named[other])}
    asked, known = ({each.id for each in rows} for rows in (lists.asked, lists.known))
    assert {other for _, other in lists.labels} <= asked
    assert {one for one, _ in lists.labels} <= known
    assert MatchDecision.objects.filter(record=row, outcome="chosen").exists()
    assert "Беляев" not in lists.provenance


def test_too_few_decisions_are_said_before_anything_is_trained(
    worker: Worker, addresses: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.person(worker)
    with pytest.raises(Problem, match="Only 0 pairs"):
        decided(addresses, 1, monkeypatch)
