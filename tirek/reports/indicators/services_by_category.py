"""Services by category of help: services by kind, added up; whoever got two kinds of a category counts twice."""

from django.utils.translation import gettext_lazy as _

from tirek.grants.models import Category
from tirek.reports.indicators.indicator import Indicator, Part, names_of
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def parts(reading: Reading) -> list[Part]:
    """Categories in the order of the form: those that were given, and those that were planned."""
    planned = {line.code for line in reading.plan}
    sums = {str(code): 0 for code in Category.values if code in planned}
    for row in reading.kinds:
        sums[row.kind.category] = sums.get(row.kind.category, 0) + row.people
    names = dict(Category.choices)
    return [
        Part(code, code, names_of(names[code]), sums[code])
        for code in map(str, Category.values)
        if code in sums
    ]


def rows(reading: Reading, part: str) -> Listed:
    """The first line of the journal of every person and kind of the category."""
    found = reading.given_once()
    return Listed("services", found.filter(kind__category=part) if part else found, ("happened_on", "id"))


INDICATOR = Indicator("services_by_category", _("Services by category of help"), rows, parts=parts)
