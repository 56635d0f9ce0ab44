"""Sessions in all: every line of the journal with which a service was given, repeats included."""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def count(reading: Reading) -> int:
    """The sum over the kinds."""
    return sum(row.sessions for row in reading.kinds)


def rows(reading: Reading, _part: str) -> Listed:
    """These lines."""
    return Listed("services", reading.given(), ("happened_on", "id"))


INDICATOR = Indicator("sessions_total", _("Sessions, repeats included"), rows, count)
