"""Kinds each got at least: counted person by person over everybody who entered, never from an average.

Somebody who entered and was given nothing makes it 0.
"""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def count(reading: Reading) -> int:
    """The fewest different kinds of any person who entered."""
    return min(reading.kinds_of_people.values(), default=0)


def rows(reading: Reading, _part: str) -> Listed:
    """The people with the fewest kinds."""
    fewest = count(reading)
    least = [person for person, kinds in reading.kinds_of_people.items() if kinds == fewest]
    found = reading.first_of_each(reading.entered()).filter(anchor__in=least)
    return Listed("applications", found, ("applied_on", "id"))


INDICATOR = Indicator(
    "min_kinds_per_beneficiary", _("Kinds of service each person got at least"), rows, count
)
