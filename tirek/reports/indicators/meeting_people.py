"""People at meetings: different people by folded name and birth date, among meetings only.

They are never matched to people of the registry. An attendance without a name makes the figure unknowable.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tirek.grants.models import Attendance, Event
from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Participants


def count(reading: Reading) -> int | None:
    """Different people at meetings, None where somebody came without a name."""
    numbers = [event.pk for event in meetings(reading)]
    return different(Attendance.objects.using(reading.using).filter(event__in=numbers))


def different(attendances: QuerySet[Attendance, Attendance]) -> int | None:
    """Different folded names with birth dates, None where one of them is anonymous."""
    if attendances.filter(name_folded="").exists():
        return None
    return attendances.values("name_folded", "birth_on").distinct().count()


def meetings(reading: Reading) -> list[Event]:
    """Working meetings whose attendances are counted."""
    return [
        event
        for event in reading.events_with(Event.CountedFrom.ATTENDANCES)
        if event.form == Event.Form.MEETING
    ]


def rows(reading: Reading, _part: str) -> Participants:
    """Everybody who came to the meetings; whoever came twice stands twice."""
    return Participants(tuple((event, reading.participants_of(event)) for event in meetings(reading)))


INDICATOR = Indicator("meeting_people", _("Different people at meetings"), rows, count)
