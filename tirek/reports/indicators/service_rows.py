"""Lines of the journal of services, however they ended."""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def count(reading: Reading) -> int:
    """Every line of this grant."""
    return reading.services().count()


def rows(reading: Reading, _part: str) -> Listed:
    """These lines."""
    return Listed("services", reading.services(), ("happened_on", "id"))


INDICATOR = Indicator("service_rows", _("Lines of the journal of services"), rows, count)
