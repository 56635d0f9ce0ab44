"""Refused by the provider, in all."""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators import refused
from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading


def count(reading: Reading) -> int:
    """Lines of the journal with a refusal."""
    return reading.services().filter(refusal__isnull=False).count()


INDICATOR = Indicator("refused_total", _("Refused by the provider"), refused.rows, count)
