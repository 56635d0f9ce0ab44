"""Different people in all, where that can be known.

An anonymous survey makes it "not knowable". So does an attendance on the side of those who are helped: attendances are
never matched to the registry, so such a person may be in the programme too and nobody can tell.
"""

from django.utils.translation import gettext_lazy as _

from tirek.grants.models import Attendance, Event
from tirek.reports.indicators import attendances, meeting_people
from tirek.reports.indicators.indicator import Indicator
from tirek.reports.indicators.reading import Reading


def count(reading: Reading) -> int | None:
    """Different people, None where they cannot be told apart."""
    counted = [event.pk for event in reading.events_with(Event.CountedFrom.ATTENDANCES)]
    came = Attendance.objects.using(reading.using).filter(event__in=counted)
    in_programme = reading.applied_and_entered[1] if reading.events_with(Event.CountedFrom.PROGRAMME) else 0
    if in_programme and came.exclude(side=Attendance.Side.STAFF).exists():
        return None
    different = meeting_people.different(came)
    return None if different is None else different + in_programme


INDICATOR = Indicator("unique_people", _("Different people"), attendances.rows, count)
