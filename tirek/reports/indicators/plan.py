"""The plan by category of help, as the grant promised it."""

from django.utils.translation import gettext_lazy as _

from tirek.grants.models import Category, PlanLine
from tirek.reports.indicators.indicator import Indicator, Part, names_of
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def parts(reading: Reading) -> list[Part]:
    """Lines of the plan but the one for people, in the order of the form."""
    order = {str(code): place for place, code in enumerate(Category.values)}
    lines = [line for line in reading.plan if line.code != PlanLine.PEOPLE]
    lines.sort(key=lambda line: (order.get(line.code, len(order)), line.code))
    return [Part(line.code, line.code, names_of(line.label), line.planned) for line in lines]


def rows(reading: Reading, part: str) -> Listed:
    """These lines of the plan."""
    found = PlanLine.objects.using(reading.using).filter(grant=reading.grant.pk)
    found = found.filter(code=part) if part else found.exclude(code=PlanLine.PEOPLE)
    return Listed("plan", found, ("code",))


INDICATOR = Indicator("plan", _("Plan"), rows, parts=parts)
