"""Unmet demand for training: a wish was kept, no suitable programme was found."""

from django.utils.translation import gettext_lazy as _

from tirek.grants.models import Category
from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def count(reading: Reading) -> int:
    """Lines of education with an unmet wish."""
    return reading.services().filter(unmet_demand__isnull=False, kind__category=Category.EDUCATION).count()


def rows(reading: Reading, _part: str) -> Listed:
    """These lines."""
    return Listed(
        "services",
        reading.services().filter(unmet_demand__isnull=False, kind__category=Category.EDUCATION),
        ("happened_on", "id"),
    )


INDICATOR = Indicator("unmet_training", _("No suitable training programme"), rows, count)
