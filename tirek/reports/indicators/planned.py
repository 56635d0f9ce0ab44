"""People planned for the programme."""

from django.utils.translation import gettext_lazy as _

from tirek.grants.models import PlanLine
from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def count(reading: Reading) -> int | None:
    """The plan's line for people, None where nothing was promised."""
    return next((line.planned for line in reading.plan if line.code == PlanLine.PEOPLE), None)


def rows(reading: Reading, _part: str) -> Listed:
    """That line of the plan."""
    found = PlanLine.objects.using(reading.using).filter(grant=reading.grant.pk, code=PlanLine.PEOPLE)
    return Listed("plan", found, ("code",))


INDICATOR = Indicator("planned", _("People planned for the programme"), rows, count)
