"""Contact lost: lines of the journal that ended with contact lost, whatever the cause."""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def count(reading: Reading) -> int:
    """Lines with contact lost."""
    return reading.services().filter(lost_contact__isnull=False).count()


def rows(reading: Reading, _part: str) -> Listed:
    """These lines."""
    return Listed("services", reading.services().filter(lost_contact__isnull=False), ("happened_on", "id"))


INDICATOR = Indicator("contact_lost", _("Contact lost"), rows, count)
