"""Declined: lines of the journal that the person declined, for now."""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def count(reading: Reading) -> int:
    """Lines the person declined."""
    return reading.services().filter(decline__isnull=False).count()


def rows(reading: Reading, _part: str) -> Listed:
    """These lines."""
    return Listed("services", reading.services().filter(decline__isnull=False), ("happened_on", "id"))


INDICATOR = Indicator("declined", _("Declined by the person"), rows, count)
