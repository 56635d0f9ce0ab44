"""Women: participations of people recorded as women."""

from django.utils.translation import gettext_lazy as _

from tirek.people.models import Sex
from tirek.reports.indicators import attendances
from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Participants


def count(reading: Reading) -> int:
    """Participations with this sex."""
    return reading.participants_where(sex=Sex.WOMAN)


def rows(reading: Reading, _part: str) -> Participants:
    """These participants."""
    return attendances.where(reading, sex_known=Sex.WOMAN)


INDICATOR = Indicator("women", _("Women"), rows, count)
