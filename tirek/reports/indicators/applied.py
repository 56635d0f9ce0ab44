"""Applied: different people who asked for help under the grant, whether they entered or not."""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def count(reading: Reading) -> int:
    """Different canonical people with an application."""
    return reading.applied_and_entered[0]


def rows(reading: Reading, _part: str) -> Listed:
    """The first application of each."""
    return Listed("applications", reading.first_of_each(reading.applications()), ("applied_on", "id"))


INDICATOR = Indicator("applied", _("People who applied"), rows, count)
