"""Did not come: lines of the journal that ended with the person not coming."""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def count(reading: Reading) -> int:
    """Lines with a no-show."""
    return reading.services().filter(no_show__isnull=False).count()


def rows(reading: Reading, _part: str) -> Listed:
    """These lines."""
    return Listed("services", reading.services().filter(no_show__isnull=False), ("happened_on", "id"))


INDICATOR = Indicator("not_attended", _("Did not come"), rows, count)
