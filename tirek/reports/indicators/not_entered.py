"""Not entered: applications decided with "did not enter", by the recorded reason."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from tirek.cases.models import EntryReason
from tirek.reports.indicators.indicator import Indicator, Part, names_of
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed


def parts(reading: Reading) -> list[Part]:
    """Applications by reason; every decision against entry has one."""
    found = reading.applications().filter(decision__entered=False).values("decision__reason_id")
    counts = {row["decision__reason_id"]: int(row["n"]) for row in found.annotate(n=Count("pk")).order_by()}
    reasons = EntryReason.objects.using(reading.using).filter(pk__in=counts).order_by("name_ru")
    return [Part(reason.code, reason.name_ru, names_of(reason), counts[reason.pk]) for reason in reasons]


def rows(reading: Reading, part: str) -> Listed:
    """Those applications, all or of one reason."""
    found = reading.applications().filter(decision__entered=False)
    if part:
        found = found.filter(decision__reason__code=part)
    return Listed("applications", found, ("applied_on", "id"))


INDICATOR = Indicator("not_entered", _("Did not enter the programme"), rows, parts=parts)
