"""Refused by the provider: lines of the journal, by kind of service and coded reason."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from tirek.reports.indicators.indicator import LANGUAGES, Indicator, NoSuchFigure, Part
from tirek.reports.indicators.reading import Reading
from tirek.reports.indicators.rows import Listed
from tirek.services.models import RefusalReason, ServiceKind


def parts(reading: Reading) -> list[Part]:
    """Refusals of each kind for each reason; the key is "kind: reason" in the words of the source."""
    found = reading.services().filter(refusal__isnull=False).values("kind_id", "refusal__reason_id")
    counted = list(found.annotate(n=Count("pk")).order_by())
    kinds = ServiceKind.objects.using(reading.using).in_bulk([row["kind_id"] for row in counted])
    reasons = RefusalReason.objects.using(reading.using).in_bulk(
        [row["refusal__reason_id"] for row in counted]
    )
    lines = [
        _part(kinds[row["kind_id"]], reasons[row["refusal__reason_id"]], int(row["n"])) for row in counted
    ]
    return sorted(lines, key=lambda line: line.key)


def rows(reading: Reading, part: str) -> Listed:
    """These lines, all or of one kind and reason."""
    found = reading.services().filter(refusal__isnull=False)
    if part:
        kind, _sign, reason = part.partition("-")
        if not (kind.isdecimal() and reason.isdecimal()):
            raise NoSuchFigure(part)
        found = found.filter(kind=int(kind), refusal__reason=int(reason))
    return Listed("services", found, ("happened_on", "id"))


def _part(kind: ServiceKind, reason: RefusalReason, count: int) -> Part:
    names = {language: f"{kind.name_in(language)}: {reason.name_in(language)}" for language in LANGUAGES}
    return Part(f"{kind.pk}-{reason.pk}", names["ru"], names, count)


INDICATOR = Indicator("refused", _("Refused by the provider, by reason"), rows, parts=parts)
