"""Did not come: lines of the journal that ended with the person not coming."""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def count(reading: Reading) -> int:
    """Lines with a no-show."""
    return reading.services().filter(no_show__isnull=False).count()


def rows(reading: Reading, part: str) -> Listed:
    """These lines, all or of one category of help."""
    found = reading.services().filter(no_show__isnull=False)
    return Listed("services", found.filter(kind__category=part) if part else found, ("happened_on", "id"))


INDICATOR = Indicator("not_attended", _("Did not come"), rows, count, splits=True)
