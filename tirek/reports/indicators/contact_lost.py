"""Contact lost: lines of the journal that ended with contact lost, whatever the cause."""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def count(reading: Reading) -> int:
    """Lines with contact lost."""
    return reading.services().filter(lost_contact__isnull=False).count()


def rows(reading: Reading, part: str) -> Listed:
    """These lines, all or of one category of help."""
    found = reading.services().filter(lost_contact__isnull=False)
    return Listed("services", found.filter(kind__category=part) if part else found, ("happened_on", "id"))


INDICATOR = Indicator("contact_lost", _("Contact lost"), rows, count, splits=True)
