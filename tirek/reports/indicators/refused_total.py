"""Refused by the provider, in all."""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def count(reading: Reading) -> int:
    """Lines of the journal with a refusal."""
    return reading.services().filter(refusal__isnull=False).count()


def rows(reading: Reading, part: str) -> Listed:
    """These lines, all or of one category of help."""
    found = reading.services().filter(refusal__isnull=False)
    return Listed("services", found.filter(kind__category=part) if part else found, ("happened_on", "id"))


INDICATOR = Indicator("refused_total", _("Refused by the provider"), rows, count, splits=True)
