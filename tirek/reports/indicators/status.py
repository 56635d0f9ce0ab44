"""Participants by social status of the state form; for the programme, the status on the application."""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators import attendances
from tirek.reports.indicators.indicator import Indicator, Part, names_of
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Participants


def parts(reading: Reading) -> list[Part]:
    """Statuses in force when the grant began, the empty ones too."""
    return [
        Part(status.code, status.name_ru, names_of(status), reading.participants_where(status=status.code))
        for status in reading.statuses
    ]


def rows(reading: Reading, part: str) -> Participants:
    """Participants of a status; "unknown" are those without one."""
    if part == "unknown":
        events = ((event, reading.participants_of(event)) for event in reading.events)
        known = [status.code for status in reading.statuses]
        return Participants(
            tuple((event, found.exclude(social_status__code__in=known)) for event, found in events)
        )
    return attendances.where(reading, **({"social_status__code": part} if part else {}))


def unknown(reading: Reading) -> int:
    """Participations without a status of the form."""
    return attendances.count(reading) - sum(part.count for part in parts(reading))


INDICATOR = Indicator("status", _("Participants by social status"), rows, parts=parts)
