"""Attendances: participations in surveys and meetings, and people who entered for events counted from the programme.

Somebody at two meetings is two attendances: how many different people there were is another figure.
"""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Participants


def count(reading: Reading) -> int:
    """Participations of all events."""
    return sum(group.count for group in reading.participants)


def rows(reading: Reading, part: str) -> Participants:
    """Who took part, event by event."""
    return where(reading)


def where(reading: Reading, **wanted: str) -> Participants:
    """Participants with this sex, band or status, event by event."""
    events = ((event, reading.participants_of(event)) for event in reading.events)
    return Participants(tuple((event, found.filter(**wanted)) for event, found in events))


INDICATOR = Indicator("attendances", _("Attendances"), rows, count)
