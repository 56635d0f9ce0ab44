"""The figures of the pilot are those of expected.json, to the key and to the number."""

import json

import pytest

from tirek.reports.figures import figures
from tirek.reports.tests import pilot

pytestmark = pytest.mark.django_db


def test_figures_of_the_pilot_are_exactly_the_expected_ones() -> None:
    found = figures(pilot.load())
    assert list(found) == list(pilot.expected())
    assert found == pilot.expected()
    assert json.loads(json.dumps(found, ensure_ascii=False)) == pilot.expected()
