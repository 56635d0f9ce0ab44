"""A name that half the registry has: an import says that not everybody was compared."""

from __future__ import annotations

import pytest

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.exchange.tests import make
from tirek.people import actions
from tirek.people.lookup_sql import MOST_OF_A_KEY
from tirek.people.registering import NewPerson

pytestmark = pytest.mark.django_db
LINE = (9, "08.08.2017", "Серікұлы Нұрлан Ғабитұлы", "", "08.03.1989", "Стрижка", "", "оказана", "")


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


def codes(worker: Worker, namesakes: int) -> list[str]:
    people = [NewPerson(name="Серікұлы Нұрлан Ғабитұлы") for _ in range(namesakes)]
    actions.register_many(people=people, by=worker.actor)
    file = make.bring(make.workbook({"Услуги": [make.SERVICES, LINE]}), worker)
    return [problem["code"] for problem in file.problems]


def test_an_import_says_that_a_name_was_too_common_to_compare_everybody(worker: Worker) -> None:
    assert "namesakes_cut" in codes(worker, MOST_OF_A_KEY)


def test_an_import_among_few_namesakes_says_nothing(worker: Worker) -> None:
    assert "namesakes_cut" not in codes(worker, 3)
