"""Declined: lines of the journal that the person declined, for now."""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def count(reading: Reading) -> int:
    """Lines the person declined."""
    return reading.services().filter(decline__isnull=False).count()


def rows(reading: Reading, part: str) -> Listed:
    """These lines, all or of one category of help."""
    found = reading.services().filter(decline__isnull=False)
    return Listed("services", found.filter(kind__category=part) if part else found, ("happened_on", "id"))


INDICATOR = Indicator("declined", _("Declined by the person"), rows, count, splits=True)
