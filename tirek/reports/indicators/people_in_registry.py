"""People in the registry: different people of the registry whom the grant met, by an application or in the journal."""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def count(reading: Reading) -> int:
    """Canonical people; a join makes one of two, a split two of one."""
    return reading.people().count()


def rows(reading: Reading, _part: str) -> Listed:
    """These people by their number in the registry: a name has no place in an address."""
    return Listed("people", reading.people(), ("number",))


INDICATOR = Indicator("people_in_registry", _("People in the registry"), rows, count)
