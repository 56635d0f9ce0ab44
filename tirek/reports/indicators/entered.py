"""Entered: different people whose application was decided with "entered"."""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def count(reading: Reading) -> int:
    """Different canonical people who entered the programme."""
    return reading.applied_and_entered[1]


def rows(reading: Reading, _part: str) -> Listed:
    """The application with which each entered."""
    return Listed("applications", reading.first_of_each(reading.entered()), ("applied_on", "id"))


INDICATOR = Indicator("entered", _("People in the programme"), rows, count)
