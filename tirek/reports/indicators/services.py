"""Services by kind: a service of the report is one person and one kind, however many sessions there were."""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators.indicator import Indicator, Part, names_of
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def parts(reading: Reading) -> list[Part]:
    """Different people of each kind given."""
    return [Part(row.kind.code, row.kind.name_ru, names_of(row.kind), row.people) for row in reading.kinds]


def rows(reading: Reading, part: str) -> Listed:
    """The first line of the journal of every person and kind."""
    found = reading.given_once()
    return Listed("services", found.filter(kind__code=part) if part else found, ("happened_on", "id"))


INDICATOR = Indicator("services", _("Services by kind"), rows, parts=parts)
