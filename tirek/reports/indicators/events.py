"""Events by number: attendances, people who entered, or different organisations that received materials."""

from django.utils.translation import gettext_lazy as _

from tirek.grants.models import Event, MaterialRecipient
from tirek.grants.naming import plain
from tirek.reports.indicators.indicator import Indicator, NoSuchFigure, Part, names_of
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed, Participants, Rows


def parts(reading: Reading) -> list[Part]:
    """Every event with what is counted for it."""
    return [
        Part(str(event.number), str(event.number), names_of(event.form_name), reached(reading, event))
        for event in reading.events
    ]


def reached(reading: Reading, event: Event) -> int:
    """How many people, or organisations, an event reached."""
    if event.counted_from == Event.CountedFrom.RECIPIENTS:
        names = MaterialRecipient.objects.using(reading.using).filter(grant=reading.grant.pk)
        # An organisation is one however its name is quoted or capitalised; PostgreSQL cannot fold Kazakh letters.
        return len({plain(name) for name in names.values_list("organisation", flat=True).distinct()})
    return sum(group.count for group in reading.participants if group.event == event.number)


def rows(reading: Reading, part: str) -> Rows:
    """Participants of one event, or the mailing of materials."""
    events = [event for event in reading.events if not part or str(event.number) == part]
    if not events:
        raise NoSuchFigure(part)
    if part and events[0].counted_from == Event.CountedFrom.RECIPIENTS:
        sent = MaterialRecipient.objects.using(reading.using).filter(grant=reading.grant.pk)
        return Listed("recipients", sent, ("number",))
    return Participants(tuple((event, reading.participants_of(event)) for event in events))


INDICATOR = Indicator("events", _("Events"), rows, parts=parts)
