"""People asked in surveys: different people by folded name and birth date; an anonymous survey makes it unknowable."""

from django.utils.translation import gettext_lazy as _

from tirek.grants.models import Attendance, Event
from tirek.reports.indicators import meeting_people
from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Participants


def surveys(reading: Reading) -> list[Event]:
    """Surveys whose attendances are counted."""
    return [
        event
        for event in reading.events_with(Event.CountedFrom.ATTENDANCES)
        if event.form == Event.Form.SURVEY
    ]


def count(reading: Reading) -> int | None:
    """Different people asked, None where somebody answered without a name."""
    numbers = [event.pk for event in surveys(reading)]
    return meeting_people.different(Attendance.objects.using(reading.using).filter(event__in=numbers))


def rows(reading: Reading, _part: str) -> Participants:
    """Everybody who was asked."""
    return Participants(tuple((event, reading.participants_of(event)) for event in surveys(reading)))


INDICATOR = Indicator("survey_people", _("Different people asked in surveys"), rows, count)
