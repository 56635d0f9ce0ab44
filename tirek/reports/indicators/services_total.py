"""Services in all: pairs of a person and a kind; repeat sessions are counted beside them."""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def count(reading: Reading) -> int:
    """The sum over the kinds."""
    return sum(row.people for row in reading.kinds)


def rows(reading: Reading, _part: str) -> Listed:
    """The first line of the journal of every person and kind."""
    return Listed("services", reading.given_once(), ("happened_on", "id"))


INDICATOR = Indicator("services_total", _("Services given"), rows, count)
