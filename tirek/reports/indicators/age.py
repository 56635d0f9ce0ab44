"""Participants by age band of the state form, age taken on the first day of each event."""

from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators import attendances
from tirek.reports.indicators.indicator import Indicator, Part, names_of
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Participants


def parts(reading: Reading) -> list[Part]:
    """Bands in force when the grant began, the empty ones too."""
    return [
        Part(band.code, band.code, names_of(band), reading.participants_where(band=band.code))
        for band in reading.bands
    ]


def rows(reading: Reading, part: str) -> Participants:
    """Participants of a band; "unknown" are those whose age is not known well enough."""
    return attendances.where(reading, **({"band": "" if part == "unknown" else part} if part else {}))


def unknown(reading: Reading) -> int:
    """Participations that fall into no band."""
    return attendances.count(reading) - sum(part.count for part in parts(reading))


INDICATOR = Indicator("age", _("Participants by age"), rows, parts=parts)
